import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, page, step } from '../support/runbook-cli.ts';
import type { Drill } from './platform.ts';

/** What CI executes: green only when something ran and did what its page says. */
export function describeVerification(drill: () => Drill) {
  describe('runbook verify', () => {
    test('puts the platform back in its first state, executes the page and writes JUnit', async () => {
      const { place, machine, target } = drill().platform;
      await machine.query("insert into auth_group (name) values ('intrus')");
      const reports = join(place.folder, 'junit');
      const words = ['verify', 'content/runbooks/verification-sante.md', '--target', target, '--report', reports];
      const { status, stdout } = await place.runbook(...words);
      expect(stdout).toContain('✓ verification-sante : ');
      expect(status).toBe(0);
      const junit = await readFile(join(reports, 'runbooks.junit.xml'), 'utf8');
      expect(junit).toMatch(/<testsuite name="[^"]*verification-sante[^"]*" tests="\d+" failures="0" skipped="0"/);
      expect(junit.match(/<testcase /g)?.length).toBeGreaterThan(5);
      expect(await machine.query("select count(*) from auth_group where name = 'intrus'")).toBe('0');
    });

    describe('on a disposable target', () => {
      let place: Place;
      beforeAll(async () => {
        place = await openPlace(`${localTarget}    ephemeral: { up: ["true"], reset: ["true"], down: ["true"] }\n`);
      });
      afterAll(() => place?.remove());

      test('annotates the failed step on GitHub, at its line', async () => {
        const text = page('a', `${step('step="bien"', 'true')}\n${step('check="mal"', 'echo non\nfalse')}`);
        await place.write('a.md', text);
        const line = text.split('\n').indexOf('```bash check="mal"') + 1;
        const { exitCode, stdout } = await verify(place, 'a.md', { GITHUB_ACTIONS: 'true' });
        expect(stdout).toMatch(
          new RegExp(`^::error file=a\\.md,line=${line},title=étape mal::statut 1 au lieu de 0$`, 'm'),
        );
        expect(exitCode).toBe(1);
        expect((await verify(place, 'a.md', { GITHUB_ACTIONS: '' })).stdout).not.toContain('::error');
      });

      test('is never green when nothing was executed', async () => {
        await place.write('sans-etape.md', page('sans-etape', step('example="à adapter"', 'true')));
        expect(await verify(place, 'sans-etape.md')).toMatchObject({
          exitCode: 2,
          stderr: expect.stringContaining('Ce runbook n’a aucune étape.'),
        });
        await place.write('page.md', '---\ntitle: Une page\n---\n\nSans runbook.\n');
        expect(await verify(place, 'page.md')).toMatchObject({
          exitCode: 1,
          stdout: expect.stringContaining('rien n’a été exécuté : ce n’est pas une réussite'),
        });
      });
    });

    test('refuses a target that is not disposable, and executes nothing', async () => {
      const place = await openPlace();
      try {
        await place.write('a.md', page('a', step('step="un"', 'touch fait')));
        const { status, stderr } = await place.runbook('verify', 'a.md');
        expect(stderr).toContain('la cible « ici » n’est pas jetable : rien n’y est exécuté pour vérifier');
        expect(status).toBe(3);
        expect((await execa('ls', ['-A'], { cwd: place.folder })).stdout).not.toContain('fait');
      } finally {
        await place.remove();
      }
    });
  });
}

function verify(place: Place, file: string, env: Readonly<Record<string, string>> = {}) {
  const options = { cwd: place.folder, reject: false, stdin: 'ignore' } as const;
  const all = { ...place.env, ...env };
  return execa(process.execPath, [cli, 'verify', file], { ...options, env: all });
}
