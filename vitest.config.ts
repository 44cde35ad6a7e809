import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{parse,check,judge,mask,journal,targets,plan,report,session,machine}/**/*.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Real processes, servers and browsers: one file at a time on a small machine.
        test: {
          name: 'e2e',
          include: ['test/{cli,run,sandbox,site,content,e2e,package}/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
