import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensurePackages } from '../../sandbox/packages.ts';
import { openPlace } from '../support/runbook-cli.ts';
import { until } from '../support/until.ts';
import type { Kept } from './preset.ts';
import { describePreset } from './preset.ts';

describePreset('supervisor', async (): Promise<Kept> => {
  await ensurePackages(['supervisor']);
  const place = await openPlace(`targets:
  ici:
    description: Un supervisor d’essai.
    kind: local
    services:
      sain: { supervisor: { config: s.conf }, env: { SALUT: bonjour  à tous } }
      fini: { supervisor: { config: s.conf, program: court } }
`);
  const pidFile = join(place.folder, 's.pid');
  await place.write('s.conf', configuration(place.folder));
  const supervisorctl = (...args: readonly string[]) =>
    execa('supervisorctl', ['-c', join(place.folder, 's.conf'), ...args], { reject: false });
  await execa('supervisord', ['-c', join(place.folder, 's.conf')]);
  await until(async () => (await supervisorctl('status', 'court')).stdout.includes('EXITED'));
  return {
    place,
    close: async () => {
      await supervisorctl('shutdown');
      await until(() => !existsSync(pidFile));
      await place.remove();
    },
  };
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
[program:court]
command=sh -c "echo je finis; exit 3"
startsecs=0
autorestart=false
`;
}
