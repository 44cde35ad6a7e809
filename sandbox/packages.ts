import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from './error.ts';

/**
 * Makes sure that the Debian packages `names` are installed; installs the missing ones when `uid` is root's.
 * Returns the names it installed. Throws a SandboxError that holds the exact command when it cannot.
 */
export async function ensurePackages(
  names: readonly string[],
  say: (line: string) => void = () => {},
  uid: number = userInfo().uid,
) {
  const missing = await missingPackages(names);
  if (missing.length === 0) return missing;

  const command = `apt-get install --no-install-recommends ${missing.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get') || uid !== 0) {
    throw new SandboxError(`Il manque des paquets Debian : ${missing.join(', ')}.`, `Installez-les : sudo ${command}`);
  }

  say(`Installation de ${missing.length} paquet(s) Debian : ${missing.join(', ')}`);
  await withoutStartingAnything(missing, () => install(missing, command));
  return missing;
}

/** PostgreSQL 15 where the distribution has it (Debian 12), else the version that the distribution ships. */
export async function postgresPackage() {
  const { exitCode } = await execa('apt-cache', ['show', '--quiet', 'postgresql-15'], { reject: false });
  return exitCode === 0 ? 'postgresql-15' : 'postgresql';
}

async function missingPackages(names: readonly string[]) {
  const format = '$' + '{Package} $' + '{db:Status-Status}\n';
  const { stdout } = await execa('dpkg-query', ['--show', `--showformat=${format}`, ...names], { reject: false });
  const installed = new Set(
    stdout.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.slice(0, line.indexOf(' '))] : [])),
  );
  return names.filter((name) => !installed.has(name));
}

async function install(names: readonly string[], command: string) {
  const apt = (...args: readonly string[]) =>
    execa('apt-get', ['--quiet', '--quiet', ...args], {
      env: { DEBIAN_FRONTEND: 'noninteractive' },
      stdin: 'ignore',
      reject: false,
      all: true,
    });
  const options = ['install', '--yes', '--no-install-recommends', '--option', 'Dpkg::Options::=--force-confold'];

  let result = await apt(...options, ...names);
  if (result.exitCode !== 0) {
    // The lists may be missing or too old: the only reason to try again.
    await apt('update');
    result = await apt(...options, ...names);
  }
  if (result.exitCode !== 0) {
    const lastLines = (result.all ?? '').split('\n').slice(-8).join('\n');
    throw new SandboxError(`apt-get n’a pas pu installer ${names.join(', ')}.\n${lastLines}`, `Essayez : ${command}`);
  }
}

/**
 * Debian starts and enables a service, and creates a PostgreSQL cluster, when it installs them. The sandbox wants
 * the programs only: refuse starts and clusters during the installation, then leave the machine's policy as it was.
 */
async function withoutStartingAnything(names: readonly string[], action: () => Promise<void>) {
  const guards = [POLICY, ...(names.some((name) => name.startsWith('postgresql')) ? [NO_CLUSTER] : [])].filter(
    ({ path }) => !existsSync(path),
  );

  for (const { path, text, mode } of guards) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { mode });
  }
  try {
    await action();
  } finally {
    for (const { path } of guards) await rm(path, { force: true });
  }
  await disableAtBoot(names);
}

async function disableAtBoot(names: readonly string[]) {
  if (!existsSync('/run/systemd/system')) return;
  const units = names.flatMap((name) => (name.startsWith('postgresql') ? ['postgresql'] : (UNITS[name] ?? [])));
  for (const unit of units) await execa('systemctl', ['disable', unit], { reject: false });
}

/** Debian asks this program before it starts a service. */
const POLICY = { path: '/usr/sbin/policy-rc.d', text: '#!/bin/sh\nexit 101\n', mode: 0o755 };
const NO_CLUSTER = {
  path: '/etc/postgresql-common/createcluster.d/korrigo-sandbox.conf',
  text: 'create_main_cluster = false\n',
  mode: 0o644,
};

const UNITS: Readonly<Record<string, readonly string[]>> = {
  nginx: ['nginx'],
  'redis-server': ['redis-server'],
  supervisor: ['supervisor'],
};
