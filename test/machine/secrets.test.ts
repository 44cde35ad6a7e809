import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withSecrets } from '../../runbook-runner/src/machine/local/service-secrets.ts';
import { newFolder, newSession, run, said } from './in-session.ts';

const SECRET = `p@ss "w'ord$\`\\é\nligne 2`;
const secrets = new Map([
  ['PASSWORD', SECRET],
  ['TOKEN', 'jeton-0123456789'],
  ['QUOTED', 'a "b$c`d'],
]);

test('a secret is a variable of every step, and no child inherits it', async () => {
  const { session } = await newSession({ secrets });
  for (const _ of [1, 2]) {
    const { stdout } = await run(session, 'printf "<%s>" "$PASSWORD"; bash -c \'printf "<%s>" "${PASSWORD-none}"\'');
    expect(stdout).toBe(`<${SECRET}><none>`);
  }
});

test('while a step runs its secrets are in no command line, no environment and no file of the session', async () => {
  const { session, options } = await newSession({ secrets });
  const { stdout } = await run(
    session,
    'cat /proc/[0-9]*/cmdline 2>/dev/null || :; cat /proc/$$/environ /proc/self/environ; grep -ra . "$OLDPWD" || :; find / -maxdepth 0',
    { onStarted: async () => expectNoSecretIn(options.dir) },
  );
  expect(stdout).toContain('etape.sh');
  for (const needle of needles) expect(stdout).not.toContain(needle);
});

test('a step does not begin when the secrets of its services cannot be written, as on a full disk', async () => {
  const file = join(newFolder(), 'secrets');
  symlinkSync('/dev/full', file);
  const execution = withSecrets(file, secrets, () => Promise.reject(new Error('it began')));
  expect(said(await execution)).toEqual([`${file} ne peut pas être écrit (plus de place sur le disque, ENOSPC)`]);
});

test('what holds a secret lasts one step, is said, and never reaches the disk, however it is quoted', async () => {
  const { session, options } = await newSession({ secrets });
  const { execution } = await run(
    session,
    `URL="postgres://u:$TOKEN@db/x"; COPY=$PASSWORD; LIST=(a "-$PASSWORD-"); declare -A MAP=(["k$TOKEN"]=v)
export DATABASE_URL="x$TOKEN"; eval "f() { echo '$TOKEN'; }"; eval "g() { echo \${PASSWORD@Q}; }"
h() { echo "a \\"b\\$c\\\`d"; }; trap "echo $TOKEN" USR1; KEPT=1`,
  );
  expectNoSecretIn(options.dir);
  expect(said(execution)).toEqual([
    'La variable « COPY » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La variable « DATABASE_URL » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La variable « LIST » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La variable « MAP » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La variable « URL » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La fonction « f » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La fonction « g » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'La fonction « h » contient la valeur d’un secret : elle ne dure qu’une étape.',
    'Un trap contient la valeur d’un secret : aucun trap n’est conservé.',
  ]);
  const next = await run(session, 'echo "$KEPT ${URL-} ${COPY-} ${LIST-} ${DATABASE_URL-}"; declare -f f || echo no f');
  expect(next.stdout).toBe('1    \nno f\n');
});

test.each(['"${PASSWORD@Q}"', '"\'${PASSWORD}\'"', '"$(printf %q "$QUOTED")"', '"$QUOTED"'])(
  'a trap that holds a secret written as %s does not last',
  async (text) => {
    const { session, options } = await newSession({ secrets });
    const { execution } = await run(session, `trap ${text} USR1`);
    expect(said(execution)).toEqual(['Un trap contient la valeur d’un secret : aucun trap n’est conservé.']);
    expectNoSecretIn(options.dir);
  },
);

test.each([
  ['base64', 'printf %s "$TOKEN" | base64'],
  ['base64 of what surrounds it', 'printf "user:%s" "$TOKEN" | base64'],
  ['hexadecimal', 'printf %s "$TOKEN" | od -An -tx1 | tr -d " \\n"'],
  ['an address', printed('encodeURIComponent(text)')],
  ['JSON', printed('JSON.stringify(text)')],
  ['one of its lines', 'head -n 1 <<< "$PASSWORD"'],
])('a variable that holds a secret as %s lasts one step', async (_form, command) => {
  const { session, options } = await newSession({ secrets });
  const { execution, stdout } = await run(session, `FORM=$(${command}); printf %s "$FORM"`);
  expect(said(execution)).toEqual(['La variable « FORM » contient la valeur d’un secret : elle ne dure qu’une étape.']);
  expect(stdout.length).toBeGreaterThan(8);
  expect(readFileSync(`${options.dir}/state.json`, 'utf8')).not.toContain(stdout);
});

test('a variable that begins like a secret, and is not one, lasts', async () => {
  const { session } = await newSession({ secrets });
  const { execution } = await run(session, 'NAME=jeton-0123; COUNT=0123456789');
  expect(said(execution)).toEqual([]);
  expect((await run(session, 'echo "$NAME $COUNT"')).stdout).toBe('jeton-0123 0123456789\n');
});

test('a step cannot stay in a folder whose name is a secret without its being said', async () => {
  const { session, options } = await newSession({ secrets });
  const { execution } = await run(session, 'mkdir "x$TOKEN"; cd "x$TOKEN"');
  expect(said(execution)).toEqual(['le chemin du dossier courant contient la valeur d’un secret']);
  expectNoSecretIn(options.dir);
});

test('a secret that a step changes, exports or unsets is given again, and this is said', async () => {
  const { session } = await newSession({ secrets });
  const { execution } = await run(session, 'PASSWORD=other; export TOKEN');
  expect(said(execution)).toEqual([
    'Le secret « PASSWORD » a été modifié : l’étape suivante reçoit de nouveau la valeur de la cible.',
    'Le secret « TOKEN » a été exporté : il ne l’est que pour cette étape.',
  ]);
  const { execution: second, stdout } = await run(session, 'printf %s "$PASSWORD"; unset -v TOKEN');
  expect(stdout).toBe(SECRET);
  expect(said(second)).toEqual(['Le secret « TOKEN » a été effacé : l’étape suivante le reçoit de nouveau.']);
});

test('a secret too short to be searched for does not cost every variable', async () => {
  const { session } = await newSession({ secrets: new Map([['PIN', 'a']]) });
  const { execution } = await run(session, 'SAME=$PIN; OTHER=banana');
  expect(said(execution)).toEqual(['La variable « SAME » contient la valeur d’un secret : elle ne dure qu’une étape.']);
  expect((await run(session, 'echo "$OTHER ${SAME-}"')).stdout).toBe('banana \n');
});

/** A command that prints what JavaScript makes of the password. */
function printed(expression: string): string {
  return `printf %s "$PASSWORD" | ${process.execPath} -p 'const text = fs.readFileSync(0, "utf8"); ${expression}'`;
}

/** Pieces that no quoting changes, and the whole. */
const needles = [SECRET, 'p@ss', 'ligne 2', 'jeton-0123456789'];

function expectNoSecretIn(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const bytes = readFileSync(join(file.parentPath, file.name));
    for (const needle of needles) expect(bytes.includes(needle), `${file.name} : ${needle}`).toBe(false);
  }
}
