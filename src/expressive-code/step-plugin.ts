import type { ExpressiveCodeBlock, ExpressiveCodePlugin } from 'astro-expressive-code';
import type { RunbookPage } from '../runbook/runbook-page.ts';
import { readRunbookPage } from '../runbook/runbook-page.ts';
import { commandBlock } from './command-block.ts';
import { restoreText, trimmed } from './exact-text.ts';
import { exampleBlock } from './example-block.ts';
import { expectedBlock } from './expected-block.ts';
import { stepBlock } from './step-block.ts';
import { undoBlock } from './undo-block.ts';
import { keepWordsWhole } from './whole-words.ts';

/** Shows, around each fence of a runbook, what the runner knows of it, and the text exactly as the runner has it. */
export function stepPlugin(): ExpressiveCodePlugin {
  return {
    name: 'Runbook steps',
    hooks: {
      preprocessCode: async ({ codeBlock }) => {
        const found = await identify(codeBlock);
        if (found && found.text !== null) restoreText(codeBlock, found.text, found.what);
      },
      postprocessRenderedLine: ({ renderData }) => keepWordsWhole(renderData.lineAst),
      postprocessRenderedBlock: async ({ codeBlock, renderData }) => {
        const copyName = codeBlock.metaOptions.getString('command');
        if (copyName !== undefined) renderData.blockAst = commandBlock(renderData.blockAst, copyName);
        const found = await identify(codeBlock);
        if (found) renderData.blockAst = found.frame(renderData.blockAst);
      },
    },
  };
}

/** What the runner makes of a block; null for one that it does not know, such as a configuration file that is shown. */
async function identify(block: ExpressiveCodeBlock): Promise<Found | null> {
  const { metaOptions, parentDocument } = block;
  const role = ROLES.find((name) => metaOptions.getString(name) !== undefined);
  const file = parentDocument?.sourceFilePath;
  if (!role || !file) return null;
  const name = metaOptions.getString(role) ?? '';
  const page = await readRunbookPage(file);
  if (role === 'example') return { ...exampleOf(page, block), what: file, frame: (code) => exampleBlock(name, code) };
  if (!page) return null;
  const what = `${file}, « ${name} »`;
  const step = page.steps.find((other) => other.step.id === (role === 'undo' ? `undo-${name}` : name));
  if (!step) throw new Error(`${what} : aucune étape ne porte ce nom.`);
  if (role === 'output') {
    const text = step.step.expectation?.text ?? null;
    return { text, what, frame: (code) => expectedBlock(page, step, code, 'Sortie attendue') };
  }
  if (role === 'otherwise') {
    const text = step.step.kind === 'check' ? (step.step.otherwise?.text ?? null) : null;
    return { text, what, frame: (code) => expectedBlock(page, step, code, 'Sortie quand la réponse est non') };
  }
  const frame = role === 'undo' ? undoBlock : stepBlock;
  return { text: step.step.text, what, frame: (code) => frame(page, step, code) };
}

const ROLES = ['step', 'check', 'undo', 'output', 'otherwise', 'example'] as const;

/** Examples have no name: the one with this text. */
function exampleOf(page: RunbookPage | null, { code }: ExpressiveCodeBlock): Pick<Found, 'text'> {
  const same = page?.runbook.examples.find(({ text }) => text === code || trimmed(text) === code);
  return { text: same?.text ?? null };
}

type Frame = (code: Parameters<typeof stepBlock>[2]) => ReturnType<typeof stepBlock>;

interface Found {
  /** As the runner has it; null when it has none. */
  readonly text: string | null;
  readonly what: string;
  readonly frame: Frame;
}
