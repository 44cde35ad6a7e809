import { defineConfig } from 'vitest/config';

/** Real processes, servers and browsers: slow, and one file at a time on a small machine. */
const REAL = ['test/{campaign,cli,contract,run,sandbox,site,content,e2e,package}/**/*.test.ts'];

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-report.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          // Everything else: a test in a new folder runs.
          include: ['test/**/*.test.ts'],
          exclude: [...REAL, '**/node_modules/**'],
          globalSetup: 'test/support/install-packages.ts',
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: REAL,
          globalSetup: 'test/support/install-packages.ts',
          testTimeout: 600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
