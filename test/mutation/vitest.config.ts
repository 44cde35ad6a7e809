import { defineConfig } from 'vitest/config';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

/** A mutant is over with the first test that reddens: those that look at one file of the source come first. */
class NearestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => Number(NEAREST.test(b.moduleId)) - Number(NEAREST.test(a.moduleId)));
  }
}

const NEAREST = /\/(automaton|encodings|line|logs|parts|replay|transparent)\.test\.ts$/;

/**
 * The tests that a mutant of the journal, of the mask or of the terminal's filter must redden, in an instant and each time
 * alike: they start no process, draw nothing at random and search for no whole key.
 */
export default defineConfig({
  test: {
    include: ['test/journal/*.test.ts', 'test/mask/*.test.ts', 'test/report/visible.test.ts'],
    exclude: ['test/journal/crash.test.ts', 'test/mask/{any-secret,keys,tools}.test.ts'],
    sequence: { sequencer: NearestFirst },
    reporters: ['dot'],
  },
});
