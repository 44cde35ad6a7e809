import { describe, expect, test } from 'vitest';
import { mayLoseData } from '../../runbook-runner/src/judge/risk.ts';
import { riskOf } from './context.ts';

describe('what only looks like a request to do nothing is not believed', () => {
  test.each([
    // The value of another option.
    'restic forget --keep-last 1 --tag -n --prune',
    'restic forget --tag --dry-run --prune',
    'restic forget -vH -n --prune',
    'rclone delete a: --include -n',
    'rclone delete a: --max-age --dry-run',
    'rclone sync a: b: -n --dry-run=false',
    'mke2fs -L -n /dev/sdb1',
    'mkfs.ext4 -L -n /dev/sdb1',
    'e2fsck -b -n /dev/sdb1',
    'zfs destroy -o -n p/a',
    'helm uninstall web --description --dry-run',
    'helm upgrade web ./web --dry-run --dry-run=false',
    'kubectl annotate pod a b=c --field-manager --dry-run=client',
    'kubectl delete pod a --dry-run=client --dry-run=none',
    'gpg -d --agent-program /tmp/x f.gpg',
    'gpg --list-keys --delete-key a',
    'rsync -a --delete -Tn /a/ /b/',
    'rsync -a --delete -- -n /b/',
    'pg_archivecleanup -x -n /a b',
    'pg_archivecleanup -xn /a b',
    'patch -d --dry-run',
    'patch -z --dry-run f',
    'apt-get install -t -s postgresql-',
    'apt-get remove -t --dry-run nginx',
    'zypper remove -r --dry-run nginx',
    'zypper remove --repo -D nginx',
    'apk del -X -s nginx',
    'logrotate -s -d /etc/logrotate.conf',
    'crontab -u -l fichier',
    'ssh-keygen -C -l -f cle',
    'restic forget --prune -- -n',
    'restic forget -n=false --keep-last 1 --prune',
    'restic forget -n -n=false --keep-last 1 --prune',
    'rclone purge a: -n=false',
    'rclone purge a: -vn=false',
    'apt-get remove -s=false nginx',
    'apt-get remove -s no nginx',
    'apt-get remove -sno nginx',
    'apt-get autoremove -s-',
    'restic backup -n --stdin-from-command -- rm -rf /srv',
    'borg create -n --paths-from-command r::a -- rm -rf /srv',
    'borg create -n --content-from-command r::a -- rm -rf /srv',
    'borg create -n --con r::a -- rm -rf /srv',
  ])('%s', async (command) => {
    expect(mayLoseData(await riskOf(command))).toBe(true);
  });

  test.each([
    'haproxy -D -f -c',
    'haproxy -dv -f f',
    'haproxy -qc -f f',
    'haproxy -Wc -f f',
    'haproxy -Vc -f f',
    'haproxy -dc -f f',
    'sshd -f -t',
    'php-fpm -y -t',
  ])('%s', async (command) => {
    expect(await riskOf(command)).toBe('change');
  });
});

describe('a request to do nothing is believed', () => {
  test.each([
    'restic forget --keep-last 1 --prune --dry-run',
    'restic forget -n --keep-last 1 --prune',
    'restic -r /srv/r forget --keep-daily 7 -vn',
    'rclone sync a: b: --progress --dry-run',
    'rclone delete a: --min-age 7d -n',
    'mke2fs -n /dev/sdb1',
    'mkfs.ext4 -F -n /dev/sdb1',
    'zfs destroy -rnv p/a@b',
    'helm upgrade --install web ./web -f v.yml --dry-run',
    'helm uninstall web --keep-history --dry-run',
    'kubectl apply -f x.yml --server-side --dry-run=server',
    'kubectl delete pod a --force --dry-run=client',
    'kubectl -n web apply -k . --dry-run=client -o yaml',
    'gpg -d f.gpg',
    'gpg --batch --quiet --decrypt f.gpg',
    'gpg --list-keys',
    'rsync -avn --delete /a/ /b/',
    'rsync -a --delete --exclude x -n /a/ /b/',
    'pg_archivecleanup -n /a b',
    'pg_archivecleanup -dn -x .gz /a b',
    'patch -p1 --dry-run',
    'apt-get install -s nginx',
    'apt-get -s -y upgrade',
    'apt-get upgrade --dry-run',
    'zypper remove -D nginx',
    'apk del -s nginx',
    'logrotate -d /etc/logrotate.conf',
    'crontab -l -u postgres',
    'crontab -u postgres -l',
    'ssh-keygen -lf cle.pub',
    'haproxy -c -f /etc/haproxy/haproxy.cfg',
    'haproxy -f /etc/haproxy/haproxy.cfg -c',
    'sshd -t',
    'restic -r/srv/plan-b forget -n --keep-last 1',
    'apt-get install -ys nginx',
    'apt-get install -s -q=2 nginx',
    'haproxy -f f -V -c',
    'haproxy -vv',
  ])('%s', async (command) => {
    expect(await riskOf(command)).toBe('safe');
  });
});
