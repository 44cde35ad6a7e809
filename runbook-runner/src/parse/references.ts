import type { OutputKind } from './attributes.ts';
import { isOutput } from './attributes.ts';
import type { Block } from './block.ts';
import type { Collector } from './collector.ts';
import { isGap } from './gap.ts';
import type { Attribute } from './info-string.ts';
import { suggest } from './nearest.ts';
import type { Expectation, Step } from './runbook.ts';
import { checkTitles } from './same-title.ts';
import { titleFrom } from './step-title.ts';

/**
 * The steps, with their expectations and the steps they name. Ids are unique; `output`, `otherwise`, `undo` and `of` name
 * a step that exists. An undo is called `undo-` and the id of its step, so that everything that runs has a name.
 */
export function resolveReferences(blocks: readonly Block[], collector: Collector): readonly Step[] {
  const running = blocks.filter((block) => !isOutput(block.kind) && block.kind !== 'example');
  const byId = new Map<string, Block>();
  for (const block of running) {
    const first = byId.get(idOf(block));
    if (first) reportDuplicate(block, first, collector);
    else byId.set(idOf(block), block);
  }
  const actions = running.filter((block) => block.kind === 'step').map((block) => block.value);
  for (const block of running) {
    if (block.kind === 'undo') checkName(block, attribute(block, 'undo'), actions, collector);
    if (block.kind === 'check') checkName(block, attribute(block, 'of'), actions, collector);
  }
  const outputs = readExpectations('output', blocks, byId, collector);
  const otherwises = readExpectations('otherwise', blocks, byId, collector);
  const steps = running.map((block) =>
    toStep(block, outputs.get(idOf(block)) ?? null, otherwises.get(idOf(block)) ?? null),
  );
  checkTitles(steps, running, collector);
  return steps;
}

function idOf(block: Block): string {
  return block.kind === 'undo' ? `undo-${block.value}` : block.value;
}

function attribute(block: Block, name: string): Attribute | undefined {
  return block.attributes.find((candidate) => candidate.name === name);
}

function reportDuplicate(block: Block, first: Block, collector: Collector): void {
  const own = attribute(block, block.kind);
  collector.report(
    'id-duplicated',
    { line: block.fence.line, column: own?.valueColumn ?? 1, length: block.value.length },
    {
      message: `L’identifiant « ${idOf(block)} » est déjà celui du bloc de la ligne ${first.fence.line}.`,
      expected: 'un identifiant différent pour chaque étape, vérification et annulation du document.',
      action: 'Renommez l’un des deux, et ce qui le nomme (output, of, undo).',
    },
  );
}

function checkName(block: Block, naming: Attribute | undefined, known: readonly string[], collector: Collector): void {
  if (!naming || known.includes(naming.value)) return;
  collector.report(
    'name-unknown',
    { line: block.fence.line, column: naming.valueColumn, length: Math.max(1, naming.value.length) },
    {
      message: `« ${naming.name} » nomme « ${naming.value} », qui n’est aucune étape de ce document.`,
      expected: nameable[naming.name] ?? 'l’identifiant d’un bloc step.',
      action: suggest(naming.value, known),
    },
  );
}

const nameable: Readonly<Record<string, string>> = {
  output: 'l’identifiant d’un bloc step, check ou undo.',
  otherwise: 'l’identifiant d’un bloc check.',
};

function readExpectations(
  kind: OutputKind,
  blocks: readonly Block[],
  byId: ReadonlyMap<string, Block>,
  collector: Collector,
): Map<string, Expectation> {
  const known = [...byId].flatMap(([id, of]) => (kind === 'output' || of.kind === 'check' ? [id] : []));
  const answered = new Set(blocks.flatMap((block) => (block.kind === 'output' ? [block.value] : [])));
  const expectations = new Map<string, Expectation>();
  for (const block of blocks) {
    if (block.kind !== kind) continue;
    const { fence, value } = block;
    const of = byId.get(value);
    const naming = attribute(block, kind);
    const at = { line: fence.line, column: naming?.valueColumn ?? 1, length: value.length };
    checkName(block, naming, known, collector);
    const twice = expectations.get(value);
    if (twice) {
      collector.report('output-duplicated', at, {
        message: `La sortie de « ${value} » est déjà donnée ligne ${twice.line}.`,
        expected: `un seul bloc ${kind} par étape.`,
        action: 'Réunissez les deux, avec une ligne « … » entre les deux parties.',
      });
    }
    if (of && of.fence.line > fence.line) {
      collector.report('output-before-step', at, {
        message: `La sortie de « ${value} » est montrée avant l’étape (ligne ${of.fence.line}).`,
        expected: 'la sortie après la commande qui l’écrit, comme à l’écran.',
        action: 'Déplacez ce bloc après l’étape.',
      });
    }
    if (of?.options.interactive) {
      collector.report('output-interactive', at, {
        message: `L’étape « ${value} » est interactive : sa sortie va au terminal et ne peut être comparée.`,
        expected: 'pas de bloc output pour une étape interactive.',
        action: 'Retirez ce bloc et vérifiez le résultat par un check.',
      });
    }
    if (kind === 'otherwise' && known.includes(value) && !answered.has(value)) {
      collector.report('otherwise-alone', at, {
        message: `La page donne la réponse « non » de « ${value} », et pas sa réponse « oui ».`,
        expected: `un bloc \`\`\`text output="${value}" : sans lui, le statut attendu vaudrait « oui » quelle que soit la sortie.`,
        action: 'Ajoutez ce que la vérification écrit quand la réponse est oui.',
      });
    }
    checkAssertsSomething(block, collector);
    expectations.set(value, { text: fence.text, line: fence.line });
  }
  return expectations;
}

function checkAssertsSomething({ fence, value }: Block, collector: Collector): void {
  const lines = fence.text.split('\n').filter((line) => line.trim() !== '');
  if (!lines.every(isGap)) return;
  collector.report(
    'output-asserts-nothing',
    { line: fence.line, column: fence.column, length: fence.marks.length },
    {
      message:
        lines.length === 0
          ? `La sortie attendue de « ${value} » est vide.`
          : `La sortie attendue de « ${value} » n’est que « … » : elle ne vérifie rien.`,
      expected: 'au moins une ligne que la commande doit écrire.',
      action: 'Écrivez la ligne qui prouve le succès, ou retirez ce bloc.',
    },
  );
}

function toStep(block: Block, expectation: Expectation | null, otherwise: Expectation | null): Step {
  const { kind, value, language, options, fence } = block;
  const { of, title, from, ...rest } = options;
  const id = idOf(block);
  const base = {
    id,
    title: title ?? titleFrom(fence.lead) ?? id,
    language: language.text as Step['language'],
    text: fence.text,
    headings: fence.headings,
    prose: fence.prose,
    line: fence.line,
    textLine: fence.line + 1,
    ...rest,
    expectation,
  };
  if (kind === 'undo') return { kind: 'undo', of: value, ...base };
  if (kind === 'check') return { kind: 'check', of, otherwise, ...base };
  return { kind: 'action', ...base };
}
