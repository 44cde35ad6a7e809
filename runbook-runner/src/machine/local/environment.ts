import type { Environment } from '../machine.ts';

/**
 * The environment of the steps and of what says who the target is: what a command needs to find its way, and nothing that
 * an operator's terminal happens to hold (an exported variable would override Compose's own `.env`).
 */
export function stepEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const kept = Object.fromEntries(
    KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] as string]])),
  );
  const given = { ...kept, ...FIXED, PATH: env.PATH ?? DEFAULT_PATH };
  return { given, withheld: Object.keys(env).filter((name) => !(name in given) && ADDRESSES.test(name)) };
}

const KEPT = ['HOME', 'USER', 'LOGNAME', 'SHELL', 'TZ', 'TERM', 'TMPDIR', 'XDG_RUNTIME_DIR', 'SSH_AUTH_SOCK'];

// Nothing may wait for a person: no pager, no question, no localised message to compare with.
const FIXED = {
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  PAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  DEBIAN_FRONTEND: 'noninteractive',
  PGCONNECT_TIMEOUT: '10',
};

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Variables that would send the same command to another server, project or database. */
const ADDRESSES = /^(DOCKER_.*|COMPOSE_.*|CONTAINER_HOST|KUBE.*|PG[A-Z]+|DATABASE_URL|DJANGO_.*|AWS_PROFILE)$/;
