import { expect, test } from 'vitest';
import { isMember, isPrivateGroup } from '../../runbook-runner/src/disk/group.ts';

test('an account that the system does not know is in no group, not even in that of root', () => {
  expect(isMember(987_654, 0)).toBe(false);
});

test('a group that the system does not know is nobody’s own', () => {
  expect(isPrivateGroup(987_654, [0, 987_654])).toBe(false);
});
