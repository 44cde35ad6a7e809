import { existsSync } from 'node:fs';
import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { openPlace, page, step } from '../support/runbook-cli.ts';

let place: Place;
beforeEach(async () => {
  place = await openPlace(
    'targets: { ici: { description: Essai, kind: local, identity: { command: [touch, execute] } } }\n',
  );
  await place.write('a.md', page('a', step('step="un"', 'touch execute')));
});
afterEach(() => place.remove());

const executed = (): boolean => existsSync(join(place.folder, 'execute'));

describe('nothing that another account can write is executed', () => {
  test.each(['targets.yaml', 'a.md'])('%s, when everybody may write to it', async (name) => {
    await chmod(join(place.folder, name), 0o666);
    if (name === 'a.md') await place.write('targets.yaml', 'targets: { ici: { description: Essai, kind: local } }\n');
    const { status, stderr } = await place.runbook('run', 'a.md');
    expect(stderr).toContain(`tout le monde peut écrire dans ${name === 'a.md' ? 'a.md' : join(place.folder, name)}`);
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test('a folder where everybody may replace the file', async () => {
    await chmod(place.folder, 0o777);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain('tout le monde peut écrire dans');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });

  test.runIf(process.getuid?.() === 0)('a file of another account', async () => {
    await chown(join(place.folder, 'targets.yaml'), 65534, 65534);
    const { status, stderr } = await place.runbook('plan', 'a.md');
    expect(stderr).toContain('appartient à un autre compte (uid 65534), et son texte serait exécuté');
    expect(stderr).toContain('/etc/runbook/trust');
    expect(status).toBe(3);
    expect(executed()).toBe(false);
  });
});
