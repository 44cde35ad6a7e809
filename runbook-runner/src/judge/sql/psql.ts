import type { RiskRuleId } from '../../rules.ts';
import type { Argument } from '../../shell-text/argument.ts';
import { HOLE, isDynamic, literal } from '../../shell-text/argument.ts';
import { metaCommand } from '../catalogue/psql-meta.ts';
import type { Place } from '../walk/command.ts';
import { judgeText } from '../walk/inner.ts';
import { recordHazard } from '../walk/record-hazard.ts';
import type { Frame } from '../walk/scope.ts';
import { freshScope } from '../walk/scope.ts';
import { spend } from '../walk/work.ts';
import { splitPsql } from './psql-split.ts';

/** Judges what psql reads: its own commands here, the SQL later, by PostgreSQL's parser. */
export function judgePsql(text: string, given: ReadonlyMap<string, Argument>, frame: Frame, at: Place): void {
  const tell = (rule: RiskRuleId, risk: Parameters<typeof recordHazard>[3], why: string) =>
    recordHazard(frame, at.offset, rule, risk, why);
  if (isDynamic(text)) {
    return tell(
      'DB-PSQL',
      'opaque',
      'Une partie du SQL n’est connue qu’à l’exécution : passez-la par « -v nom="$VALEUR" » et écrivez :\'nom\' ou :"nom".',
    );
  }
  if (!spend(frame, 20 + text.length / 8, at.offset)) return;
  const variables = new Map(given);
  let sql = '';
  let branches = 0;
  for (const piece of splitPsql(text)) {
    switch (piece.kind) {
      case 'sql':
        sql += piece.text;
        break;
      case 'quoted-variable':
        sql += piece.quote === "'" ? "'x'" : '"x"';
        break;
      case 'variable': {
        const value = variables.get(piece.name);
        if (value === undefined || isDynamic(value.text) || value.split) {
          tell(
            'DB-PSQL',
            'opaque',
            `La variable « :${piece.name} » est collée dans le SQL sans guillemets : écrivez :'${piece.name}' ou :"${piece.name}".`,
          );
          return;
        }
        sql += value.text;
        break;
      }
      case 'meta': {
        // \g and its kin end the statement that stands before them.
        sql += piece.name.startsWith('g') || piece.name === 'watch' || piece.name === 'crosstabview' ? ';\n' : '\n';
        if (piece.argument.includes('`'))
          tell('DB-PSQL', 'opaque', `« \\${piece.name} » contient une commande entre accents graves.`);
        if (piece.name === 'if') branches++;
        if (piece.name === 'endif') branches--;
        // A branch may not run: what it sets is not known afterwards.
        if (piece.name === 'set')
          setVariable(branches > 0 ? `${piece.argument.trim().split(/\s/u)[0]} ${HOLE}` : piece.argument, variables);
        if (piece.name === 'getenv') setVariable(`${piece.argument.trim().split(/\s/u)[0]} ${HOLE}`, variables);
        if (piece.name === 'gset' || piece.name === 'prompt') variables.clear();
        const found = metaCommand(piece.name, piece.argument);
        if (found.risk !== 'safe') tell('DB-PSQL', found.risk, `« \\${piece.name} » ${found.text}.`);
        if (found.sql !== undefined) sql += `${found.sql};\n`;
        if (found.shell !== undefined) {
          judgeText(
            found.shell,
            { ...frame, depth: frame.depth + 1, scope: freshScope(frame.scope, [], 'perhaps') },
            { kind: 'unknown' },
            at,
          );
        }
        break;
      }
    }
  }
  if (/standard_conforming_strings/iu.test(text))
    tell(
      'DB-PSQL',
      'opaque',
      'Ce réglage change où finissent les textes entre apostrophes : la suite n’est pas jugée.',
    );
  if (sql.trim() !== '') frame.inquiry.sql.push({ text: sql, offset: frame.anchor ?? at.offset });
}

function setVariable(argument: string, variables: Map<string, Argument>): void {
  const [, name, value = ''] = /^\s*(\S+)\s*(.*?)\s*$/su.exec(argument) ?? [];
  if (name === undefined) return;
  const plain = /^[\w.-]*$/u.test(value) ? value : /^'[^'\\]*'$/u.test(value) ? value.slice(1, -1) : null;
  variables.set(name, literal(plain ?? HOLE));
}
