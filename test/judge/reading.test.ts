import { describe, expect, test } from 'vitest';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import { mayLoseData } from '../../runbook-runner/src/judge/risk.ts';

const riskOf = async (text: string) => (await judge(text, { services: 'any', constants: new Map() })).risk;

/** By family: what its own documentation says to read, and what must not pass for it. */
const FAMILIES: Readonly<Record<string, { readonly reads: readonly string[]; readonly acts: readonly string[] }>> = {
  clusters: {
    reads: [
      'patronictl -c p.yml list',
      "patronictl -c p.yml query c1 -c 'show port'",
      'repmgr -f /etc/repmgr.conf cluster show',
      'etcdctl --endpoints=h:2379 endpoint health',
      'etcdctl get --prefix /service',
      'consul members',
      'vault kv get secret/x',
      'rabbitmqctl status',
      'rabbitmqctl -n rabbit@h list_queues',
      'kafka-topics.sh --describe --topic t --bootstrap-server h:9092',
    ],
    acts: [
      'patronictl failover c1',
      "patronictl query c1 -c 'drop table t'",
      'etcdctl del k',
      'consul kv put a b',
      'vault read database/creds/x',
      'rabbitmqctl purge_queue q',
      'rabbitmqctl eval "x()."',
      'kafka-topics.sh --delete --topic t',
      'kafka-consumer-groups.sh --describe --group g --reset-offsets --execute',
    ],
  },
  kubernetes: {
    reads: [
      'kubectl get pods -n prod',
      'kubectl -n prod rollout status deployment/web',
      'kubectl logs web --tail=5',
      'kubectl config view',
      'kubectl delete pod x --dry-run=server',
      'helm -n prod list',
      'helm rollback web 3 --dry-run',
      'oc whoami',
    ],
    acts: [
      'kubectl rollout undo deployment/web',
      'kubectl config use-context prod',
      'kubectl delete pod x --dry-run=none',
      'kubectl delete pod x --dry-run=client --dry-run=none',
      'helm rollback web 3',
      'helm template --output-dir d web',
      'oc project autre',
    ],
  },
  'where one command reads, as its own option would say': {
    reads: [
      "PGHOST=/run PGUSER=lecture psql -c 'select 1'",
      'env PGHOST=/run true',
      'sudo PGDATABASE=copies pg_dump -s',
      'KUBECONFIG=/etc/k.yml kubectl get pods',
      'DOCKER_HOST=unix:///run/d.sock docker ps',
      'COMPOSE_PROJECT_NAME=korrigo docker compose ps',
      'RESTIC_REPOSITORY=/srv/r restic snapshots',
      'env HTTPS_PROXY=http://h:3128 curl -s https://h',
    ],
    acts: ["PGHOST=/run psql -c 'drop table t'", 'env KUBECONFIG=/etc/k.yml kubectl delete pod x'],
  },
  cloud: {
    reads: [
      'aws s3 ls s3://b',
      'aws --region eu-west-3 ec2 describe-instances',
      'aws sts get-caller-identity',
      'aws s3 sync a s3://b --dryrun',
      'gcloud compute instances list --project p',
      'az vm show -g g -n n',
      'rclone size a:',
      'rclone sync -n a b',
      'terraform plan',
      'terraform -chdir=infra state list',
      'ansible-playbook --syntax-check site.yml',
    ],
    acts: [
      'aws s3 rm s3://b/k',
      'aws ec2 terminate-instances --instance-ids i',
      'gcloud compute instances delete x',
      'az vm delete -n n',
      "rclone ls a: --sftp-ssh 'rm -rf /srv'",
      'terraform destroy',
      'terraform state rm a.b',
      'ansible-playbook site.yml --check',
      "ansible all -m ping -e 'x={{ lookup(\\'pipe\\', \\'rm\\') }}'",
    ],
  },
  databases: {
    reads: [
      "mysql -N -e 'select 1'",
      "mysql -h db -u lecteur -e 'show databases; select count(*) from t'",
      "mariadb -e 'show full processlist\\G'",
      'sqlite3 -readonly a.db .schema',
      "sqlite3 -readonly a.db 'select count(*) from t'",
      'redis-cli config get maxmemory',
      'redis-cli sentinel masters',
    ],
    acts: [
      "mysql -e 'truncate t'",
      "mysql -e 'select f()'",
      "mysql --init-command='drop table t' -e 'select 1'",
      'sqlite3 a.db .schema',
      "sqlite3 -readonly a.db '.shell rm -rf /srv'",
      'redis-cli config set maxmemory 1',
    ],
  },
  disks: {
    reads: [
      'zpool status',
      'zfs list -t snapshot',
      'zfs destroy -nv pool/x@y',
      'btrfs filesystem usage /',
      'mdadm --detail /dev/md0',
      'wipefs /dev/sdb',
      'parted -s /dev/sda print',
      'mke2fs -n /dev/sdb1',
      'smartctl -a /dev/sda',
      'mount -l',
    ],
    acts: [
      'zpool destroy p',
      'zpool events -c',
      'zfs rollback x@y',
      'btrfs device stats -z /',
      'mdadm --stop /dev/md0',
      'wipefs -a /dev/sdb',
      'parted -s /dev/sda rm 1',
      'smartctl -t long /dev/sda',
      'mount -a',
    ],
  },
  git: {
    reads: [
      'git config --get user.email',
      'git config --global --list',
      'git tag --sort=-v:refname',
      'git branch --merged main',
      'git remote show origin',
      'git grep -n "drop table"',
      'git clean -nd',
      'git push --dry-run origin main',
      'git submodule status',
    ],
    acts: ['git config user.email x', 'git tag v1', 'git branch x', 'git remote add a b', 'git clean -fd', 'git push'],
  },
  system: {
    reads: [
      'ip -br a',
      'iptables -t nat -L -n --line-numbers',
      'ufw status numbered',
      'nft -c -f rules.nft',
      'less /var/log/syslog',
      'man pg_dump',
      'bash -n deploy.sh',
      'apt-get --dry-run remove nginx',
      'dnf check-update',
      'chronyc tracking',
      'apachectl configtest',
      'haproxy -c -f h.cfg',
      'openssl pkcs12 -in a.p12 -info -noout',
      'ssh h -p 22 uptime',
      'virsh list --all',
      'dropdb --help',
      'docker compose down --help',
      'kubectl delete --help',
    ],
    acts: [
      'ip link set eth0 down',
      'iptables -F',
      'ufw disable',
      'nft -f rules.nft',
      'chronyc makestep',
      'apachectl restart',
      'openssl req -newkey rsa -keyout k -noout',
      'virsh destroy vm1',
      'dropdb x --help y',
      'redis-cli del --help',
      'sudo rm -rf /srv --help',
    ],
  },
};

describe.each(Object.entries(FAMILIES))('%s', (_family, { reads, acts }) => {
  test.each(reads)('reads: %s', async (text) => {
    expect(await riskOf(text)).toBe('safe');
  });

  test.each(acts)('acts: %s', async (text) => {
    expect(mayLoseData(await riskOf(text))).toBe(true);
  });
});

test.each([
  'export PGHOST=/run',
  'PGHOST=/run',
  "PGOPTIONS='-c role=x' psql -c 'select 1'",
  'env HOME=/tmp/x git log',
  'DOCKER_CONFIG=/tmp/x docker ps',
])('%s changes what follows, or how it reads', async (text) => {
  expect(await riskOf(text)).toBe('change');
});
