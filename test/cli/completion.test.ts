import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue } from '../../runbook-runner/src/cli/catalogue.ts';
import type { Place } from '../support/runbook-cli.ts';
import { cli, localTarget, openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
let run: string;
beforeAll(async () => {
  place = await openPlace(`${localTarget}  ailleurs:\n    description: Un autre dossier.\n    kind: local\n`);
  for (const folder of ['content', 'un dossier', 'vide']) await mkdir(join(place.folder, folder));
  await place.write('content/sauver.md', page('sauver', step('step="un"', 'true') + step('step="deux"', 'true')));
  await place.write('un dossier/note.md', page('note', step('step="un"', 'true')));
  await place.write('deux mots.md', page('deux-mots', step('step="un"', 'true')));
  await place.write('autres cibles.yaml', 'targets:\n  reprise:\n    description: Reprise.\n    kind: local\n');
  await place.write('runbook', `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`);
  await chmod(join(place.folder, 'runbook'), 0o755);
  expect((await place.runbook('run', 'sauver', '--target', 'ici')).status).toBe(0);
  run = (await place.runbook('completion', 'runs')).stdout;
});
afterAll(() => place.remove());

/** What a real bash proposes for the last of these words, cut as readline cuts them. Nothing may be said on stderr. */
async function proposed(words: readonly string[], folder = place.folder): Promise<readonly string[]> {
  const script = `source <(runbook completion bash)
COMP_WORDS=(runbook "$@") COMP_CWORD=$#
_runbook runbook
((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = await execa('bash', ['--norc', '-c', script, 'bash', ...words], {
    cwd: folder,
    env: { PATH: `${place.folder}:${process.env.PATH}`, XDG_STATE_HOME: place.state },
  });
  expect(stderr).toBe('');
  return stdout === '' ? [] : stdout.split('\n');
}

describe('bash proposes', () => {
  test('the commands', async () => {
    expect(await proposed([''])).toEqual([...catalogue.map(({ name }) => name), 'help', '--help', '--version']);
    expect(await proposed(['sh'])).toEqual(['show', 'shell']);
  });

  test.each(catalogue.map((command) => [command.name, command] as const))(
    'every option of %s',
    async (name, command) => {
      const options = Object.keys(command.options).map((option) => `--${option}`);
      expect(await proposed([name, '--'])).toEqual([...options, '--help']);
    },
  );

  test('the runbooks of the content folder, and Markdown files and folders, blanks included', async () => {
    expect(await proposed(['run', 'sa'])).toEqual(['sauver']);
    expect(await proposed(['run', 'de'])).toEqual(['deux mots.md']);
    expect(await proposed(['run', 'deux\\ m'])).toEqual(['deux mots.md']);
    expect(await proposed(['check', '"un dossier/'])).toEqual(['un dossier/note.md']);
    expect(await proposed(['shell', '--runbook', 'sa'])).toEqual(['sauver']);
    expect(await proposed(['run', '--target', 'ici', '--var', 'NOM', '=', 'X', 'sa'])).toEqual(['sauver']);
  });

  test('no second runbook where one is enough', async () => {
    expect(await proposed(['run', 'sauver', ''])).toEqual([]);
    expect(await proposed(['check', 'content', 'de'])).toEqual(['deux mots.md']);
  });

  test('the targets, those of the file that the line names', async () => {
    expect(await proposed(['run', 'sauver', '--target', ''])).toEqual(['ici', 'ailleurs']);
    expect(await proposed(['run', '--target', '=', 'a'])).toEqual(['ailleurs']);
    expect(await proposed(['run', '--confirm', '='])).toEqual(['ici', 'ailleurs']);
    expect(await proposed(['shell', 'i'])).toEqual(['ici']);
    expect(await proposed(['run', '--targets', 'autres\\ cibles.yaml', '--target', ''])).toEqual(['reprise']);
    expect(await proposed(['run', '--targets', '=', '"autres cibles.yaml"', '--target', ''])).toEqual(['reprise']);
  });

  test('the steps, the runs, the formats, the folders', async () => {
    expect(await proposed(['explain', 'sauver#'])).toEqual(['sauver#un', 'sauver#deux']);
    expect(await proposed(['resume', ''])).toEqual([run]);
    expect(run).toMatch(/^\d{8}T\d{6}Z-\w{6}$/);
    expect(await proposed(['check', '--format', ''])).toEqual(['text', 'json', 'github']);
    expect(await proposed(['run', '--report', 'un'])).toEqual(['un dossier']);
  });

  test('nothing where there is nothing to propose', async () => {
    expect(await proposed(['run', '--var', ''])).toEqual([]);
    expect(await proposed(['run', '--var', 'NOM', '=', ''])).toEqual([]);
    expect(await proposed(['efface', ''])).toEqual([]);
  });

  test('what is left without a target file nor a content folder', async () => {
    const elsewhere = await openPlace();
    await rm(join(elsewhere.folder, 'targets.yaml'));
    expect(await proposed(['run', '--target', ''], elsewhere.folder)).toEqual([]);
    expect(await proposed(['run', ''], elsewhere.folder)).toEqual([]);
    await elsewhere.remove();
  });
});

test('completion says what it can print', async () => {
  const { status, stderr } = await place.runbook('completion', 'zsh');
  expect(stderr).toBe(`✗ il faut le nom d’un shell, ou ce qu’il faut nommer
  attendu   bash, runbooks, steps, targets, runs
  à faire   runbook completion --help`);
  expect(status).toBe(2);
});
