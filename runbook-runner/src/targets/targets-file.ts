import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Failure } from '../failure.ts';
import { groupSchema, isGroup, refuseStrangers } from './group-members.ts';
import { impossibleDeclaration } from './impossible-declaration.ts';
import { impossibleGift } from './impossible-gift.ts';
import { shareVolumes } from './presets/compose-volumes.ts';
import { presets } from './presets/index.ts';
import type { Absolute } from './presets/preset.ts';
import { argvSchema } from './presets/preset.ts';
import type { Invocation, Source, Target, VariableSource } from './target.ts';

/**
 * Reads `targets.yaml`.
 * @throws Failure `cannot-run` when it cannot be read, `invalid` with file:line:column for each thing that is wrong.
 */
export async function readTargets(file: string): Promise<ReadonlyMap<string, Target>> {
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Failure('cannot-run', {
      message: `le fichier des cibles ne peut pas être lu (${error.code ?? error.message})`,
      where: file,
      expected: 'un fichier targets.yaml qui décrit les environnements',
      action: 'indiquez-le par « --targets FICHIER », ou placez-vous dans le dossier du projet',
    });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const syntax = document.errors[0];
  if (syntax) throw invalid(file, position(lines, syntax.pos[0]), `YAML invalide : ${syntax.message}`);
  const given: unknown = document.toJS();
  const parsed = fileSchema.safeParse(given);
  if (!parsed.success) {
    const issue = ofItsForm(parsed.error.issues[0] as z.core.$ZodIssue, given);
    throw invalid(file, position(lines, offsetOf(document.contents, placeOf(issue))), explain(issue));
  }
  const whereIs = (place: readonly string[]): string => {
    const { line, col } = position(lines, offsetOf(document.contents, ['targets', ...place]));
    return `${path}:${line}:${col}`;
  };
  const targets = Object.entries(parsed.data.targets).map(([name, keys]) => target(name, keys, path, whereIs));
  const refuse = (message: string | null, place: readonly string[]): void => {
    if (message === null) return;
    throw invalid(file, position(lines, offsetOf(document.contents, ['targets', ...place])), message);
  };
  for (const target of targets) {
    for (const service of target.services)
      refuse(impossibleGift(service, target), [target.name, 'services', service.name, 'env']);
    for (const [name, source] of target.variables) {
      if (source.from !== 'list' || source.declaredBy === null) continue;
      const place = [target.name, 'variables', name, 'declared-by', 'service'];
      const message = impossibleDeclaration(source.declaredBy, target);
      refuse(message && `« targets.${place.join('.')} » : ${message}`, place);
    }
  }
  return new Map(targets.map((target) => [target.name, target]));
}

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, 'un nom en minuscules, chiffres et tirets');

/** An empty one would be the folder of the file itself. */
const somePath = z.string().regex(/\S/, 'un chemin, qui n’est pas vide');

const commandSource = z.strictObject({ command: argvSchema });
const fileSource = z.strictObject({ file: somePath });
/** `.env`, as Docker Compose reads it. */
const dotenvSource = z.strictObject({ dotenv: somePath, name: z.string().min(1) });
const envSource = z.strictObject({ env: z.string() });

/** A list, and who can tell what it should have at least. */
const declaredList = z.strictObject({
  items: z.array(z.string()),
  'declared-by': z.strictObject({ service: name, command: argvSchema }),
});

/** A secret is never written in this file. */
const secretForms = { file: fileSource, dotenv: dotenvSource, env: envSource, command: commandSource };

/** Where the text of a value is read, or `path`, made absolute from this file's folder, by the key that says so. */
const valueForms = { ...secretForms, path: z.strictObject({ path: somePath }), items: declaredList };

const secretSchema = z.union(Object.values(secretForms));

/** A value may be written as it is besides: a text, or the list of its items. */
const variableSchema = z.union([...Object.values(valueForms), z.string(), z.array(z.string())]);

/** What may stand under the name of a service, by the key that says so. */
const serviceForms = { ...presets, group: groupSchema(name) };

const servicesSchema = z
  .record(name, z.union(Object.values(serviceForms)))
  .default({})
  .superRefine(refuseStrangers);

const describedTarget = z.strictObject({
  description: z.string().min(1),
  kind: z.literal('local'),
  protected: z.boolean().default(false),
  /** Who may go on with a run that another began. */
  operators: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.@-]*$/, 'le nom d’un groupe Unix, ou « root »')
    .optional(),
  /** Relative to this file's folder. */
  cwd: somePath.default('.'),
  variables: z.record(z.string(), variableSchema).default({}),
  secrets: z.record(z.string(), secretSchema).default({}),
  identity: commandSource.optional(),
  services: z.preprocess(shareVolumes, servicesSchema),
  ephemeral: z.strictObject({ up: argvSchema, reset: argvSchema, down: argvSchema }).optional(),
});

/** Nobody else can resume what somebody began on their own: on a server that matters, somebody else must be able to. */
const targetSchema = describedTarget.superRefine(({ protected: isProtected, operators }, context) => {
  if (!isProtected || operators !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['protected'],
    message:
      'une cible protégée dit qui peut reprendre ce qu’un autre a commencé ; ajoutez « operators: GROUPE » ' +
      '(un groupe Unix) ou « operators: root »',
  });
});

const fileSchema = z.strictObject({ targets: z.record(name, targetSchema) });

