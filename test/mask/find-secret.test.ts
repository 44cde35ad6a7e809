import { expect, test } from 'vitest';
import { holdsSecret } from '../../runbook-runner/src/mask/find-secret.ts';
import { needlesOf } from '../support/needles-of.ts';

test.each([
  ['as it is', 'correct-cheval-pile', 'avant correct-cheval-pile après', true],
  ['in one of its forms', 'correct-cheval-pile', Buffer.from('correct-cheval-pile').toString('hex'), true],
  ['at the end, a word alone', 'Kx7q', 'mot Kx7q', true],
  ['in a longer word', 'Kx7q', 'mot Kx7qs', false],
  ['but its beginning alone', 'correct-cheval-pile', 'avant correct-cheval-pil', false],
  ['in nothing', 'correct-cheval-pile', '', false],
  ['where its spaces are others', 'correct cheval pile', 'correct\n  cheval\n  pile', true],
])('bytes hold a secret %s: %s in %j', (_what, secret, bytes, held) => {
  expect(holdsSecret(needlesOf(secret), Buffer.from(bytes))).toBe(held);
});
