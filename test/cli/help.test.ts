import { describe, expect, test } from 'vitest';
import { readArguments } from '../../runbook-runner/src/cli/arguments.ts';
import { catalogue } from '../../runbook-runner/src/cli/catalogue.ts';
import type { Command } from '../../runbook-runner/src/cli/command.ts';
import { commandHelp, generalHelp } from '../../runbook-runner/src/cli/help.ts';

const commands = catalogue.map((command) => [command.name, command] as const);
/** The long options that a text names, once each. */
const optionsIn = (text: string): readonly string[] => [
  ...new Set(Array.from(text.matchAll(/--([a-z-]+)/g), ([, name]) => name ?? '')),
];
const declared = ({ options }: Command): readonly string[] => Object.keys(options);

test('the general help names every command', () => {
  const rows = generalHelp(catalogue).split('\n');
  for (const { name, summary } of catalogue)
    expect(rows.filter((row) => row.startsWith(`  ${name} `))).toEqual([expect.stringContaining(` ${summary}`)]);
});

test('the help of a command says its usage and each of its options', () => {
  const shell = catalogue.find(({ name }) => name === 'shell') as Command;
  expect(commandHelp(shell)).toMatchInlineSnapshot(`
    "runbook shell — un terminal sur la cible, avec ses services et les valeurs du runbook

    Usage : runbook shell [CIBLE] [--runbook RUNBOOK] [--var NOM=VALEUR]

    Options
      --target CIBLE        la cible, décrite dans targets.yaml (défaut : la seule qui y soit)
      --targets FICHIER     le fichier des cibles (défaut : targets.yaml, ici ou plus haut)
      --runbook RUNBOOK     le runbook dont les valeurs sont données
      --var NOM=VALEUR      la valeur d’une variable du runbook (répétable)
    "
  `);
});

describe.each(commands)('runbook %s', (_, command) => {
  test('has no option without help', () => {
    const rows = commandHelp(command).split('\n');
    for (const name of declared(command)) {
      const said = rows.filter((row) => row.startsWith(`  --${name} `)).map((row) => row.slice(24));
      expect(said).toEqual([expect.stringMatching(/^[^ ].{9,}$/)]);
    }
  });

  test('accepts every option that its help names, and no other', () => {
    expect(optionsIn(commandHelp(command)).toSorted()).toEqual(declared(command).toSorted());
    for (const name of optionsIn(commandHelp(command))) {
      const option = command.options[name];
      const words = option?.type === 'string' ? [`--${name}`, option.choices?.at(-1) ?? 'X=1'] : [`--${name}`];
      expect(readArguments(command, words).values[name]).toEqual(
        option?.type === 'string' ? (option.multiple ? [words[1]] : words[1]) : true,
      );
    }
    expect(() => readArguments(command, ['--inconnue'])).toThrow('option inconnue « --inconnue »');
  });
});
