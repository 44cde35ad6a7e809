import { createHash, generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../support/account.ts';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, output, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace();
});
afterEach(() => place.remove());

const exists = (name: string): Promise<boolean> =>
  readFile(join(place.folder, name)).then(
    () => true,
    () => false,
  );

describe('a run without a terminal', () => {
  test('executes every step in order in one shell, and says so', async () => {
    const body = [
      step('step="poser"', 'cd /tmp\nNOM="été"\nsalut() { echo "bonjour $NOM"; }'),
      step('check="lire"', 'salut\npwd'),
      output('lire', 'bonjour été\n/tmp'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    const { status, stdout } = await place.runbook('run', 'a.md');
    expect(stdout).toContain('Étape 2 sur 2 · lire');
    expect(stdout).toMatch(/✓ Réussite en .* · 2 étapes réussies/);
    expect(status).toBe(0);
  });

  test('stops at the first step that fails, with its output, its place and how to go on', async () => {
    const body = [
      step('step="un"', 'mkdir un'),
      step('check="deux"', 'echo "la base ne répond pas" >&2\nfalse'),
      step('step="trois"', 'mkdir trois'),
    ].join('\n');
    await place.write('a.md', page('a', body));
    const { status, stdout } = await place.runbook('run', 'a.md');
    expect(status).toBe(1);
    expect(stdout).toContain('échouée en');
    expect(stdout).toContain('statut 1');
    expect(stdout).toContain('│ la base ne répond pas');
    expect(stdout).toMatch(/pour reprendre : runbook resume \d{8}T\d{6}Z-[a-z2-7]{6}/);
    expect(stdout).toContain('1 étape réussie, 1 échouée, 1 pas commencée');
  });

  test('fails when the output is not the one on the page, and names the line', async () => {
    const body = step('check="compter"', 'echo "2 copies"') + output('compter', '3 copies');
    await place.write('a.md', page('a', body));
    const { status, stdout } = await place.runbook('run', 'a.md');
    expect(status).toBe(1);
    expect(stdout).toContain('3 copies');
    expect(stdout).toContain('2 copies');
  });

  test('accepts the status that the page announces, and no other', async () => {
    await place.write('a.md', page('a', step('check="refus" status="3"', 'exit 3')));
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
    await place.write('b.md', page('b', step('check="refus" status="3"', 'exit 0')));
    const { status, stdout } = await place.runbook('run', 'b.md');
    expect(status).toBe(1);
    expect(stdout).toContain('statut 0 au lieu de 3');
  });

  test('tries a check again while its time has not passed', async () => {
    const body = step('check="arrive" retry="20s"', 'echo x >> essais\ntest "$(wc -l < essais)" -ge 3');
    await place.write('a.md', page('a', body));
    expect((await place.runbook('run', 'a.md')).status).toBe(0);
    expect(await readFile(join(place.folder, 'essais'), 'utf8')).toBe('x\nx\nx\n');
  });
});

describe('what may destroy', () => {
  const destructive = page('a', step('step="effacer" danger="Le fichier."', 'rm precieux'));

  test('is refused without a terminal and without the name of the target, before anything runs', async () => {
    await place.write('precieux', 'x');
    await place.write('a.md', destructive);
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toMatchInlineSnapshot(`
      "✗ ce runbook a des étapes destructives (effacer), et personne n’est au terminal pour les confirmer
        où        a.md
        attendu   --confirm ici
        à faire   lancez-le dans un terminal, ou confirmez la cible par son nom"
    `);
    expect(status).toBe(3);
    expect(await exists('precieux')).toBe(true);
  });

  test('is refused when another target is named', async () => {
    await place.write('precieux', 'x');
    await place.write('a.md', destructive);
    expect((await place.runbook('run', 'a.md', '--confirm', 'la-bas')).status).toBe(3);
    expect(await exists('precieux')).toBe(true);
  });

  test('runs once the target is named', async () => {
    await place.write('precieux', 'x');
    await place.write('a.md', destructive);
    expect((await place.runbook('run', 'a.md', '--confirm', 'ici')).status).toBe(0);
    expect(await exists('precieux')).toBe(false);
  });

  test.runIf(isRoot)('is refused on a protected target without a terminal, even when it is named', async () => {
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Prod, kind: local, protected: true, operators: root } }\n',
    );
    await place.write('precieux', 'x');
    await place.write('a.md', destructive);
    const { status, stderr } = await place.runbook('run', 'a.md', '--confirm', 'ici');
    expect(status).toBe(3);
    expect(stderr).toContain('protégée');
    expect(await exists('precieux')).toBe(true);
  });
});

