import { describe, expect, test } from 'vitest';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import { mayLoseData } from '../../runbook-runner/src/judge/risk.ts';

const riskOf = async (text: string) => (await judge(text, { services: 'any', constants: new Map() })).risk;

describe('what looks like a reading and acts is found', () => {
  test.each([
    'psql <<E\n\\echo un \\\\ delete from copies;\nE',
    'psql <<E\n\\timing \\! rm -rf /srv\nE',
    "psql <<'E'\n\\getenv q REQUETE\n:q;\nE",
    "psql -v q='drop table t' <<'E'\n\\if :{?a}\n\\set q 'select 1'\n\\endif\n:q;\nE",
    "psql <<'E'\nset standard_conforming_strings = off;\nselect 1;\nE",
    'dd if=a of=/dev/null of=/srv/b',
    'date 0101120026',
    'lastlog --clear -u eleve',
    'history -w /srv/notes',
    'history -c',
    'jobs -x dropdb a',
    "compgen -C 'rm -rf /srv' x",
    'cpio -i -D/opt < a.cpio',
    'zstd -f -o /srv/base.zst < base.sql',
    'shuf --outp=f f',
    "yq -Pi '.a = 1' f.yml",
    'strace -o /srv/trace true',
    "ltrace -o '!dropdb a' true",
    'strace -E LD_PRELOAD=/tmp/x.so ls',
    'docker save -o images.tar app',
    'docker compose wait --down-project app',
    'docker exec -e LD_PRELOAD=/x web ls',
    'python manage.py dumpdata -o base.json',
    'git stash',
    "git ls-remote --upload-pack='rm -rf /srv' h:r",
    'git commit --amend -m autre',
    'git fetch --force origin a:a',
    'rsync -a --delete --exclude -n /a/ /b/',
    'rsync -a --delete -f -n /a/ /b/',
    'ip r d default',
    'ip link s eth0 mtu 9000',
    'sudo -i dd if=a of=/dev/sdb',
    'sudo -s LD_PRELOAD=/x ls',
    'chroot /mnt <<E\nrm -rf /srv\nE',
    "tar -tI 'rm -rf /srv' -f a.tar",
    "tar tIf 'rm -rf /srv' a.tar",
    'tar cf - --remove-f /srv',
    'journalctl --rotat',
    "restic -o sftp.command='rm -rf /srv' snapshots",
    "BORG_PASSCOMMAND='dropdb a' borg list r",
    "KUBECTL_EXTERNAL_DIFF='rm -rf /srv' kubectl diff -f x",
    "curl 'http://h/?query=DROP%20TABLE%20t'",
    'curl gopher://redis:6379/_FLUSHALL',
    "curl -w '%output{/srv/f}x' http://h",
  ])('%s', async (text) => {
    expect(mayLoseData(await riskOf(text))).toBe(true);
  });
});

describe('what only reads beside it still does', () => {
  test.each([
    'psql <<E\n\\timing on\n\\x\nselect 1;\nE',
    'psql <<E\n\\echo un \\\\ select 1;\nE',
    'dd if=a of=/dev/null bs=1M',
    'date +%s',
    'date -u --date=@0 +%F',
    'lastlog -u eleve',
    'history 20',
    'jobs -p',
    'compgen -v',
    'cpio -itv < a.cpio',
    'zstd -t a.zst',
    "yq '.a' f.yml",
    'strace -f true',
    'docker save app > /dev/null',
    'docker compose wait app',
    'docker exec -e LANG=C web ls',
    'python manage.py dumpdata',
    'git stash list',
    'git ls-remote origin',
    'rsync -an --delete /a/ /b/',
    'rsync -a --dry-run /a/ /b/',
    'ip route show',
    'ip addr',
    'sudo -i ls',
    'tar -tf a.tar',
    'journalctl --since today',
    'restic snapshots',
    "curl --silent 'http://h/readyz/'",
  ])('%s', async (text) => {
    expect(await riskOf(text)).toBe('safe');
  });
});
