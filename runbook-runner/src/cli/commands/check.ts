import { readFileSync } from 'node:fs';
import { checkRunbook } from '../../check/check-runbook.ts';
import { checkCopies, fixCopies } from '../../check/copies.ts';
import { checkSameIds } from '../../check/same-id.ts';
import { checkTargetValues } from '../../check/target-values.ts';
import { plural } from '../../french/plural.ts';
import type { Problem } from '../../parse/problem.ts';
import { readRunbook } from '../../parse/read-runbook.ts';
import { jsonText } from '../../report/json.ts';
import { formatGitHub, formatProblems } from '../../report/problems.ts';
import { visible } from '../../report/visible.ts';
import type { CheckGiven } from '../catalogue.ts';
import { documentsBelow } from '../documents.ts';
import type { ExitStatus } from '../exit-status.ts';
import { exitStatus } from '../exit-status.ts';
import type { Io } from '../io.ts';
import { hasColor } from '../io.ts';
import { targetsBeside } from '../targets.ts';

/** Validates documents without executing anything. */
export async function check({ values, positionals }: CheckGiven, io: Io): Promise<ExitStatus> {
  const runbooks: { id: string; file: string }[] = [];
  const invalid: Problem[] = [];
  const found: Problem[] = [];
  let pages = 0;
  const targets = await targetsBeside(values.targets, io);
  for (const file of await documentsBelow(positionals, io)) {
    const { kind, runbook, problems } = await (values.fix ? readFixed(file, io) : readRunbook(file));
    invalid.push(...problems);
    if (kind === 'page') pages++;
    if (runbook === null) continue;
    runbooks.push({ id: runbook.id, file: runbook.file });
    found.push(...(await checkRunbook(runbook)), ...checkCopies(runbook), ...checkTargetValues(runbook, targets));
  }
  const all = [...invalid, ...found, ...checkSameIds(runbooks, ({ file }) => readFileSync(file, 'utf8'))];
  const errors = all.filter(({ severity }) => severity === 'error').length;
  if (values.format === 'json')
    io.stdout.write(`${jsonText({ runbooks: runbooks.length, pages, problems: all }, 2)}\n`);
  else if (values.format === 'github') io.stdout.write(formatGitHub(all));
  else {
    io.stdout.write(formatProblems(all, { color: hasColor(io, io.stdout) }));
    const warnings = all.length - errors;
    const counted = [plural(errors, 'erreur'), ...(warnings > 0 ? [plural(warnings, 'avertissement')] : [])].join(', ');
    io.stdout.write(
      `${plural(runbooks.length, 'runbook')}, ${plural(pages, 'page')} : ${errors + warnings === 0 ? 'aucun problème' : counted}\n`,
    );
  }
  if (errors > 0) return exitStatus.usage;
  // A check that looked at nothing must not look like a success.
  return runbooks.length + pages === 0 ? exitStatus.usage : exitStatus.success;
}

/** The document once the files that its steps come from are copied into it. */
async function readFixed(file: string, io: Io) {
  const parsed = await readRunbook(file);
  const fixed = parsed.runbook === null ? 0 : fixCopies(parsed.runbook);
  if (fixed === 0) return parsed;
  io.stderr.write(`${visible(file)} : ${plural(fixed, 'texte recopié', 'textes recopiés')}\n`);
  return readRunbook(file);
}
