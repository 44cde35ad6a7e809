/**
 * The environment of a session: what a command needs to find its way, and nothing that an operator's terminal happens
 * to hold (an exported variable would override Compose's own `.env`). `services` is put first in PATH.
 */
export function sessionEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  services: string,
): Record<string, string> {
  const kept = Object.fromEntries(
    KEPT.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name] as string]])),
  );
  return { ...kept, ...FIXED, PATH: `${services}:${env.PATH ?? DEFAULT_PATH}` };
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
