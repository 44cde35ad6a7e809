import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { BuiltSite } from './site.ts';
import { buildSite } from './site.ts';

const cleanup: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0)) await clean();
});

describe('the site is not built', () => {
  test('when a link leads to a page or an anchor that is not there, and the author is told where', async () => {
    const site = await build({
      'index.md': page(
        'Accueil',
        'Voir [la suite](./suite.md), [rien](./absente.md) et [nulle part](./suite.md#ailleurs).',
      ),
      'suite.md': page('Suite', 'Un texte et [le retour](/#_top).'),
    });
    expect(site.exitCode).toBe(1);
    expect(errorsOf(site)).toEqual([
      'content/index.md:6:30 lien brisé « /absente/ » (rien) : la page « /absente/ » n’existe pas.',
      'content/index.md:6:54 lien brisé « /suite/#ailleurs » (nulle part) : la page « /suite/ » n’a pas d’ancre « #ailleurs ».',
    ]);
  }, 120_000);

  test('when a runbook is invalid: every problem is given with its place', async () => {
    const site = await build({
      'index.md': page('Accueil', 'Rien.'),
      'runbooks/essai.md': runbookPage('```bash stp="a"\ntrue\n```\n\n```bash check="b" of="absente"\ntrue\n```'),
    });
    expect(site.exitCode).toBe(1);
    expect(errorsOf(site).map((line) => line.replace(/ .*/, ''))).toEqual([
      'content/runbooks/essai.md:11:9',
      'content/runbooks/essai.md:15:23',
    ]);
    expect(site.log).toContain('L’attribut « stp » est inconnu.');
    expect(site.log).toContain('2 erreurs dans les pages : le site n’est pas construit.');
  }, 120_000);

  test('when a page that has a text could not be rendered, instead of being published empty', async () => {
    // Expressive Code throws on this frame; Astro alone logs it and publishes a blank page with a green build.
    const site = await build({
      'index.md': page('Accueil', '```text frame="inconnu"\nUn texte que personne ne verrait.\n```'),
    });
    expect(site.exitCode).toBe(1);
    expect(site.log).toContain('index.md a un texte mais n’a pas été rendue : elle serait publiée vide.');
  }, 120_000);

  test('otherwise it is: the same pages without their faults', async () => {
    const site = await build({
      'index.md': page('Accueil', 'Voir [la suite](./runbooks/essai.md#etape-a).'),
      'runbooks/essai.md': runbookPage('```bash check="a"\ntrue\n```'),
    });
    expect(errorsOf(site)).toEqual([]);
    expect(site.exitCode).toBe(0);
  }, 120_000);
});

async function build(documents: Readonly<Record<string, string>>): Promise<BuiltSite> {
  const content = await mkdtemp(join(tmpdir(), 'runbook-content-'));
  const missing = { 'reference/cli.md': page('Commande', 'Rien.') };
  for (const [name, text] of Object.entries({ ...missing, ...documents })) {
    await mkdir(dirname(join(content, name)), { recursive: true });
    await writeFile(join(content, name), text);
  }
  const site = await buildSite(content);
  cleanup.push(site.remove, () => rm(content, { recursive: true }));
  return site;
}

function page(title: string, body: string): string {
  return `---\ntitle: ${title}\ndescription: Une page d’essai.\n---\n\n${body}\n`;
}

function runbookPage(body: string): string {
  const header = 'title: Essai\ndescription: Essayer.\nrunbook:\n  id: essai\n  owner: essais\n  reviewed: 2026-11-21';
  return `---\n${header}\n---\n\nUn essai.\n${body}\n`;
}

/** The lines that name a place in a document. */
function errorsOf({ log }: BuiltSite): string[] {
  return Array.from(log.matchAll(/^(?:.*\[ERROR\] \[\w+\] )?(content\/.*)/gm), ([, line]) => line ?? '');
}
