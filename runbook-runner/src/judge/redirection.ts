import type { Redirect, Redirection, SyntaxNode } from 'unbash';
import { isDynamic, shown } from './argument.ts';
import { report } from './report.ts';
import type { Frame, Scope } from './scope.ts';
import type { Stdin } from './stdin.ts';
import { resolveParts, resolveText } from './words.ts';

/** What the redirections make of standard input; null: they leave it alone. */
export function stdinOf(redirects: readonly Redirection[], scope: Scope): Stdin | null {
  let stdin: Stdin | null = null;
  for (const redirect of redirects) {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : redirect.descriptor;
    if (descriptor !== undefined && descriptor !== 0) continue;
    if (redirect.type === 'HereString')
      stdin = { kind: 'text', text: `${redirect.target ? resolveText(redirect.target, scope) : ''}\n` };
    else if (redirect.type === 'HereDoc') {
      const text = redirect.body.parts ? resolveParts(redirect.body.parts, scope) : redirect.body.text;
      stdin = { kind: 'text', text: redirect.operator === '<<-' ? text.replaceAll(/^\t+/gmu, '') : text };
    } else if (redirect.operator.startsWith('<')) {
      const target = redirect.target ? resolveText(redirect.target, scope) : '';
      stdin = target === '/dev/null' ? { kind: 'text', text: '' } : { kind: 'unknown' };
    }
  }
  return stdin;
}

/** Judges the files that redirections write. `offset` is where the command begins. */
export function judgeRedirections(
  redirects: readonly Redirection[],
  frame: Frame,
  offset: number,
  _node?: SyntaxNode,
): void {
  for (const redirect of redirects) if (redirect.type === 'Redirect') judgeRedirect(redirect, frame, offset);
}

function judgeRedirect(redirect: Redirect, frame: Frame, offset: number): void {
  const { operator } = redirect;
  const target = redirect.target ? resolveText(redirect.target, frame.scope) : '';
  if (operator === '<') {
    if (/^\/dev\/(tcp|udp)\//u.test(target))
      report(frame, offset, 'NET', 'change', `Ouvre une connexion réseau vers « ${shown(target)} ».`);
    return;
  }
  if (operator === '<&' || (operator === '>&' && isDescriptor(target, redirect))) return;
  if (/^\/dev\/(null|stdout|stderr|tty|fd\/\d+)$/u.test(target)) return;
  const file = `« ${shown(target)} »`;
  if (/^\/dev\/(tcp|udp)\//u.test(target)) report(frame, offset, 'NET', 'change', `Écrit vers le réseau, sur ${file}.`);
  else if (/^\/(dev|proc|sys)\//u.test(target))
    report(
      frame,
      offset,
      'FS-REDIR',
      'critical',
      `Écrit directement sur ${file}, qui est un périphérique ou le noyau.`,
    );
  else if (isSystemPath(target))
    report(frame, offset, 'FS-REDIR', 'destructive', `Écrit dans ${file}, un dossier du système ou de la base.`);
  else if (operator === '>>' || operator === '&>>')
    report(frame, offset, 'FS-REDIR', 'change', `Ajoute à la fin de ${file}.`);
  else if (operator === '<>') report(frame, offset, 'FS-REDIR', 'destructive', `Ouvre ${file} en écriture.`);
  else if (operator === '>|')
    report(frame, offset, 'FS-REDIR', 'destructive', `Remplace ${file} s’il existe (« >| »).`);
  else if (frame.scope.noclobber)
    report(frame, offset, 'FS-REDIR', 'change', `Crée ${file} ; refusé s’il existe déjà.`);
  else
    report(
      frame,
      offset,
      'FS-REDIR',
      'destructive',
      `Remplace ${file} s’il existe : « noclobber » n’est pas actif ici.`,
    );
}

function isDescriptor(target: string, redirect: Redirect): boolean {
  // >&"${COPROC[1]}": a number that only the shell knows; a word alone may be a file.
  return (
    /^(\d+-?|-)$/u.test(target) ||
    (isDynamic(target) && target.length === 1 && /\[|fd/iu.test(redirect.target?.text ?? ''))
  );
}

function isSystemPath(target: string): boolean {
  return (
    /^\/(etc|boot|bin|sbin|lib|lib64|usr|root\/\.ssh)\//u.test(target) ||
    /\/(pgdata|postgresql\/\d+|pg_wal)\//u.test(target)
  );
}
