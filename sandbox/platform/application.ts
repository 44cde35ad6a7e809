import type { Secrets } from '../secrets.ts';
import type { Topology } from '../topology/topology.ts';

/** Creates the tables and the static files. A step of its own: services never migrate when they start. */
export async function migrate(topology: Topology) {
  await topology.inService('backend', ['python', 'manage.py', 'migrate', '--no-input', '--verbosity', '0']);
  await topology.inService('backend', ['python', 'manage.py', 'collectstatic', '--no-input', '--verbosity', '0']);
}

/** Fills an empty platform; returns the command's summary. Passwords go through stdin. */
export async function seed(topology: Topology, { administration, verification }: Secrets) {
  const passwords = JSON.stringify({ administration, verification });
  return topology.inService('backend', ['python', 'manage.py', 'seed'], passwords);
}
