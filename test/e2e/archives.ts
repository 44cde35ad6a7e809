import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { identityOf } from '../sandbox/identity.ts';
import { copyOf, damages } from './damaged-archives.ts';
import type { Drill } from './platform.ts';
import { chosen, giveUp, runOf } from './platform.ts';

// By default, reduced: one of each kind that another layer finds. Whole, about ten minutes:
//   RUNBOOK_CAMPAIGN=whole npx vitest run test/e2e/drills -t damage
const asked = process.env.RUNBOOK_CAMPAIGN === 'whole' ? damages : damages.filter(({ first }) => first);

/** A restoration from a bad backup must stop while the platform is open, say why, and leave nothing behind. */
export function describeArchives(drill: () => Drill) {
  describe('a restoration is refused while the platform is open', () => {
    test.each(asked.map((damage) => [damage.what, damage] as const))('damage: %s', async (_, { make, said }) => {
      const { platform } = drill();
      const before = await identityOf(platform.machine);
      const copy = await copyOf(drill());
      try {
        await make(copy);
        const { ARCHIVE, ARCHIVE_MEDIAS } = copy;
        const refused = await platform.run('restauration-complete', ...chosen({ ARCHIVE, ARCHIVE_MEDIAS }));
        expect(refused.stdout).toMatch(said);
        expect(refused.status).toBe(1);
        expect(refused.stdout).not.toContain('Fermer la plateforme');
        expect(await platform.machine.sandbox('status')).toMatchObject({ exitCode: 0 });
        await giveUp(platform, runOf(refused));
        expect(await identityOf(platform.machine)).toEqual(before);
      } finally {
        await rm(dirname(copy.ARCHIVE), { recursive: true, force: true });
      }
    });

    test('when no archive is chosen', async () => {
      const { platform, archives } = drill();
      const { status, stderr } = await platform.run('restauration-complete', '--var', `ARCHIVE=${archives.ARCHIVE}`);
      expect(status).toBe(2);
      expect(stderr).toContain('ARCHIVE_MEDIAS');
    });
  });
}
