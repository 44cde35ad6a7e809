import type { RuleId } from '../rules.ts';
import type { KindName, Options } from './attributes.ts';
import { attributesOf, kindNames, readOptions, reportValue } from './attributes.ts';
import type { Collector, Place, Says } from './collector.ts';
import type { Fence } from './fence.ts';
import { idExpected, idPattern } from './id.ts';
import type { Attribute, InfoString } from './info-string.ts';
import { parseInfoString } from './info-string.ts';
import { nearestName, suggest } from './nearest.ts';

/**
 * What a fence of a runbook is: a block with a kind, or null when it is neither a step, an output nor an example
 * (a configuration file that is shown, for instance). Whatever is wrong with it is reported.
 */
export function readBlock(fence: Fence, collector: Collector): Block | null {
  const info = parseInfoString(fence.info, fence.infoColumn);
  const named = info.attributes.filter((attribute) => isKind(attribute.name));
  const [own, second] = named;
  const report = reporter(fence, collector);

  if (!own && info.language && !isShell(info.language.text)) {
    reportMisspeltKind(info, report);
    return null;
  }
  for (const { rule, column, length, ...says } of info.faults) {
    collector.report(rule, { line: fence.line, column, length }, says);
  }
  if (!info.language) {
    report('language-missing', wholeLine(fence), {
      message: 'Ce bloc n’a pas de langage.',
      expected: 'un langage comme premier mot : ```bash, ```text, ```yaml…',
      action: 'Écrivez-le ; si cette ligne devait fermer un bloc, c’est qu’un bloc plus haut est mal fermé.',
    });
  } else if (isPrompted(info.language.text)) {
    report(
      'console-block',
      { column: info.language.column, length: info.language.text.length },
      {
        message: `Un bloc « ${info.language.text} » mêle des invites et des sorties à ses commandes : il ne peut être ni copié ni exécuté.`,
        expected: 'les commandes seules dans un bloc bash, leur sortie dans un bloc text output="…".',
        action: 'Séparez les commandes de leur sortie et retirez les invites « $ ».',
      },
    );
    return null;
  }
  if (!own) {
    if (info.language && info.faults.length === 0 && !reportMisspeltKind(info, report)) reportKindless(fence, report);
    return null;
  }
  if (second) {
    report(
      'kind-twice',
      { column: second.column, length: second.name.length },
      {
        message: `Ce bloc est à la fois « ${own.name} » et « ${second.name} ».`,
        expected: `un seul de : ${kindNames.join(', ')}.`,
        action: 'Gardez celui qui dit ce que fait le bloc.',
      },
    );
  }
  const kind = own.name as KindName;
  reportUnknown(info, kind, report);
  const value = readOwnValue(own, fence, collector);
  const options = readOptions(info.attributes, fence.line, collector);
  if (value === null) return null;
  // A faulty block is still named by others: without it each of them would be reported too.
  const language = info.language ?? { text: 'bash', column: fence.infoColumn };
  return { kind, value, attributes: info.attributes, language, options, fence };
}

/** Whether the fence has an attribute that only a runbook's blocks have: it would run, if it were in one. */
export function wouldRun(fence: Fence): boolean {
  return parseInfoString(fence.info, 1).attributes.some(({ name }) => ['step', 'check', 'undo'].includes(name));
}

export interface Block {
  readonly kind: KindName;
  /** An id; for an example, its reason. */
  readonly value: string;
  readonly attributes: readonly Attribute[];
  readonly language: { readonly text: string; readonly column: number };
  readonly options: Options;
  readonly fence: Fence;
}

type Report = (rule: RuleId, at: { column: number; length: number }, says: Says) => void;

function reporter(fence: Fence, collector: Collector): Report {
  return (rule, at, says) => collector.report(rule, { line: fence.line, ...at } satisfies Place, says);
}

function isKind(name: string): boolean {
  return (kindNames as readonly string[]).includes(name);
}

/** Also with something glued to it (`bash{1,3}`, `{.bash}`, `sh,no_run`): a reader sees a command, and copies it. */
function isShell(language: string): boolean {
  return language.split(/[^a-z0-9]+/i).some((word) => SHELLS.test(word)) || isPrompted(language);
}

const SHELLS =
  /^(bash|sh|shell|shellscript|zsh|fish|ksh|dash|csh|tcsh|powershell|pwsh|ps1|bat|batch|cmd|cmdline|cli|azurecli|scrut)$/i;

function isPrompted(language: string): boolean {
  return /^(console|shell-?session|sh-session|bash-session|terminal)$/i.test(language);
}

function wholeLine(fence: Fence): { column: number; length: number } {
  return { column: fence.column, length: fence.marks.length + fence.info.length };
}

// On a block of another language attributes belong to the site (title, marked lines): only near misses are ours.
function reportMisspeltKind(info: InfoString, report: Report): boolean {
  let found = false;
  for (const attribute of info.attributes) {
    const near = nearestName(attribute.name, kindNames);
    if (near === null) continue;
    found = true;
    report(
      'attribute-unknown',
      { column: attribute.column, length: attribute.name.length },
      {
        message: `L’attribut « ${attribute.name} » est inconnu.`,
        expected: `l’un de : ${kindNames.join(', ')}.`,
        action: `Écrivez « ${near} » si c’est ce que vous vouliez dire.`,
      },
    );
  }
  return found;
}

function reportKindless(fence: Fence, report: Report): void {
  report('kind-missing', wholeLine(fence), {
    message: 'Ce bloc de commandes ne dit pas s’il s’exécute.',
    expected:
      'step="…" (il agit), check="…" (il vérifie), undo="…" (il défait) ou example="raison" (il ne s’exécute jamais).',
    action: 'Ajoutez l’attribut qui convient.',
  });
}

function reportUnknown(info: InfoString, kind: KindName, report: Report): void {
  const allowed: readonly string[] = attributesOf[kind];
  for (const attribute of info.attributes) {
    if (isKind(attribute.name) || allowed.includes(attribute.name)) continue;
    const elsewhere = Object.values(attributesOf).some((names) =>
      (names as readonly string[]).includes(attribute.name),
    );
    report(
      elsewhere ? 'attribute-misplaced' : 'attribute-unknown',
      { column: attribute.column, length: attribute.name.length },
      {
        message: elsewhere
          ? `L’attribut « ${attribute.name} » n’a pas de sens sur un bloc « ${kind} ».`
          : `L’attribut « ${attribute.name} » est inconnu.`,
        expected:
          allowed.length > 0
            ? `sur un bloc « ${kind} » : ${allowed.join(', ')}.`
            : `aucun autre attribut sur un bloc « ${kind} ».`,
        action: elsewhere ? misplaced(attribute.name, kind) : suggest(attribute.name, [...allowed, kind]),
      },
    );
  }
}

function misplaced(name: string, kind: KindName): string {
  if (kind === 'check' && name === 'danger')
    return 'Une vérification ne détruit rien : retirez « danger », ou faites-en un « step ».';
  if (name === 'of') return 'Retirez-le : « of » relie une vérification à l’étape dont elle dit si elle a eu lieu.';
  return 'Retirez-le, ou changez la nature du bloc.';
}

function readOwnValue(own: Attribute, fence: Fence, collector: Collector): string | null {
  if (own.name === 'example') {
    if (own.value.trim() !== '') return own.value.trim();
    reportValue(own, 'la raison pour laquelle ce bloc ne s’exécute jamais, montrée au lecteur.', fence.line, collector);
    return null;
  }
  if (idPattern.test(own.value)) return own.value;
  reportValue(own, idExpected, fence.line, collector);
  return null;
}
