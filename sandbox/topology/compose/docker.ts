import { execa } from 'execa';
import { SandboxError } from '../../error.ts';
import type { Sandbox } from '../../folder.ts';
import { inside } from '../../folder.ts';

/** Runs `docker` on the daemon of the sandbox, whatever the operator's environment says. Failing is a value. */
export function docker(sandbox: Sandbox, args: readonly string[], options: DockerOptions = {}) {
  return execa('docker', ['--config', configFolder(sandbox), ...args], {
    env: { PATH: process.env.PATH, HOME: sandbox.root, LANG: 'C.UTF-8' },
    extendEnv: false,
    cwd: sandbox.root,
    reject: false,
    all: true,
    ...(options.output ? { stdout: { file: options.output } } : {}),
    ...(options.inputFile ? { inputFile: options.inputFile } : { input: options.input ?? '' }),
    ...(options.timeout ? { timeout: options.timeout } : {}),
  });
}

/** The same, throwing what Docker said when it fails. */
export async function mustDocker(sandbox: Sandbox, args: readonly string[], options?: DockerOptions) {
  const result = await docker(sandbox, args, options);
  if (result.exitCode === 0) return result.stdout ?? '';
  const lastLines = (result.all ?? '').split('\n').slice(-12).join('\n');
  throw new SandboxError(
    `« docker ${args.join(' ')} » a échoué (statut ${result.exitCode ?? result.signal ?? result.code}).\n${lastLines}`,
    `Essayez la même commande : docker --config ${configFolder(sandbox)} …`,
  );
}

/** `docker compose` on the project of the sandbox. */
export function composeArgs(...args: readonly string[]) {
  return [
    'compose',
    '--ansi',
    'never',
    '--env-file',
    '.env',
    '--file',
    'infra/docker/docker-compose.prod.yml',
    ...args,
  ];
}

/** Docker's client folder: the daemon as its current context, and its plugins. */
export function configFolder(sandbox: Sandbox) {
  return inside(sandbox, 'docker');
}

interface DockerOptions {
  readonly input?: string;
  readonly inputFile?: string;
  readonly output?: string;
  readonly timeout?: number;
}
