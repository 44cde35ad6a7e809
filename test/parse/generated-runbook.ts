import fc from 'fast-check';

const header = `---
title: Page
description: Générée.
runbook: { id: generee, owner: essais, reviewed: 2026-11-21 }
---
`;

const word = fc.constantFrom(
  'ls',
  'café',
  '😀',
  '$X',
  '`a`',
  '&amp;',
  '\\*',
  '<b>',
  '"x"',
  '…',
  '# x',
  '  ',
  '| a |',
  '[a]: b',
  '- x',
  '1. x',
  '> x',
  '\t',
  '```',
  '~~~',
  '***',
  '---',
);
const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
const text = fc.array(line, { maxLength: 5 }).map((lines) => lines.join('\n'));

const marks = fc.constantFrom('```', '````', '~~~', '~~~~');
const margin = fc.constantFrom('', '', '', '', ' ', '   ', '    ', '- ', '> ', '1. ', '\t');
const info = fc.constantFrom(
  'bash check="a"',
  'bash step="b" idempotent="true"',
  'sh check="c" of="b"',
  'bash undo="b"',
  'text output="a"',
  'bash example="jamais"',
  'yaml title="x"',
  'bash step="d" danger="x & y"',
  'bash step="e" danger="&lt;"',
  'bash',
  '',
);

/** A block on its margin, closed or not, sometimes with another one in it. */
const fence = fc.tuple(marks, margin, info, text, fc.boolean()).map(([open, left, words, body, closed]) => {
  const lines = [`${open}${words}`, ...body.split('\n'), ...(closed ? [open] : [])];
  const rest = left.replace(/[-\d.]/g, ' ');
  return lines.map((content, index) => (index === 0 ? left : rest) + content).join('\n');
});

/** A block that is right by itself, so that most documents have steps that run. */
const goodFence = fc.nat(9999).map((id) => `\n\`\`\`bash check="v${id}"\nls "$HOME"  \n\n echo ${id}\n\`\`\`\n`);

const piece = fc.oneof(
  { weight: 6, arbitrary: goodFence },
  { weight: 3, arbitrary: fence },
  { weight: 2, arbitrary: text },
  fc.constantFrom(
    '## Titre',
    'Titre\n---',
    '# *a* `b`',
    '<div>',
    '</div>',
    '<!-- x',
    '-->',
    '<details>\n',
    ':::note',
    '[^1]: a',
    '| a | b |\n|---|---|\n| ``` | x |',
    '* * *',
    '',
  ),
);

/** Documents of every shape that Markdown can take around a block. */
export const runbookText = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant(header) }, fc.constantFrom('', '---\n', '---\ntitle: x\n--- \n')),
    fc.array(piece, { maxLength: 8 }),
    fc.constantFrom('\n', '\n\n', ''),
  )
  .map(([start, pieces, end]) => start + pieces.join('\n') + end);
