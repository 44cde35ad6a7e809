import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { ensurePackages } from '../../sandbox/packages.ts';

test('packages that are there are left alone', async () => {
  expect(await ensurePackages(['bash', 'coreutils'])).toEqual([]);
});

test('without root, the missing packages and the exact command are given', async () => {
  const script = `
    import { ensurePackages } from '${join(import.meta.dirname, '../../sandbox/packages.ts')}';
    await ensurePackages(['bash', 'paquet-inconnu', 'autre-inconnu']).catch(({ message, next }) => console.log(message, next));`;
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', ...node];
  const [file = '', ...args] = process.getuid?.() === 0 ? asNobody : node;
  const { stdout } = await execa(file, args, { cwd: '/' });
  expect(stdout).toBe(
    'Il manque des paquets Debian : paquet-inconnu, autre-inconnu. ' +
      'Installez-les : sudo apt-get install --no-install-recommends paquet-inconnu autre-inconnu',
  );
});
