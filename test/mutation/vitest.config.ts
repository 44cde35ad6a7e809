import { defineConfig } from 'vitest/config';

/**
 * The tests that a mutant of the journal, of the mask or of the terminal's filter must redden, in an instant and each time
 * alike: they start no process, draw nothing at random and search for no whole key.
 */
export default defineConfig({
  test: {
    include: ['test/journal/*.test.ts', 'test/mask/*.test.ts', 'test/report/visible.test.ts'],
    exclude: ['test/journal/crash.test.ts', 'test/mask/{any-secret,keys,tools}.test.ts'],
    reporters: ['dot'],
  },
});
