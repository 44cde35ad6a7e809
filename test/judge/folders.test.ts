import { expect, test } from 'vitest';
import { riskOf } from './context.ts';

test.each([
  'cd /dev; cd /srv; cd -; cat image > sdb',
  'cd /dev; cd /srv; cd -- -; cat image > sdb',
  'cd /dev; cd /srv; cd "$OLDPWD"; cat image > sdb',
  'cd /dev; cd /srv; cd ~-; cat image > sdb',
  'cd /dev; pushd /srv; popd; cat image > sdb',
  'cd /dev; pushd /srv; pushd; cat image > sdb',
  'cd /dev; pushd /srv; pushd +1; cat image > sdb',
  'if uname; then cd /dev; cd /srv; fi; cd -; cat image > sdb',
  "cd /dev; cd /srv; bash -c 'cd -; cat image > sdb'",
  'HOME=/dev; cd; cat image > sdb',
  'cd /dev; cat image | tee sdb',
  'cd /dev; cat image | sudo tee sdb',
  'cat image | env -C /dev tee sdb',
  "cat image | sudo -D /dev sh -c 'cat > sdb'",
])('a device written by its name in its folder: %s', async (text) => {
  expect(await riskOf(text)).toBe('critical');
});

test.each([
  'cd /etc && echo x | sudo tee -a hosts',
  'cd /etc; cd cron.d; echo x | tee -a sauvegarde',
  'cd /srv/../etc; echo x | tee -a hosts',
  'echo x | sudo --chdir=/etc tee -a hosts',
  'cd /etc; cd /srv; cd -; echo x | tee -a hosts',
  'cd ~/.ssh; echo x | tee -a authorized_keys',
  'cd /srv/pgdata; echo x | tee -a pg_hba.conf',
  "systemd-run --pipe --working-directory=/etc bash -c 'echo x >> hosts'",
])('a file of the system written by its name in its folder: %s', async (text) => {
  expect(await riskOf(text)).toBe('destructive');
});

test.each([
  'cd /srv; echo x | tee -a journal',
  'cd /dev; cd /srv; echo x | tee -a journal',
  'cd /dev; cd; echo x | tee -a journal',
  'cd /etc; echo x | docker exec -i web tee -a journal',
  "cd /etc; ssh h 'echo x >> journal'",
  'cd /srv; pushd /var/backups; popd; echo x >> journal',
  'echo fini >> ~/journal.txt',
  'echo fini | tee -a ~/journaux/sauvegarde.txt',
])('elsewhere an addition to a file is a mere change: %s', async (text) => {
  expect(await riskOf(text)).toBe('change');
});

test.each([
  'echo x >> ~/.bashrc',
  'echo x >> ~root/.profile',
  'echo x | tee -a ~/.ssh/config',
  'echo x >> ~/.bash_login',
])('what a shell reads when it starts is no mere file: %s', async (text) => {
  expect(await riskOf(text)).toBe('destructive');
});