function target(
  name: string,
  keys: z.infer<typeof targetSchema>,
  file: string,
  whereIs: (place: readonly string[]) => string,
): Target {
  const folder = dirname(file);
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(folder, path));
  return {
    name,
    description: keys.description,
    kind: keys.kind,
    protected: keys.protected,
    operators: keys.operators ?? null,
    cwd: absolute(keys.cwd),
    variables: mapValues(new Map(Object.entries(keys.variables)), (value, of) =>
      variableSource(value, absolute, () => whereIs([name, 'variables', of, 'items'])),
    ),
    secrets: mapValues(new Map(Object.entries(keys.secrets)), (value) => source(value, absolute)),
    identity: keys.identity ? keys.identity.command : null,
    services: Object.entries(keys.services).flatMap(([of, form]) => {
      if (isGroup(form)) return [];
      const verbs = mapValues(form(of, absolute), (invocation) => fromFolder(invocation, absolute));
      return [{ name: of, verbs, where: whereIs([name, 'services', of, 'env']) }];
    }),
    groups: Object.entries(keys.services).flatMap(([of, form]) =>
      isGroup(form) ? [{ name: of, members: form.group, where: whereIs([name, 'services', of, 'group']) }] : [],
    ),
    ephemeral: keys.ephemeral ?? null,
    file,
    folder,
  };
}

function variableSource(
  value: z.infer<typeof variableSchema>,
  absolute: Absolute,
  where: () => string,
): VariableSource {
  if (typeof value === 'string') return { from: 'literal', value };
  if (Array.isArray(value)) return { from: 'list', items: value, declaredBy: null };
  if ('items' in value)
    return { from: 'list', items: value.items, declaredBy: { ...value['declared-by'], where: where() } };
  if ('path' in value) return { from: 'literal', value: absolute(value.path) };
  return source(value, absolute);
}

function source(value: z.infer<typeof secretSchema>, absolute: Absolute): Source {
  if ('file' in value) return { from: 'file', path: absolute(value.file) };
  if ('dotenv' in value) return { from: 'dotenv', path: absolute(value.dotenv), name: value.name };
  if ('env' in value) return { from: 'env', name: value.env };
  return { from: 'command', argv: value.command };
}

// A step may have changed folder when it calls a service.
function fromFolder(invocation: Invocation, absolute: Absolute): Invocation {
  const [command, ...words] = invocation.argv;
  return { ...invocation, argv: [command.includes('/') ? absolute(command) : command, ...words] };
}

function mapValues<K extends string, A, B>(from: ReadonlyMap<K, A>, change: (value: A, name: K) => B): Map<K, B> {
  return new Map([...from].map(([name, value]) => [name, change(value, name)]));
}

/** Of a service or a value, what is wrong with the form whose key it has, not that it is none of all the forms. */
function ofItsForm(issue: z.core.$ZodIssue, given: unknown): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const described = issue.path.reduce<unknown>((of, key) => Object(of)[key], given);
  const forms = issue.path[2] === 'services' ? serviceForms : valueForms;
  const form = Object.keys(forms).findIndex((key) => key in Object(described));
  const inner = issue.errors[form]?.[0];
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue;
}

// An unknown key is itself the place, not the mapping it stands in.
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] as string] : issue.path;
}

const knownForms = Object.keys(serviceForms)
  .join(', ')
  .replace(/, (?=\w+$)/, ' ou ');

function explain(issue: z.core.$ZodIssue): string {
  const key = issue.path.join('.') || 'targets';
  if (issue.code === 'unrecognized_keys') return `clé inconnue « ${issue.keys.join(' », « ')} » dans « ${key} »`;
  if (issue.code === 'invalid_union') {
    return `« ${key} » n’a pas une forme connue (service : ${knownForms} ; valeur : texte, liste de textes, path, file, dotenv, env, command ou items)`;
  }
  if (issue.code === 'invalid_type') return `« ${key} » : ${TYPES[issue.expected] ?? `${issue.expected} attendu`}`;
  return `« ${key} » : ${issue.message}`;
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'un texte est attendu',
  array: 'une liste est attendue',
  tuple: 'une liste de mots est attendue',
  object: 'un dictionnaire est attendu',
  record: 'un dictionnaire est attendu',
  boolean: 'true ou false est attendu',
};

function invalid(file: string, at: { line: number; col: number }, message: string): Failure {
  return new Failure('invalid', {
    message,
    where: `${file}:${at.line}:${at.col}`,
    expected: 'la description d’une cible telle que la donne la page « Écrire targets.yaml »',
    action: 'corrigez cette ligne, puis relancez la commande',
  });
}

/** Where the last key of `path` that exists stands in the text, or its item. */
function offsetOf(node: unknown, path: readonly PropertyKey[]): number {
  const [key, ...rest] = path;
  if (isMap(node) && key !== undefined) {
    for (const pair of node.items) {
      if (isPair(pair) && isScalar(pair.key) && pair.key.value === key) {
        return pair.value === null || rest.length === 0 ? (pair.key.range?.[0] ?? 0) : offsetOf(pair.value, rest);
      }
    }
  }
  if (isSeq(node) && typeof key === 'number' && node.items[key] !== undefined) return offsetOf(node.items[key], rest);
  return (node as { range?: readonly number[] } | null)?.range?.[0] ?? 0;
}

function position(lines: LineCounter, offset: number): { line: number; col: number } {
  return lines.linePos(offset);
}
