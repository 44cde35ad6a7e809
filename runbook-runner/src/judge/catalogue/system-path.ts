/** What a write to this path reaches: a device or the kernel, a folder of the system or of the database; null: neither, or unknown. */
export function systemPath(written: string): 'device' | 'system' | null {
  const path = normalized(written);
  if (/^\/(dev|proc|sys)(\/|$)/u.test(path)) return 'device';
  if (SYSTEM.test(path) || DATABASE.test(path) || /(^|\/)\.ssh\//u.test(path)) return 'system';
  // Relative to a folder that is not known here.
  return START_FILES.test(path) || /(^|\/)(pg_hba|pg_ident|postgresql(\.auto)?)\.conf$/u.test(path) ? 'system' : null;
}

/** A path as it is from the current folder, when that is known. */
export function under(folder: string | null | undefined, path: string): string {
  return /^[/~]/u.test(path) ? path : `${folder ?? '.'}/${path}`;
}

/** Where a process may write what nobody keeps. */
export function isSink(written: string): boolean {
  return /^\/dev\/(null|stdout|stderr|tty|fd\/\d+)$/u.test(normalized(written));
}

const SYSTEM = /^\/(etc|boot|bin|sbin|lib|lib32|lib64|usr|root\/\.ssh|var\/(spool\/cron|lib\/(dpkg|systemd)))(\/|$)/u;
/** What a shell or a tool runs when it starts, in the folder of an account, wherever that is. */
const START_FILES =
  /(^|\/)\.((bash(rc|_profile|_login|_logout|_aliases)|profile|z(shrc|shenv|profile|login|logout)|kshrc|mkshrc|t?cshrc|login|logout|xprofile|xsession(rc)?|xinitrc|pam_environment|envrc|psqlrc|my\.cnf|mylogin\.cnf|sqliterc|gitconfig|vimrc|exrc|emacs|nanorc|screenrc|tmux\.conf|inputrc|lesskey|mailrc|forward|rhosts|npmrc|curlrc|wgetrc|gdbinit|irbrc|pryrc|Rprofile)$|config\/(fish|git|systemd|autostart|environment\.d|nvim|pip)\/|(zsh|vim|emacs)\.d\/|git\/(hooks\/|config$))/u;
const DATABASE = /\/(pgdata|pgsql\/\d+|postgresql\/\d+|pg_wal)\//u;

/** `//etc/x`, `/srv/../etc/x` and `/etc/./x` are all the same file. */
export function normalized(path: string): string {
  if (!path.startsWith('/')) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}
