import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { systemCause } from '../disk/cause.ts';
import { Failure } from '../failure.ts';
import type { WhereIs } from './file-problem.ts';
import { describeIssue, invalid, whereInFile } from './file-problem.ts';
import type { secretSchema, targetSchema, variableSchema } from './file-schema.ts';
import { fileSchema } from './file-schema.ts';
import { isGroup } from './group-members.ts';
import { impossibleDeclaration } from './impossible-declaration.ts';
import { impossibleGift } from './impossible-gift.ts';
import type { Absolute } from './presets/preset.ts';
import type { Invocation, Source, Target, VariableSource } from './target.ts';

/**
 * Reads `targets.yaml`.
 * @throws Failure `cannot-run` when it cannot be read, `invalid` with file:line:column for each thing that is wrong.
 */
export async function readTargets(file: string): Promise<ReadonlyMap<string, Target>> {
  const path = resolve(file);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failure('cannot-run', {
      message: `le fichier des cibles ne peut pas être lu (${systemCause(error)})`,
      where: file,
      expected: 'un fichier targets.yaml qui décrit les environnements',
      action: 'indiquez-le par « --targets FICHIER », ou placez-vous dans le dossier du projet',
    });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [syntax] = document.errors;
  if (syntax) {
    const { line, col } = lines.linePos(syntax.pos[0]);
    throw invalid(`${file}:${line}:${col}`, `YAML invalide : ${syntax.message}`);
  }
  const given: unknown = document.toJS();
  const parsed = fileSchema.safeParse(given);
  if (!parsed.success) {
    const { place, message } = describeIssue(parsed.error.issues[0] as z.core.$ZodIssue, given);
    throw invalid(whereInFile(file, document, lines)(place), message);
  }
  const whereIs = whereInFile(path, document, lines);
  const targets = Object.entries(parsed.data.targets).map(([name, keys]) => target(name, keys, path, whereIs));
  for (const target of targets) refuseImpossible(target, whereInFile(file, document, lines));
  return new Map(targets.map((target) => [target.name, target]));
}

/** What each key may say, and the others make impossible. */
function refuseImpossible(target: Target, whereIs: WhereIs): void {
  for (const service of target.services) {
    const message = impossibleGift(service, target);
    if (message !== null) throw invalid(whereIs(['targets', target.name, 'services', service.name, 'env']), message);
  }
  for (const [name, source] of target.variables) {
    const message =
      source.from === 'list' && source.declaredBy ? impossibleDeclaration(source.declaredBy, target) : null;
    const place = ['targets', target.name, 'variables', name, 'declared-by', 'service'];
    if (message !== null) throw invalid(whereIs(place), `« ${place.join('.')} » : ${message}`);
  }
}

function target(name: string, keys: z.infer<typeof targetSchema>, file: string, whereIs: WhereIs): Target {
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
      variableSource(value, absolute, () => whereIs(['targets', name, 'variables', of, 'items'])),
    ),
    secrets: mapValues(new Map(Object.entries(keys.secrets)), (value) => source(value, absolute)),
    identity: keys.identity ? keys.identity.command : null,
    services: Object.entries(keys.services).flatMap(([of, form]) => {
      if (isGroup(form)) return [];
      const verbs = mapValues(form(of, absolute), (invocation) => fromFolder(invocation, absolute));
      return [{ name: of, verbs, where: whereIs(['targets', name, 'services', of, 'env']) }];
    }),
    groups: Object.entries(keys.services).flatMap(([of, form]) =>
      isGroup(form) ? [{ name: of, members: form.group }] : [],
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
