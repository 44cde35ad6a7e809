import { expect, test } from 'vitest';
import { ensurePackages } from '../../sandbox/packages.ts';

test('packages that are there are left alone', async () => {
  expect(await ensurePackages(['bash', 'coreutils'])).toEqual([]);
});

test('without root, the missing packages and the exact command are given', async () => {
  const refused = await ensurePackages(['bash', 'paquet-inconnu', 'autre-inconnu'], undefined, 65_534).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({
    message: 'Il manque des paquets Debian : paquet-inconnu, autre-inconnu.',
    next: 'Installez-les : sudo apt-get install --no-install-recommends paquet-inconnu autre-inconnu',
  });
});
