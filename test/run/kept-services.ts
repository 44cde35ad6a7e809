import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace } from '../support/runbook-cli.ts';

/** A target with a service of each kind, and the tools that keep them. */
export interface KeptServices extends Place {
  /** What the tools answer: a line for each container. */
  readonly setState: (state: string) => Promise<string>;
  /** Takes the place of a tool. */
  readonly tool: (name: string, text: string) => Promise<void>;
  /** What the tools were called with, a line each. */
  readonly calls: () => Promise<readonly string[]>;
}

/** @param more services beside. */
export async function openKeptServices(more = ''): Promise<KeptServices> {
  const place = await openPlace(`targets:
  ici:
    description: Un serveur d’essai.
    kind: local
    services:
      compose: { compose: c.yml, profiles: [prod], service: db }
      supervisor: { supervisor: { config: s.conf } }
      systemd: { systemd: db.service }
      kubernetes: { kubernetes: deployment/db, namespace: ecole }
      beat: { absent: true }
${more}`);
  const tool: KeptServices['tool'] = (name, text) =>
    place.command(name, `cd '${place.folder}' || exit\necho "${name} $*" >> appels\n${text}`);
  for (const [name, text] of Object.entries(TOOLS)) await tool(name, text);
  return {
    ...place,
    tool,
    setState: (state) => place.write('etat', state),
    calls: async () => (await readFile(join(place.folder, 'appels'), 'utf8')).trimEnd().split('\n'),
  };
}

/** Docker with a container for each line of the state, and one that `run` made for a migration. */
const TOOLS: Readonly<Record<string, string>> = {
  docker: `case "$*" in
  compose*logs*) echo 'FATAL: le disque est plein' ;;
  compose*ps*) echo deca; [ ! -s etat ] || echo c0ffee ;;
  ps*) echo 'deca True Up 2 minutes'; while read -r line || [ -n "$line" ]; do echo "c0ffee False $line"; done < etat ;;
  inspect*) cat base 2> /dev/null || true ;;
  exec*) [ ! -e tcp ] ;;
esac`,
  supervisorctl: 'echo "db $(cat etat)"; case "$*" in *status*) ! grep -qv RUNNING etat || exit 3 ;; esac',
  systemctl: 'case $1 in is-active) cat etat; grep -qx active etat || exit 3 ;; esac',
  kubectl: 'case "$*" in *get*) cat etat ;; esac',
};
