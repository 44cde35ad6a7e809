import { expect, test } from 'vitest';
import { wrap } from '../../runbook-runner/src/cli/terminal/wrap.ts';

test('French double punctuation is not parted from its word', () => {
  expect(wrap('on y lit « un » : tout va bien !', 11)).toEqual(['on y lit', '« un » :', 'tout va', 'bien !']);
});
