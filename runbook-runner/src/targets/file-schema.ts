import { z } from 'zod';
import { groupSchema, refuseStrangers } from './group-members.ts';
import { shareVolumes } from './presets/compose-volumes.ts';
import { presets } from './presets/index.ts';
import { argvSchema } from './presets/preset.ts';

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
export const valueForms = { ...secretForms, path: z.strictObject({ path: somePath }), items: declaredList };

export const secretSchema = z.union(Object.values(secretForms));

/** A value may be written as it is besides: a text, or the list of its items. */
export const variableSchema = z.union([...Object.values(valueForms), z.string(), z.array(z.string())]);

/** What may stand under the name of a service, by the key that says so. */
export const serviceForms = { ...presets, group: groupSchema(name) };

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
export const targetSchema = describedTarget.superRefine(({ protected: isProtected, operators }, context) => {
  if (!isProtected || operators !== undefined) return;
  context.addIssue({
    code: 'custom',
    path: ['protected'],
    message:
      'une cible protégée dit qui peut reprendre ce qu’un autre a commencé ; ajoutez « operators: GROUPE » ' +
      '(un groupe Unix) ou « operators: root »',
  });
});

/** The whole of `targets.yaml`. */
export const fileSchema = z.strictObject({ targets: z.record(name, targetSchema) });
