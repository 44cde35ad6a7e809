import type { ExpressiveCodePlugin } from 'astro-expressive-code';
import type { RunbookPage } from '../runbook/runbook-page.ts';
import { readRunbookPage } from '../runbook/runbook-page.ts';
import { commandBlock } from './command-block.ts';
import { exampleBlock } from './example-block.ts';
import { expectedBlock } from './expected-block.ts';
import { stepBlock } from './step-block.ts';
import { keepWordsWhole } from './whole-words.ts';

/**
 * Shows, around each fence of a runbook, what the runner knows of it. The text itself is never touched:
 * a block whose text differs from the one the runner would execute fails the build.
 */
export function stepPlugin(): ExpressiveCodePlugin {
  return {
    name: 'Runbook steps',
    hooks: {
      postprocessRenderedLine: ({ renderData }) => keepWordsWhole(renderData.lineAst),
      postprocessRenderedBlock: async ({ codeBlock, renderData }) => {
        const { metaOptions, parentDocument } = codeBlock;
        if (metaOptions.getBoolean('command')) renderData.blockAst = commandBlock(renderData.blockAst);
        const role = ROLES.find((name) => metaOptions.getString(name) !== undefined);
        const file = parentDocument?.sourceFilePath;
        if (!role || !file) return;
        const name = metaOptions.getString(role) ?? '';
        if (role === 'example') {
          renderData.blockAst = exampleBlock(name, renderData.blockAst);
          return;
        }
        const page = await readRunbookPage(file);
        if (!page) return;
        const found = stepOf(page, role === 'undo' ? `undo-${name}` : name, file);
        if (role === 'output') {
          renderData.blockAst = expectedBlock(page, found, renderData.blockAst);
          return;
        }
        if (found.step.text !== codeBlock.code) {
          throw new Error(`${file} : l'étape « ${name} » affichée n'est pas celle qui serait exécutée.`);
        }
        renderData.blockAst = stepBlock(page, found, renderData.blockAst);
      },
    },
  };
}

const ROLES = ['step', 'check', 'undo', 'output', 'example'] as const;

function stepOf(page: RunbookPage, id: string, file: string): RunbookPage['steps'][number] {
  const found = page.steps.find(({ step }) => step.id === id);
  if (!found) throw new Error(`${file} : aucune étape ne s'appelle « ${id} ».`);
  return found;
}
