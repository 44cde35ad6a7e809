import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { dockerOf } from '../sandbox/docker.ts';
import { identityOf } from '../sandbox/identity.ts';
import type { Drill } from './platform.ts';
import { chosen, logsOf, runOf, succeeded } from './platform.ts';

/** Compose would make the volume again without a word, and the image of PostgreSQL an empty database in it. */
export function describeLostVolume(drill: () => Drill) {
  describe('when the media are lost, and the database with its volume', () => {
    let before: Awaited<ReturnType<typeof identityOf>>;
    let refusal: string;
    let run: string;
    let volume: string;
    beforeAll(async () => {
      const { machine, sandbox } = drill().platform;
      volume = `${/^name: (.*)$/m.exec((await machine.supervisor('config')).stdout)?.[1]}_postgres_data`;
      before = await identityOf(machine);
      await sandbox('sinistre');
      expect(await machine.supervisor('down')).toMatchObject({ exitCode: 0 });
      expect(await dockerOf(machine)('volume', 'rm', volume)).toMatchObject({ exitCode: 0 });
    });

    test('the complete restoration stops before Docker makes an empty one, and says what to do', async () => {
      const { platform, archives } = drill();
      const refused = await platform.run('restauration-complete', ...chosen(archives));
      expect(refused.status).toBe(1);
      refusal = refused.stdout;
      run = runOf(refused);
      expect(refusal).toContain(`@db:start : le volume « ${volume} » n’existe pas, et Docker en créerait un vide`);
      const { machine } = platform;
      expect((await dockerOf(machine)('volume', 'ls', '--quiet')).stdout).not.toContain(volume);
      expect((await machine.supervisor('ps', '--all', '--quiet')).stdout).toBe('');
    });

    test('it brings everything back once that is done, and the platform was started: an empty database, migrated by three', async () => {
      const { platform, archives } = drill();
      const [, command = ''] = /│ @db:start .*créez-le d’abord : docker (.*)/.exec(refusal) ?? [];
      expect(await execa('docker', command.split(' '), { reject: false })).toMatchObject({ exitCode: 0 });
      expect(await platform.machine.supervisor('up', '--detach')).toMatchObject({ exitCode: 0 });
      await platform.machine.service('attendre', ['backend']);
      expect(await platform.machine.query('select count(*) from exams_copy')).toBe('0');

      succeeded(await platform.place.runbook('resume', run, '--confirm', platform.target));
      const { rows, media } = await identityOf(platform.machine);
      expect(rows).toEqual(before.rows);
      expect(media.filter((line) => !line.includes('  ./.korrigo-avant-'))).toEqual(before.media);
      for (const _ of [1, 2]) succeeded(await platform.run('prouver-identite', ...chosen(archives)));
      expect(await logsOf(platform.place, 'prouver-identite')).toContain('numéros de ceux qui ont changé : aucun');
    });
  });
}
