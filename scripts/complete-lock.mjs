// npm leaves optional binaries of other platforms out of the lock file when the registry in use does not serve
// the exact version, and `npm ci` then refuses the lock it wrote itself. This adds the missing entries: they carry
// the platform in `os` and `cpu`, so npm never fetches one that is not for the machine. Run after each
// dependency change: `npm run lock`. This part can go when npm writes complete locks (npm/cli#4828).
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const platforms = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'aix',
];
const processors = ['arm64', 'x64', 'ia32', 'riscv64', 's390x', 'ppc64', 'loong64', 'mips64el', 'wasm32', 'arm'];

const added = [];
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(path, name)) continue;
    lock.packages[`node_modules/${name}`] = { version: exact(name, range), ...platform(name), optional: true };
    added.push(name);
  }
}
// npm compares `engines` with the Node it runs on, which may be 20, and warns 60 lines; everything here runs on the Node 24
// that the lock file brings.
for (const entry of Object.values(lock.packages)) delete entry.engines;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? 'lock file complete' : `added to the lock file:\n  ${added.join('\n  ')}`);

/** Whether Node's resolution from the package at `path` reaches an entry called `name`. */
function isLocked(path, name) {
  for (let at = path; ; at = at.slice(0, Math.max(at.lastIndexOf('node_modules/') - 1, 0))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function exact(name, range) {
  if (/^\d+\.\d+\.\d+[\w.+-]*$/.test(range)) return range;
  const lowest = /^[\^~]?(\d+\.\d+\.\d+)/.exec(range)?.[1];
  if (lowest) return lowest;
  throw new Error(`${name}@${range}: not a version this script knows how to lock`);
}

function platform(name) {
  const words = name
    .replace('windows', 'win32')
    .replace('armv7', 'arm')
    .split(/[^a-z0-9]+/);
  const os = platforms.filter((word) => words.includes(word));
  const cpu = processors.filter((word) => words.includes(word) || words.some((part) => part === `${word}hf`));
  // A package for no platform that npm knows (WASI) must never be chosen either.
  return { os: os.length ? os : ['none'], cpu: cpu.length ? cpu : ['none'] };
}
