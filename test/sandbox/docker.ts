import { join } from 'node:path';
import { execa } from 'execa';
import type { Machine } from './machine.ts';

/** Docker's client, on the Docker of a Compose sandbox. */
export function dockerOf({ dir }: Machine) {
  return (...args: readonly string[]) =>
    execa('docker', ['--config', join(dir, 'docker'), ...args], { reject: false, all: true });
}
