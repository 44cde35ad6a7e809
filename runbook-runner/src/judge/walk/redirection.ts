import type { Redirect, Redirection } from 'unbash';
import { isDynamic, shown } from '../../shell-text/argument.ts';
import { resolveText } from '../../shell-text/word.ts';
import { isSink, systemPath, under } from '../catalogue/system-path.ts';
import { recordHazard } from './record-hazard.ts';
import type { Frame } from './scope.ts';

/** Judges the files that redirections write. `offset` is where the command begins. */
export function judgeRedirections(redirects: readonly Redirection[], frame: Frame, offset: number): void {
  for (const redirect of redirects) if (redirect.type === 'Redirect') judgeRedirect(redirect, frame, offset);
}

function judgeRedirect(redirect: Redirect, frame: Frame, offset: number): void {
  const { operator } = redirect;
  const target = redirect.target ? resolveText(redirect.target, frame.scope) : '';
  if (operator === '<') {
    if (/^\/dev\/(tcp|udp)\//u.test(target))
      recordHazard(frame, offset, 'NET', 'change', `Ouvre une connexion réseau vers « ${shown(target)} ».`);
    return;
  }
  if (operator === '<&' || (operator === '>&' && isDescriptor(target, redirect))) return;
  if (isSink(target)) return;
  const file = `« ${shown(target)} »`;
  const reached = systemPath(under(frame.scope.folder, target));
  if (/^\/dev\/(tcp|udp)\//u.test(target))
    recordHazard(frame, offset, 'NET', 'change', `Écrit vers le réseau, sur ${file}.`);
  else if (reached === 'device')
    recordHazard(
      frame,
      offset,
      'FS-REDIR',
      'critical',
      `Écrit directement sur ${file}, qui est un périphérique ou le noyau.`,
    );
  else if (reached === 'system')
    recordHazard(frame, offset, 'FS-REDIR', 'destructive', `Écrit dans ${file}, un dossier du système ou de la base.`);
  else if (operator === '>>' || operator === '&>>')
    recordHazard(frame, offset, 'FS-REDIR', 'change', `Ajoute à la fin de ${file}.`);
  else if (operator === '<>') recordHazard(frame, offset, 'FS-REDIR', 'destructive', `Ouvre ${file} en écriture.`);
  else if (operator === '>|')
    recordHazard(frame, offset, 'FS-REDIR', 'destructive', `Remplace ${file} s’il existe (« >| »).`);
  else if (frame.scope.noclobber)
    recordHazard(frame, offset, 'FS-REDIR', 'change', `Crée ${file} ; refusé s’il existe déjà.`);
  else
    recordHazard(
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
