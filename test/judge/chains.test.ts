import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHigher } from '../../runbook-runner/src/judge/risk.ts';
import { ALARMING, riskOf } from './context.ts';

const PAYLOADS = [
  'rm -rf /srv/media',
  'dropdb --if-exists korrigo',
  'docker volume rm korrigo_media',
  'docker compose down --volumes',
  'redis-cli flushall',
  'truncate -s 0 f',
  'systemctl stop postgresql',
  'psql -c "drop table t"',
];

const PREFIXES = [
  'sudo',
  'sudo -u postgres',
  'sudo -E A=1',
  'env A=1 B=2',
  'env -i',
  'timeout -k 5 60',
  'timeout --signal=KILL 60',
  'nice -n 5',
  'ionice -c3',
  'nohup',
  'setsid',
  'stdbuf -oL',
  'flock -w 3 /tmp/verrou',
  'xargs -r -n1',
  'find . -maxdepth 1 -exec',
  'docker exec -i web',
  'docker compose -f p.yml exec -T db',
  'kubectl -n prod exec deploy/db --',
  'runuser -u postgres --',
  'busybox',
  'command',
  'exec',
  '@db',
  '@backend:run',
  'time',
  '!',
  'A=1',
  '</dev/null',
  'systemd-run --wait --pipe',
  'nsenter -t 1 -m',
  'chroot /srv',
  'watch -x',
];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const TEXTS: readonly ((text: string) => string)[] = [
  (text) => `bash -c ${quoted(text)}`,
  (text) => `sh -euc ${quoted(text)}`,
  (text) => `ssh -T prod ${quoted(text)}`,
  (text) => `su - postgres -c ${quoted(text)}`,
  (text) => `eval ${quoted(text)}`,
  (text) => `trap ${quoted(text)} EXIT`,
  (text) => `echo ${quoted(text)} | bash`,
  (text) => `bash <<'FIN'\n${text}\nFIN`,
  (text) => `bash <<< ${quoted(text)}`,
  (text) => `x=$(${text}\n)`,
  (text) => `cat <(${text}\n)`,
  (text) => `f() {\n${text}\n}\nf`,
  (text) => `if true; then\n${text}\nfi`,
  (text) => `while read -r l; do\n${text}\ndone < f`,
  (text) => `for i in 1 2; do\n${text}\ndone`,
  (text) => `case a in a)\n${text}\n;; esac`,
  (text) => `(\n${text}\n)`,
  (text) => `true &&\n${text}`,
  (text) => `coproc {\n${text}\n}`,
  (text) => `find . -exec sh -c ${quoted(text)} \\;`,
  (text) => `x=${quoted(text)}; eval "$x"`,
];

// A heredoc's text must keep its own delimiter, so one is nested in another at most.
const withoutHeredoc = TEXTS.filter((wrap) => !wrap('').includes('<<'));

test('any chain of prefixes and shells keeps a destructive command destructive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PAYLOADS),
      fc.array(fc.constantFrom(...PREFIXES), { maxLength: 4 }),
      fc.array(fc.constantFrom(...withoutHeredoc), { maxLength: 3 }),
      fc.option(fc.constantFrom(...TEXTS)),
      async (payload, prefixes, shells, last) => {
        const prefixed = [...prefixes, payload].join(' ');
        const inner = shells.reduce((text, wrap) => wrap(text), prefixed);
        const text = last === null ? inner : last(inner);
        expect(ALARMING, text).toContain(await riskOf(text));
      },
    ),
    { numRuns: 500 },
  );
});

const SAFE_LINES = [
  "@db psql -c 'select 1'",
  'sha256sum --check f',
  'x=$(date -u +%F)',
  'for i in 1 2; do echo "$i"; done',
  '# rien',
  "cat <<'FIN'\nrm -rf /\nFIN",
  'f() { echo "$1"; }\nf a',
  'test -f "$BACKUP_DIR/a"',
  'set -- a b',
  "awk '{ print $1 }' f | sort -u",
  'cd "$BACKUP_DIR"',
  'if [[ -n "${x:-}" ]]; then echo oui; fi',
];

test('a destructive line raises any block, wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...SAFE_LINES), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...PAYLOADS),
      fc.nat(),
      async (lines, payload, place) => {
        const before = await riskOf(lines.join('\n'));
        const raised = lines.toSpliced(place % (lines.length + 1), 0, payload).join('\n');
        const after = await riskOf(raised);
        expect(before).toBe('safe');
        expect(isHigher(after, 'change'), raised).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('no text makes the judge throw', async () => {
  const fragments = [
    'rm',
    '-rf',
    '/x',
    '"',
    "'",
    '$(',
    ')',
    '`',
    '{',
    '}',
    '|',
    '&',
    ';',
    '\n',
    '<<E',
    'E',
    '<(',
    '${x',
    '[[',
    ']]',
    '((',
    '))',
    '\\',
    '*',
    '@db',
    'psql',
    '-c',
    'select',
    'eval',
    '$x',
    '>',
    'if',
    'fi',
    'a=(',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...fragments), { maxLength: 12 }),
      fc.constantFrom('', ' '),
      async (words, glue) => {
        expect(['safe', 'change', ...ALARMING]).toContain(await riskOf(words.join(glue)));
      },
    ),
    { numRuns: 1000 },
  );
});
