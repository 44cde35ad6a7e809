import type { Redirection } from 'unbash';
import { codePoint } from '../../parse/info-string.ts';
import { placeIn } from '../shell/context.ts';
import type { StepRule } from '../step-rule.ts';

/** A file read and written by one pipeline is emptied before it is read. */
export const readAndOverwrite: StepRule = ({ script, report }) => {
  for (const command of script.commands) {
    for (const redirect of command.redirects) {
      const target = writtenTo(redirect);
      if (target === null || target === '/dev/null') continue;
      const same = script.commands.filter((other) => other === command || other.pipeline === command.pipeline);
      const reads = same.some(
        (other) =>
          other.words.slice(1).some(({ source }) => source?.raw === target) ||
          other.redirects.some((input) => readFrom(input) === target),
      );
      if (!reads) continue;
      const { offset, length } = placeIn(command.anchor, redirect);
      report('read-and-overwrite', offset, length, {
        message: `${target} est lu et écrit par la même commande : il est vidé avant d’être lu.`,
        expected: 'un autre fichier pour le résultat, renommé ensuite.',
        action: `Écrivez dans un fichier neuf, puis mv -- FICHIER_NEUF ${target}.`,
      });
    }
  }
};

/** A word processor's quotes, dashes and spaces are ordinary letters for the shell. */
export const typographicCharacter: StepRule = ({ script, report }) => {
  if (!typographic.test(script.text)) return;
  // Only the words of commands: an operand such as ${X:?l’archive manque} is in the quotes around it.
  const words = script.commands.flatMap(({ words }) => words.flatMap(({ source }) => source ?? []));
  for (const { parts, raw, offset, length } of words.filter(({ raw }) => typographic.test(raw))) {
    const literals = parts.filter((part) => part.type === 'Literal').map((part) => part.text);
    const literal = parts.length > 0 ? literals.join('') : raw;
    if (/['"]/.test(literal)) continue;
    const found = /[\u00a0\u202f\u2007“”‘’«»]|^[–—]/u.exec(literal)?.[0];
    if (found === undefined) continue;
    report('typographic-character', length === raw.length ? offset + Math.max(0, raw.indexOf(found)) : offset, 1, {
      message: `Ce mot contient « ${found} » (${codePoint(found)}), un caractère de traitement de texte.`,
      expected: 'les caractères du clavier : espace, guillemets droits, tiret.',
      action: 'Remplacez-le, ou mettez le mot entre apostrophes si le caractère est voulu.',
    });
    return;
  }
};

/** `<pod>` between commands is two redirections for the shell: the word after it becomes a file, the word before an argument. */
export const placeholder: StepRule = ({ script, report }) => {
  for (const command of script.commands) {
    for (const redirect of command.redirects) {
      const { offset } = placeIn(command.anchor, redirect);
      const found = /^<[\p{L}\p{N}_.:/ -]*>/u.exec(script.text.slice(offset))?.[0];
      if (found === undefined || command.anchor !== null) continue;
      report('placeholder', offset, found.length, {
        message: `« ${found} » a l’air d’une valeur à remplacer, mais pour le shell ce sont deux redirections.`,
        expected: 'une variable déclarée dans l’en-tête, que le texte lit par son nom.',
        action: 'Déclarez-la sous runbook.variables et écrivez "$NOM" ici ; ou faites de ce bloc un example="…".',
      });
    }
  }
};

const typographic = /[\u00a0\u202f\u2007“”‘’«»–—]/;

function writtenTo(redirect: Redirection): string | null {
  if (
    !('target' in redirect) ||
    (redirect.operator !== '>' && redirect.operator !== '>|' && redirect.operator !== '&>')
  )
    return null;
  return redirect.target?.text ?? null;
}

function readFrom(redirect: Redirection): string | null {
  return redirect.operator === '<' && 'target' in redirect ? (redirect.target?.text ?? null) : null;
}