test('a check that could destroy is refused before anything runs', async () => {
  await place.write('a.md', page('a', step('check="x"', 'rm precieux')));
  const { status, stderr } = await place.runbook('run', 'a.md', '--confirm', 'ici');
  expect(stderr).toContain('la vérification « x » peut détruire');
  expect(status).toBe(2);
});

describe('secrets', () => {
  test('reach the step, and neither the screen, nor a file of the run, nor the reports', async () => {
    const secret = 'Tr0ub4dor&3-école';
    await writeFile(join(place.folder, 'mdp'), `${secret}\n`, { mode: 0o600 });
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Essai, kind: local, secrets: { MDP: { file: mdp } } } }\n',
    );
    const body = step(
      'check="montrer"',
      'echo "longueur $' + '{#MDP}"\necho "le secret est $MDP"\nprintf %s "$MDP" | base64',
    );
    await place.write('a.md', page('a', body, '  variables:\n    MDP: { description: Mot de passe, secret: true }\n'));
    const { status, stdout } = await place.runbook('run', 'a.md', '--report', 'rapports');
    expect(status).toBe(0);
    expect(stdout).toContain(`longueur ${secret.length}`);
    expect(stdout).toContain('le secret est ***');
    const { execa } = await import('execa');
    for (const needle of [secret, Buffer.from(secret).toString('base64')]) {
      const found = await execa('grep', ['-rlF', needle, place.state, join(place.folder, 'rapports')], {
        reject: false,
      });
      expect(found.stdout).toBe('');
      expect(stdout).not.toContain(needle);
    }
  });

  test('of many lines, as keys are, reach the step and nothing else', async () => {
    const key = String(
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    await writeFile(join(place.folder, 'cle'), key, { mode: 0o600 });
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Essai, kind: local, secrets: { CLE: { file: cle } } } }\n',
    );
    const body = step(
      'check="montrer"',
      `printf '%s\\n' "$CLE" | sha256sum
echo "$CLE"
echo "$CLE" | grep -v -e ----- | tr -d '\\n' | fold --width=76
printf '%q\\n' "$CLE"
printf %s "$CLE" | base64
printf '%s\\n' "$CLE" | while read -r line; do echo "ligne : $line" >&2; done`,
    );
    await place.write('a.md', page('a', body, '  variables:\n    CLE: { description: Clé, secret: true }\n'));
    const { status, stdout } = await place.runbook('run', 'a.md', '--report', 'rapports');
    expect(status).toBe(0);
    const { execa } = await import('execa');
    const log = (await execa('sh', ['-c', 'cat .state/runbook/runs/*/logs/*'], { cwd: place.folder })).stdout;
    expect(log).toContain(createHash('sha256').update(key).digest('hex'));
    expect(log).toContain('ligne : ***');
    const lines = key.split('\n').filter((line) => /^[^-]/.test(line));
    const pieces = lines.flatMap((line) => [line.slice(3, 20), Buffer.from(line).toString('base64').slice(8, 24)]);
    const patterns = join(place.folder, 'morceaux');
    await writeFile(patterns, pieces.join('\n'));
    for (const piece of pieces) expect(stdout).not.toContain(piece);
    const found = await execa('grep', ['-rlFf', patterns, place.state, join(place.folder, 'rapports')], {
      reject: false,
    });
    expect(found.stdout).toBe('');
  });

  test('that cannot be what is declared are refused with where they come from', async () => {
    await writeFile(join(place.folder, 'port'), 'cinq mille\n', { mode: 0o600 });
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Essai, kind: local, secrets: { PORT: { file: port } } } }\n',
    );
    await place.write(
      'a.md',
      page(
        'a',
        step('check="x"', 'true "$PORT"'),
        '  variables:\n    PORT: { description: Port, type: integer, secret: true }\n',
      ),
    );
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr.replaceAll(place.folder, 'DOSSIER')).toMatchInlineSnapshot(`
      "✗ PORT : la valeur secrète n’est pas un nombre entier
        où        DOSSIER/targets.yaml, « secrets » de la cible « ici »
        attendu   Port (integer), comme le déclare a.md
        à faire   corrigez ce que rend cette source (un fichier, une variable d’environnement ou une commande)"
    `);
    expect(status).toBe(2);
  });

  test('are refused on the command line and in a file that others can read', async () => {
    await writeFile(join(place.folder, 'mdp'), 'Tr0ub4dor&3\n', { mode: 0o644 });
    await place.write(
      'targets.yaml',
      'targets: { ici: { description: Essai, kind: local, secrets: { MDP: { file: mdp } } } }\n',
    );
    await place.write(
      'a.md',
      page(
        'a',
        step('check="x"', 'true "$MDP"'),
        '  variables:\n    MDP: { description: Mot de passe, secret: true }\n',
      ),
    );
    const readable = await place.runbook('run', 'a.md');
    expect(readable.status).toBe(3);
    expect(readable.stderr).toContain('lisible par d');
    const given = await place.runbook('run', 'a.md', '--var', 'MDP=abcdefgh');
    expect(given.status).toBe(2);
    expect(given.stderr).toContain('MDP est un secret');
  });
});

