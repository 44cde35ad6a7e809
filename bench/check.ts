import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtCli } from './built-cli.ts';
import { inTurns, ratios, timeProcess } from './campaign.ts';
import type { Measured } from './promise.ts';
import { report, takenByTheHost } from './promise.ts';

const PAGES = 1000;

/** What `runbook check` takes on a thousand runbooks: the real pages of the site, each many times under its own id. */
export function checkThousand(): Measured {
  const cli = builtCli();
  const folder = mkdtempSync(join(tmpdir(), 'runbook-bench-'));
  try {
    const size = writePages(folder);
    const { check, bare, stolen } = inTurns(5, {
      check: () => timeProcess(process.execPath, [...cli, 'check', folder], { says: `${PAGES} runbooks` }),
      bare: () => timeProcess(process.execPath, ['-e', '0']),
    });
    return {
      promise: `runbook check, ${PAGES} runbooks of ${(size / PAGES / 1000).toFixed(1)} kB`,
      values: check.map((time) => time / 1000),
      limit: 6,
      unit: 's',
      beside: [
        { name: '  the same over node -e 0', values: ratios(check, bare), unit: '×' },
        { name: '  a page', values: check.map((time) => time / PAGES), unit: 'ms' },
        { name: '  node -e 0', values: bare, unit: 'ms' },
        takenByTheHost(stolen),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** No step of two pages is the same text: what is known of one must not help with another. @returns bytes written. */
function writePages(folder: string): number {
  const content = fileURLToPath(new URL('../content/runbooks/', import.meta.url));
  const names = readdirSync(content).filter((name) => name.endsWith('.md'));
  const pages = names.map((name) => readFileSync(join(content, name), 'utf8'));
  let size = 0;
  for (let n = 0; n < PAGES; n += 1) {
    const page = (pages[n % pages.length] as string)
      .replace(/^( +id: )(.+)$/m, `$1$2-${n}`)
      .replace(/^(```bash .*)$/gm, `$1\n# ${n}`)
      .replace(/^(\w+\(\) \{)$/gm, `$1 # ${n}`);
    writeFileSync(join(folder, `page-${n}.md`), page);
    size += Buffer.byteLength(page);
  }
  return size;
}

if (import.meta.main) report(checkThousand());
