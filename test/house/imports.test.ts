import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const sources = new URL('../../runbook-runner/src/', import.meta.url);
/** It acts as soon as it is loaded. */
const PROGRAM = 'cli/bin.ts';

test('each file of the runner can be imported alone, whatever imports it in a circle', async () => {
  const files = globSync('**/*.ts', { cwd: sources }).filter((file) => file !== PROGRAM);
  expect(files.length).toBeGreaterThan(200);
  expect(await failures(files)).toEqual([]);
}, 120_000);

/** What the import of each file says when no other file of the runner has been loaded before it. */
async function failures(files: readonly string[]): Promise<readonly string[]> {
  // A query of its own gives each import fresh copies of all the files below it, in one process.
  const program = `
    import { readFileSync } from 'node:fs';
    import { registerHooks, stripTypeScriptTypes } from 'node:module';
    import { fileURLToPath } from 'node:url';
    const sources = ${JSON.stringify(sources.href)};
    const stripped = new Map();
    registerHooks({
      resolve(specifier, context, next) {
        const { url, ...rest } = next(specifier, context);
        const alone = new URL(context.parentURL).searchParams.get('alone');
        return { url: alone && url.startsWith(sources) ? url.split('?')[0] + '?alone=' + alone : url, ...rest };
      },
      load(url, context, next) {
        const [file] = url.split('?');
        if (!file.startsWith(sources) || !file.endsWith('.ts')) return next(url, context);
        if (!stripped.has(file)) stripped.set(file, stripTypeScriptTypes(readFileSync(fileURLToPath(file), 'utf8')));
        return { format: 'module', source: stripped.get(file), shortCircuit: true };
      },
    });
    const failures = [];
    for (const [index, file] of ${JSON.stringify(files)}.entries())
      await import(sources + file + '?alone=' + (index + 1)).catch((error) => failures.push(file + ': ' + error.message));
    console.log(JSON.stringify(failures));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', '--input-type=module', '--eval', program],
    { maxBuffer: 10_000_000 },
  );
  return JSON.parse(stdout) as string[];
}
