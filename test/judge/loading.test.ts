import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const judgeModule = new URL('../../runbook-runner/src/judge/judge.ts', import.meta.url).href;

/** The packages that a fresh Node has loaded once `script` has run, `judge` being there. */
async function packagesLoaded(script: string): Promise<readonly string[]> {
  const program = `
    import { registerHooks } from 'node:module';
    const seen = new Set();
    registerHooks({
      resolve(specifier, context, next) {
        if (/^[a-z]/u.test(specifier) && !/^(node|file|data):/u.test(specifier)) seen.add(specifier);
        return next(specifier, context);
      },
    });
    const { judge } = await import(${JSON.stringify(judgeModule)});
    const context = { services: 'any', constants: new Map() };
    ${script};
    console.log(JSON.stringify([...seen].sort()));`;
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program]);
  return JSON.parse(stdout) as string[];
}

test('importing judge loads no parser', async () => {
  expect(await packagesLoaded('')).toEqual([]);
});

test('a block without SQL loads the shell’s parser only', async () => {
  expect(await packagesLoaded("await judge('rm -rf /x', context)")).toEqual(['unbash']);
});

test('PostgreSQL’s parser is loaded when there is SQL', async () => {
  expect(await packagesLoaded('await judge("psql -c \'select 1\'", context)')).toEqual(
    expect.arrayContaining(['libpg-query', 'unbash']),
  );
});
