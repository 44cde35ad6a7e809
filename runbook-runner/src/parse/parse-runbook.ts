import type { Root } from 'mdast';
import type { Block } from './block.ts';
import { readBlock, wouldRun } from './block.ts';
import { checkCharacters, withUnixLines } from './characters.ts';
import type { Collector } from './collector.ts';
import { collectProblems } from './collector.ts';
import { checkCutShort } from './cut-short.ts';
import type { Fence } from './fence.ts';
import { findFences } from './fence.ts';
import { checkFence } from './fence-form.ts';
import type { FrontMatter, Header } from './front-matter.ts';
import { readFrontMatter } from './front-matter.ts';
import { checkIgnoredFences } from './ignored-fences.ts';
import type { Engine } from './markdown.ts';
import { parseMarkdown } from './markdown.ts';
import { checkNesting } from './nesting.ts';
import type { Problem } from './problem.ts';
import { resolveReferences } from './references.ts';
import type { Copy, Example, Runbook, Step } from './runbook.ts';
import { findAdvice } from './troubleshooting.ts';

/**
 * Reads a document. Every problem is collected, in the order of the file; the runbook is null when one is an error.
 * A document without a `runbook:` key is a page: nothing in it runs, and nothing in it may look as if it did.
 * `file` is only shown. `engine` forces a Markdown parser, for tests.
 */
export async function parseRunbook(source: string, file: string, engine?: Engine): Promise<Parsed> {
  const collector = collectProblems(file, withUnixLines(source));
  const text = checkCharacters(source, collector);
  const root = await parseMarkdown(text, engine);
  const front = readFrontMatter(root, collector);
  if (checkNesting(root, collector)) return { kind: front.kind, runbook: null, problems: collector.sorted() };
  if (front.kind === 'page') {
    checkPage(root, front, collector);
    return { kind: 'page', runbook: null, problems: collector.sorted() };
  }
  checkName(file, collector);
  const { steps, examples, copies } = await readBlocks(root, collector);
  const runbook =
    front.header && !collector.hasErrors()
      ? { file, source, ...fromHeader(front.header), steps, examples, copies, advice: findAdvice(root) }
      : null;
  return { kind: 'runbook', runbook, problems: collector.sorted() };
}

export type Parsed =
  | { readonly kind: 'page'; readonly runbook: null; readonly problems: readonly Problem[] }
  | { readonly kind: 'runbook'; readonly runbook: Runbook | null; readonly problems: readonly Problem[] };

async function readBlocks(root: Root, collector: Collector): Promise<Blocks> {
  const { fences, indented } = findFences(root, collector.lines);
  for (const code of indented) {
    const { line = 1, column = 1 } = code.position?.start ?? {};
    collector.report(
      'indented-code',
      { line, column },
      {
        message: 'Ces lignes forment un bloc de code par leur seule indentation.',
        expected: 'un bloc délimité par ``` qui dit son langage et s’il s’exécute.',
        action: 'Entourez-les de ```text … ```, ou retirez l’indentation.',
      },
    );
  }
  const inOther = [...root.children.filter(({ type }) => type === 'yaml'), ...indented].map(({ position }) => ({
    line: position?.start.line ?? 1,
    endLine: position?.end.line ?? 0,
  }));
  checkIgnoredFences(root, [...fences, ...inOther], collector);
  const byFence = new Map<Fence, Block>();
  for (const fence of fences) {
    const block = readBlock(fence, collector);
    checkFence(fence, block, collector);
    if (block) byFence.set(fence, block);
  }
  await checkCutShort(fences, byFence, collector);
  const blocks = [...byFence.values()];
  const steps = resolveReferences(blocks, collector);
  const examples = blocks.filter((block) => block.kind === 'example').map(toExample);
  if (steps.length === 0 && !collector.hasErrors()) reportNothingRuns(collector);
  return { steps, examples, copies: blocks.flatMap(toCopy) };
}

interface Blocks {
  readonly steps: readonly Step[];
  readonly examples: readonly Example[];
  readonly copies: readonly Copy[];
}

function toCopy({ value, options, fence }: Block): readonly Copy[] {
  const { text, line, marks } = fence;
  return options.from === null ? [] : [{ step: value, from: options.from, text, line, marks }];
}

function toExample({ value, language, fence }: Block): Example {
  return { reason: value, language: language.text, text: fence.text, line: fence.line };
}

function fromHeader({
  title,
  description,
  runbook,
}: Header): Omit<Runbook, 'file' | 'source' | 'steps' | 'examples' | 'copies' | 'advice'> {
  const variables = Object.entries(runbook.variables).map(([name, variable]) => ({ name, ...variable }));
  return { title, description, ...runbook, variables };
}

function checkName(file: string, collector: Collector): void {
  if (!/\.mdx$/i.test(file)) return;
  collector.report(
    'mdx',
    { line: 1, column: 1 },
    {
      message: 'Un runbook ne peut pas être un fichier .mdx.',
      expected: 'du Markdown simple (.md) : dans du MDX, ce qui est lu dépend d’un programme.',
      action: 'Renommez le fichier en .md et remplacez ses composants par du Markdown.',
    },
  );
}

function reportNothingRuns(collector: Collector): void {
  collector.report(
    'no-step',
    { line: 1, column: 1, length: 3 },
    {
      message: 'Ce runbook n’a aucune étape.',
      expected: 'au moins un bloc step="…" ou check="…".',
      action: 'Ajoutez une étape, ou retirez la clé « runbook » de l’en-tête si c’est une simple page.',
    },
  );
}

function checkPage(root: Root, front: FrontMatter & { kind: 'page' }, collector: Collector): void {
  const running = findFences(root, collector.lines).fences.find(wouldRun);
  // A front matter that is not closed makes a page of a runbook: that is the problem to solve.
  if (!running || collector.hasErrors()) return;
  const {
    line,
    column,
    length = 1,
  } = front.misspelt ?? { line: running.line, column: running.infoColumn, length: running.info.length };
  collector.report(
    'runbook-key-missing',
    { line, column, length },
    {
      message: front.misspelt
        ? `La clé « ${front.misspelt.key} » est inconnue, et la page a des étapes (ligne ${running.line}).`
        : 'Ce bloc est une étape, mais la page n’est pas un runbook : il ne s’exécuterait jamais.',
      expected: 'une clé « runbook » dans l’en-tête, avec id, owner et reviewed.',
      action: front.misspelt ? 'Écrivez « runbook ».' : 'Ajoutez-la, ou retirez l’attribut du bloc.',
    },
  );
}
