import { SandboxError } from './error.ts';

/** Replaces each `@NAME@` of a configuration file by its value; an unknown name is an error, never left in place. */
export function fillIn(file: string, text: string, values: Readonly<Record<string, string>>) {
  return text.replace(/@([A-Z][A-Z_]*)@/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) {
      throw new SandboxError(
        `${file} : @${name}@ est inconnu ; noms connus : ${Object.keys(values).join(', ')}.`,
        'Corrigez le nom dans ce fichier, ou ajoutez sa valeur dans sandbox/topology/native/configure.ts.',
      );
    }
    return value;
  });
}
