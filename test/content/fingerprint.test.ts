import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readTool } from './runbooks.ts';

const tools = `${await readTool('empreinte')}${await readTool('medias')}`;

describe('the fingerprint of a database', () => {
  test('has a line for the schema, for each table and for each sequence', async () => {
    expect((await fingerprint(dump())).map((line) => line.slice(0, line.lastIndexOf('\t')))).toEqual([
      'schéma\t12 lignes',
      'séquence copie_id_seq\t3, true',
      'table "Lot vide"\t0 ligne',
      'table copie\t3 lignes',
    ]);
  });

  test('does not depend on the order of the rows', async () => {
    expect(await fingerprint(dump({ rows: ['3\tÉva', '1\tNoé', '2\tZoé'] }))).toEqual(await fingerprint(dump()));
  });

  test('does not depend on the random key that pg_dump writes at both ends', async () => {
    expect(await fingerprint(dump({ key: 'autre' }))).toEqual(await fingerprint(dump()));
  });

  test('is refused when the text stops before its end', async () => {
    const { exitCode, stderr } = await bash('empreinte', dump().slice(0, -80));
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('empreinte : le texte de la base s’arrête avant la fin.');
  });

  test('is refused when there is nothing to read', async () => {
    expect((await bash('empreinte', '')).exitCode).not.toBe(0);
  });
});

describe('the comparison of two fingerprints', () => {
  test('names each table, each sequence and the schema, and ends with « identique »', async () => {
    expect(await compare(dump(), dump())).toMatchObject({
      exitCode: 0,
      stdout: [
        'schéma : identique (12 lignes)',
        'séquence copie_id_seq : identique (3, true)',
        'table "Lot vide" : identique (0 ligne)',
        'table copie : identique (3 lignes)',
        '=> identique',
      ].join('\n'),
    });
  });

  test.each([
    [
      'one letter of one row',
      { rows: ['1\tNoe', '2\tZoé', '3\tÉva'] },
      'table copie : DIFFÉRENT (attendu : 3 lignes, trouvé : 3 lignes)',
    ],
    ['a row less', { rows: ['1\tNoé', '2\tZoé'] }, 'table copie : DIFFÉRENT (attendu : 3 lignes, trouvé : 2 lignes)'],
    [
      'a row twice',
      { rows: ['1\tNoé', '2\tZoé', '3\tÉva', '3\tÉva'] },
      'table copie : DIFFÉRENT (attendu : 3 lignes, trouvé : 4 lignes)',
    ],
    [
      'a sequence left at its start',
      { sequence: '1, false' },
      'séquence copie_id_seq : DIFFÉRENT (attendu : 3, true, trouvé : 1, false)',
    ],
    ['a lost index', { index: '' }, 'schéma : DIFFÉRENT (attendu : 12 lignes, trouvé : 10 lignes)'],
  ] as const)('fails and names what changed: %s', async (_, change, line) => {
    const { exitCode, stdout } = await compare(dump(), dump(change));
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toContain(line);
    expect(stdout).toMatch(/=> DIFFÉRENT, écarts : 1$/);
  });

  test('names a lost table and one too many', async () => {
    const { exitCode, stdout } = await compare(dump(), dump().replaceAll('copie (', 'note ('));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('table copie : ABSENT (attendu : 3 lignes)');
    expect(stdout).toContain('table note : EN TROP (3 lignes)');
  });

  test.each([
    ['nothing was expected', '', dump()],
    ['nothing was found', dump(), ''],
    ['both are empty', '', ''],
  ])('never says « identique » when %s', async (_, expected, found) => {
    const lines = async (text: string) => (text ? `${(await fingerprint(text)).join('\n')}\n` : '');
    const { exitCode, stdout } = await bash(
      'comparer <(printf %s "$1") <(printf %s "$2")',
      '',
      await lines(expected),
      await lines(found),
    );
    expect(exitCode).toBe(1);
    expect(stdout).toContain('=> DIFFÉRENT');
  });
});

describe('the comparison of two manifests', () => {
  const sum = (letter: string) => letter.repeat(64);
  const expected = `${sum('a')}  ./copies/é à.pdf\n${sum('b')}  ./copies/b.pdf\n`;

  test('says how many files are identical', async () => {
    expect(await compareMedia(expected, expected)).toMatchObject({
      exitCode: 0,
      stdout: 'fichiers : 2 identiques sur 2\n=> identique',
    });
  });

  test.each([
    ['changed', expected.replace('bbb', 'abb'), 'fichier copies/b.pdf : DIFFÉRENT'],
    ['lost', expected.replace(/.*b\.pdf\n/, ''), 'fichier copies/b.pdf : ABSENT'],
    ['too many', `${expected}${sum('c')}  ./c.pdf\n`, 'fichier c.pdf : EN TROP'],
    ['under another name', expected.replace('é à', 'e a'), 'fichier copies/é à.pdf : ABSENT'],
  ])('fails and names a file that is %s', async (_, found, line) => {
    const { exitCode, stdout } = await compareMedia(expected, found);
    expect(exitCode).toBe(1);
    expect(stdout.split('\n')).toContain(line);
  });

  test('never says « identique » of nothing', async () => {
    expect((await compareMedia('', '')).exitCode).toBe(1);
    expect((await compareMedia(expected, '')).exitCode).toBe(1);
    expect((await compareMedia('', expected)).exitCode).toBe(1);
  });
});

async function fingerprint(text: string): Promise<readonly string[]> {
  const { exitCode, stdout, stderr } = await bash('empreinte', text);
  expect(stderr).toBe('');
  expect(exitCode).toBe(0);
  return stdout.split('\n');
}

async function compare(expected: string, found: string) {
  return bash(`comparer <(empreinte <<< "$1") <(empreinte <<< "$2")`, '', expected, found);
}

async function compareMedia(expected: string, found: string) {
  return bash(`comparer_medias <(printf %s "$1") <(printf %s "$2")`, '', expected, found);
}

async function bash(command: string, input: string, ...args: readonly string[]) {
  return execa('bash', ['--noprofile', '--norc', '-c', `set -Eeuo pipefail\n${tools}\n${command}`, 'bash', ...args], {
    input,
    reject: false,
  });
}

/** What pg_dump writes for a table, an empty table, a sequence and an index. */
function dump({
  rows = ['1\tNoé', '2\tZoé', '3\tÉva'] as readonly string[],
  sequence = '3, true',
  key = 'clef',
  index = '-- Name: copie_nom; Type: INDEX; Schema: public; Owner: korrigo\n\nCREATE INDEX copie_nom ON public.copie USING btree (nom);\n',
} = {}): string {
  return `--
-- PostgreSQL database dump
--

\\restrict ${key}

SET client_encoding = 'UTF8';

-- Name: copie; Type: TABLE; Schema: public; Owner: korrigo

CREATE TABLE public.copie (
    id integer NOT NULL, nom text);

-- Data for Name: copie; Type: TABLE DATA; Schema: public; Owner: korrigo

COPY public.copie (id, nom) FROM stdin;
${rows.join('\n')}
\\.

COPY public."Lot vide" (id) FROM stdin;
\\.

-- Name: copie_id_seq; Type: SEQUENCE SET; Schema: public; Owner: korrigo

SELECT pg_catalog.setval('public.copie_id_seq', ${sequence});

${index}
--
-- PostgreSQL database dump complete
--

\\unrestrict ${key}
`;
}
