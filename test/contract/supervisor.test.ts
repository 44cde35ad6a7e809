import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ensurePackages } from '../../sandbox/packages.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';
import type { Kept } from './preset.ts';
import { describePreset } from './preset.ts';

let place: Place;

async function open(): Promise<Kept> {
  await ensurePackages(['supervisor']);
  place = await openPlace(`targets:
  ici:
    description: Un supervisor d’essai.
    kind: local
    services:
      sain: { supervisor: { config: s.conf }, env: { SALUT: bonjour  à tous } }
      nu: { supervisor: { config: s.conf } }
      fini: { supervisor: { config: s.conf, program: court } }
      deux: { group: [sain, nu] }
      tous: { group: [sain, fini] }
`);
  const pidFile = join(place.folder, 's.pid');
  await place.write('s.conf', configuration(place.folder));
  const supervisorctl = (...args: readonly string[]) =>
    execa('supervisorctl', ['-c', join(place.folder, 's.conf'), ...args], { reject: false });
  await execa('supervisord', ['-c', join(place.folder, 's.conf')]);
  await until(async () => (await supervisorctl('status', 'court')).stdout.includes('EXITED'));
  return {
    place,
    instance: async () => (await supervisorctl('pid', 'sain')).stdout,
    close: async () => {
      await supervisorctl('shutdown');
      await until(() => !existsSync(pidFile));
      await place.remove();
    },
  };
}

describePreset('supervisor', open, (call) => {
  /** What supervisor has done since, in its order: « stopped: sain ». */
  async function doneBy(command: string): Promise<readonly string[]> {
    const log = () => readFile(join(place.folder, 's.log'), 'utf8');
    const before = (await log()).length;
    expect(await call(command)).toMatchObject({ exitCode: 0 });
    return (await log()).slice(before).match(/(?:stopped|success): \w+/g) ?? [];
  }

  test('is stopped in the order of its group, and started in the other', async () => {
    expect(await doneBy('@deux:stop')).toEqual(['stopped: sain', 'stopped: nu']);
    expect(await doneBy('@deux:start')).toEqual(['success: nu', 'success: sain']);
  });
});

function configuration(folder: string): string {
  return `[unix_http_server]
file=${folder}/s.sock
[supervisord]
logfile=${folder}/s.log
pidfile=${folder}/s.pid
childlogdir=${folder}
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
[supervisorctl]
serverurl=unix://${folder}/s.sock
[program:sain]
command=sleep 1000
[program:nu]
command=sleep 1000
[program:court]
command=sh -c "echo je finis; exit 3"
startsecs=0
autorestart=false
`;
}