test('a failure whose text is in the troubleshooting of the page shows what to do', async () => {
  const body = [
    step('check="disque"', 'echo "No space left on device" >&2\nfalse'),
    '## Si ça échoue\n\n**« No space left on device »** : le disque est plein.\nFaites de la place.\n\nAutre chose.',
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { stdout } = await place.runbook('run', 'a.md');
  expect(stdout).toContain('la page : a.md:10');
  expect(stdout).toContain('→ « No space left on device » : le disque est plein. Faites de la place.');
  expect(stdout).not.toContain('Autre chose');
});

test('a check whose command is not there is not tried again until its time has passed', async () => {
  await place.write('a.md', page('a', step('check="attendre" retry="30s"', 'echo essai >> essais\n(exit 127)')));
  const { status } = await place.runbook('run', 'a.md');
  expect(status).toBe(1);
  expect(await readFile(join(place.folder, 'essais'), 'utf8')).toBe('essai\n');
});

test('a check that expects 127 is tried again until its output is there', async () => {
  const text = 'echo essai >> essais\nif test "$(wc -l < essais)" -ge 2; then echo absente; fi\nexit 127';
  const body = [step('check="attendre" status="127" retry="30s"', text), output('attendre', 'absente')].join('\n');
  await place.write('a.md', page('a', body));
  expect((await place.runbook('run', 'a.md')).status).toBe(0);
});

test('before each destructive step the target is asked again who it is', async () => {
  await writeFile(join(place.folder, 'qui'), 'lycee-a');
  await place.write(
    'targets.yaml',
    'targets: { ici: { description: Essai, kind: local, identity: { command: [cat, qui] } } }\n',
  );
  const body = [
    step('step="preparer"', 'touch donnees\nprintf lycee-b >| qui').replace(
      'step="preparer"',
      'step="preparer" danger="rien"',
    ),
    step('step="vider" danger="tout"', 'rm -f donnees'),
  ].join('\n');
  await place.write('a.md', page('a', body));
  const { status, stdout } = await place.runbook('run', 'a.md', '--confirm', 'ici');
  expect(stdout).toContain('La cible n’est plus celle du plan (« lycee-b » au lieu de « lycee-a »)');
  expect(status).toBe(3);
  expect(await exists('donnees')).toBe(true);
});

test('an output that differs is told in JUnit and in the report, not as a status of 0', async () => {
  await place.write('a.md', page('a', [step('check="etat"', 'echo KO'), output('etat', 'OK')].join('\n')));
  expect((await place.runbook('run', 'a.md', '--report', 'rapports')).status).toBe(1);
  const read = (name: string) => readFile(join(place.folder, 'rapports', name), 'utf8');
  const why = 'La ligne attendue « OK » n’a pas été trouvée : ligne 1 de la sortie, on lit « KO ».';
  expect(await read('a.junit.xml')).toContain(`<failure message="${why}"/>`);
  expect(await read('a.md')).toContain(why);
});
