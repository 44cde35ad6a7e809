import { chmod, lstat, mkdir, readFile, rename, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace('targets: {}\n');
  await mkdir(join(place.folder, 'content/outils'), { recursive: true });
  await place.write('content/outils/somme.sh', 'somme() {\n  sha256sum\n}\n');
});
afterEach(() => place.remove());

const from = 'step="un" from="outils/somme.sh" idempotent="true"';
const write = (text: string, attributes = from) =>
  place.write('content/a.md', page('a', `${step(attributes, text)}\nAprès.\n\n${step('check="deux"', 'true')}`));
const read = () => readFile(join(place.folder, 'content/a.md'), 'utf8');
const check = (...words: readonly string[]) => place.runbook('check', 'content', ...words);

describe('a step that says which file its text comes from', () => {
  test('is that file, byte for byte', async () => {
    await write('somme() {\n  sha256sum\n}');
    expect(await check()).toMatchObject({ status: 0, stdout: '1 runbook, 0 page : aucun problème' });
  });

  test('is named when it differs, with the first line that does', async () => {
    await write('somme() {\n  sha1sum\n}');
    const { stdout, status } = await check();
    expect(stdout).toMatchInlineSnapshot(`
      "content/a.md:10:25 erreur [from-differs] Le texte de l’étape « un » n’est pas celui de « outils/somme.sh » : il en diffère dès la ligne 2 du bloc.
        10 | \`\`\`bash step="un" from="outils/somme.sh" idempotent="true"
                                     ^^^^^^^^^^^^^^^
        attendu : le texte du fichier, octet pour octet : il est écrit et éprouvé à un seul endroit.
        à faire : Lancez « runbook check --fix », qui recopie le fichier ; si c’est la page qui est juste, corrigez le fichier.

      1 erreur.
      1 runbook, 0 page : 1 erreur"
    `);
    expect(status).toBe(2);
  });

  test.each([
    ['cut short', 'somme() {'],
    ['with a line more', 'somme() {\n  sha256sum\n}\ntrue'],
    ['with a space at the end of a line', 'somme() { \n  sha256sum\n}'],
    ['without its indentation', 'somme() {\nsha256sum\n}'],
  ])('is named when it is %s', async (_, text) => {
    await write(text);
    expect((await check()).stdout).toContain('[from-differs]');
    expect((await check('--fix')).status).toBe(0);
  });

  test('is copied again by --fix, and nothing else of the page changes', async () => {
    await write('somme() {\n  sha256sum\n}');
    const whole = await read();
    await write('autre\nchose');
    await chmod(join(place.folder, 'content/a.md'), 0o640);
    expect(await check('--fix')).toMatchObject({
      status: 0,
      stdout: '1 runbook, 0 page : aucun problème',
      stderr: 'content/a.md : 1 texte recopié',
    });
    expect(await read()).toBe(whole);
    expect((await stat(join(place.folder, 'content/a.md'))).mode & 0o777).toBe(0o640);
    expect(await check('--fix')).toMatchObject({ status: 0, stderr: '' });
  });

  test('is copied into the page behind a link, whatever a killed --fix has left', async () => {
    await write('autre');
    await rename(join(place.folder, 'content/a.md'), join(place.folder, 'la-page.md'));
    await symlink('../la-page.md', join(place.folder, 'content/a.md'));
    await place.write('la-page.md.new', 'la moitié d’une page');
    expect((await check('--fix')).status).toBe(0);
    expect((await lstat(join(place.folder, 'content/a.md'))).isSymbolicLink()).toBe(true);
    expect(await readFile(join(place.folder, 'la-page.md'), 'utf8')).toContain('sha256sum');
  });

  test('in a page that cannot be written, is left as it was, and the reason told', async () => {
    await write('autre');
    const before = await read();
    await mkdir(join(place.folder, 'content/a.md.new/occupe'), { recursive: true });
    const { stderr, status } = await check('--fix');
    expect(stderr).toMatchInlineSnapshot(`
      "✗ cette page ne peut pas être réécrite (c’est un dossier, EISDIR)
        où        content/a.md
        attendu   une page et un dossier où ce compte peut écrire
        à faire   corrigez leurs droits, puis relancez la commande"
    `);
    expect(status).toBe(4);
    expect(await read()).toBe(before);
  });

  test('whose file is not there is named, and --fix leaves the page as it is', async () => {
    await write('somme() {\n  sha256sum\n}', 'step="un" from="outils/absent.sh"');
    const before = await read();
    const { stdout, status } = await check('--fix');
    expect(stdout).toMatchInlineSnapshot(`
      "content/a.md:10:25 erreur [from-unreadable] Le fichier « outils/absent.sh », d’où vient le texte de cette étape, ne peut pas être lu (le chemin n’existe pas, ENOENT).
        10 | \`\`\`bash step="un" from="outils/absent.sh"
                                     ^^^^^^^^^^^^^^^^
        attendu : un fichier du dossier de la page, en UTF-8.
        à faire : Corrigez le chemin, ou remettez le fichier.

      1 erreur.
      1 runbook, 0 page : 1 erreur"
    `);
    expect(status).toBe(2);
    expect(await read()).toBe(before);
  });

  test('whose file would close its block is not copied, and is told why', async () => {
    await place.write('content/outils/somme.sh', "cat <<'E'\n```\nE\n");
    await write('autre');
    const { stdout } = await check('--fix');
    expect(stdout).toContain('ouvrez et fermez le bloc par une clôture plus longue');
    expect(await read()).toContain('autre');
  });

  test.each(['/etc/passwd', '../a.sh', 'outils/../../a.sh', './a.sh', '', 'a b.sh'])(
    'does not come from %o',
    async (path) => {
      await write('true', `step="un" from="${path}"`);
      expect((await check()).stdout).toContain('attendu : le chemin d’un fichier, depuis le dossier de la page');
    },
  );

  test('says it on a check or an undo in vain', async () => {
    await write('true', 'check="un" from="outils/somme.sh"');
    expect((await check()).stdout).toContain('[attribute-misplaced]');
  });
});
