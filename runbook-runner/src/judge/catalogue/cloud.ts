import type { Call } from '../../shell-text/grammar.ts';
import { asks } from './asks.ts';
import type { Entry, HazardCase } from './entry.ts';
import { hasWord, SAFE } from './entry.ts';
import { shownAs, tool, words } from './tool.ts';

const CHANGES: HazardCase = {
  rule: 'CLOUD',
  risk: 'critical',
  text: 'crée, change ou supprime ce que l’hébergeur garde ou fait tourner',
};
const OBJECTS: HazardCase = { rule: 'CLOUD', risk: 'critical', text: 'écrit ou supprime des objets distants' };

/** Hosting providers and object stores. */
export const CLOUD: readonly Entry[] = [
  {
    names: ['aws'],
    shownAs,
    options:
      '--region= --profile= --output= --query= --endpoint-url= --no-cli-pager --no-verify-ssl --no-paginate --ca-bundle= --cli-read-timeout= --cli-connect-timeout= --color= --no-sign-request --version',
    stop: true,
    cases: [
      { ...SAFE, when: (call) => call.has('--version') || awsReads(words(call)) },
      { ...SAFE, when: (call) => words(call)[0] === 's3' && hasWord(call, '--dryrun') },
      {
        ...SAFE,
        when: (call) => words(call)[0] === 'ec2' && hasWord(call, '--dry-run') && !hasWord(call, '--no-dry-run'),
      },
      CHANGES,
    ],
  },
  { names: ['gcloud'], shownAs, cases: [{ ...SAFE, when: gcloudReads }, CHANGES] },
  { names: ['az'], shownAs, cases: [{ ...SAFE, when: azReads }, CHANGES] },
  tool({
    names: 'gsutil',
    options: '-m -q -D -h=',
    reads: [
      'ls',
      'du',
      'stat',
      'cat',
      'hash',
      'version',
      'help',
      'acl get',
      'iam get',
      'lifecycle get',
      'versioning get',
      'cors get',
      'label get',
      'logging get',
      'defacl get',
      'retention get',
      'ubla get',
      'web get',
      'notification list',
    ],
    otherwise: OBJECTS,
  }),
  tool({
    names: 's3cmd',
    options: '-c= --config= -q --quiet -v --verbose -H --human-readable-sizes',
    reads: ['ls', 'la', 'du', 'info', 'multipart', 'listmp'],
    otherwise: OBJECTS,
  }),
  tool({
    names: 'mc',
    options: '--json -q --quiet --no-color --insecure',
    reads: [
      'ls',
      'stat',
      'du',
      'tree',
      'diff',
      'cat',
      'head',
      'ping',
      'ready',
      'admin info',
      'version info',
      'alias list',
      'tag list',
      'retention info',
      'ilm ls',
      'replicate status',
    ],
    otherwise: OBJECTS,
  }),
  tool({
    names: 'rclone',
    options: '--config= -v --verbose -q --quiet --fast-list -n --dry-run',
    reads: [
      'ls',
      'lsd',
      'lsl',
      'lsf',
      'lsjson',
      'size',
      'about',
      'check',
      'cat',
      'tree',
      'version',
      'listremotes',
      'config file',
      'config paths',
      'md5sum',
      'sha1sum',
      'hashsum',
      'cryptcheck',
    ],
    writes: /^(--(output|cpuprof|memprof)|-[a-zA-Z]*o)/u,
    // A remote may be described on the line, with the program that reaches it: `:sftp,ssh=…:`.
    runs: /^--(log-file|output-file|combined|differ|match|missing|error|.*command|.*-ssh|metadata-m|rc|.*proxy)|^:?[^:,/-][^:,]*,.*:/su,
    cases: [
      asks(
        '-n --dry-run',
        '-v --verbose -q --quiet -P --progress --fast-list -c --checksum -u --update --delete-before --delete-during --delete-after --delete-excluded --ignore-existing --ignore-errors --ignore-size --size-only -I --ignore-times -i --interactive --rmdirs --leave-root --create-empty-src-dirs --no-traverse --track-renames --immutable -M --metadata -l --links -L --copy-links --stats-one-line --resync --force --transfers= --checkers= --bwlimit= --config= --include= --exclude= --filter= --include-from= --exclude-from= --filter-from= --files-from= --min-age= --max-age= --min-size= --max-size= --backup-dir= --suffix= --stats= --log-level= --retries= -f=',
        (call) =>
          /^(copy|copyto|sync|bisync|move|moveto|delete|deletefile|purge|rmdirs|cleanup|dedupe)$/u.test(
            words(call)[0] ?? '',
          ),
      ),
    ],
    otherwise: OBJECTS,
  }),
];

// `describe-`, `list-` and `head-` only read, by the conventions of AWS. Some `get-` write a file: those that do not are named.
function awsReads([service = '', operation = '']: readonly string[]): boolean {
  if (/^(describe|list|head|batch-get|lookup)-[a-z0-9-]+$/u.test(operation)) return service !== 's3';
  const named = `${service} ${operation}`;
  return AWS_READS.test(named);
}

const AWS_READS =
  /^(s3 ls|sts get-(caller-identity|access-key-info)|s3api get-bucket-[a-z-]+|s3api get-public-access-block|ec2 get-(console-output|[a-z-]*-(values|associations|entries|attribute|state))|iam get-[a-z-]+|lambda get-(function|function-configuration|policy|account-settings|alias)|logs (get-log-events|filter-log-events|tail)|cloudwatch get-(metric-statistics|metric-data|dashboard)|secretsmanager get-(secret-value|resource-policy)|ssm get-(parameter|parameters|parameters-by-path|parameter-history|command-invocation)|route53 get-[a-z-]+|kms get-key-(policy|rotation-status)|dynamodb (get-item|query|scan)|sqs get-queue-(attributes|url)|sns get-topic-attributes|cloudformation get-(template|stack-policy|template-summary)|ce get-[a-z-]+|acm get-certificate|rds wait|configure list)$/u;

// A group, then others, then the verb, and what it acts on: another word before the verb is a verb itself.
function gcloudReads(call: Call): boolean {
  const written = words(call);
  const path = /^(alpha|beta)$/u.test(written[0] ?? '') ? written.slice(1) : written;
  if (/^(info|version)$/u.test(path[0] ?? '')) return true;
  const verb = path.findIndex((word) => /^(list|describe|read|get-[a-z-]+)$/u.test(word));
  return (
    verb > 0 &&
    !/^get-(credentials|screenshot|public-key)$/u.test(path[verb] ?? '') &&
    path.slice(0, verb).every((word, index) => GCLOUD_GROUP.test(word) || (index === 0 && GCLOUD_FIRST.test(word))) &&
    !call.args.some(({ text }) => /^--(dest|output-f)/u.test(text))
  );
}

// No verb stands among these. `run` and `app` are verbs too, elsewhere than at the beginning.
const GCLOUD_FIRST = /^(run|app)$/u;
const GCLOUD_GROUP = oneOf(`
  compute container sql iam dns kms logging pubsub storage artifacts monitoring config auth identity ai ml spanner
  firestore datastore bigtable dataflow dataproc filestore composer scheduler eventarc billing asset fleet hub managed
  unmanaged resource-manager access-context-manager network-connectivity certificate-manager netapp redis memcache
  accelerator-types access-levels accounts active-directories addresses aliases api-keys app-profiles attachments
  attestors audit-logs authorized-networks autoscalers autoscaling-policies backend-buckets backend-services
  backup-policies backup-vaults backups batches bindings brokers buckets builds certificates certs
  channel-descriptors channels client-certs clusters commitments components configs configurations connections
  connectors consumers custom-constraints dags dashboards databases dead-letters deployments descriptors diagnostics
  disk-types disks dns-authorizations dns-keys domain-mappings domains endpoints entries environments event-types
  events executions external-vpn-gateways features fields files firewall-policies firewall-rules flags fleets
  folders forwarding-rules functions future-reservations gateways groups health-checks holds http-health-checks
  https-health-checks hubs images import-jobs indexes indices ingresses instance-configs instance-groups
  instance-partitions instance-templates instances instant-snapshots interconnects invoices ip-ranges
  issuance-configs jobs keyrings keys kms-configs lakes levels liens links locations logs machine-images
  machine-types maintenance-windows managed-folders managed-zones maps members memberships metrics models
  network-endpoint-groups network-firewall-policies networks node-groups node-pools node-templates node-types notes
  notifications operations org-policies organizations os-login packages packet-mirrorings partitions peerings
  perimeters plugins policies pools ports products profiles projects providers proxies public-advertised-prefixes
  public-delegated-prefixes queues quota-rules quotas ranges recommendations record-sets regions releases
  replications repos repositories reservations resource-policies resource-record-sets resources response-policies
  revisions roles rollouts routers routes rules runtimes schemas secrets security-policies service-accounts
  service-attachments services sessions settings shards sinks snapshots sole-tenancy sources ssh-keys ssl
  ssl-certificates ssl-certs ssl-policies stages storage-pools streams subnets subscriptions tables tags
  target-grpc-proxies target-http-proxies target-https-proxies target-instances target-pools target-ssl-proxies
  target-tcp-proxies target-vpn-gateways targets tasks templates tensorboards tiers topics triggers url-maps users
  values variables versions views volumes vpc-peerings vpn-gateways vpn-tunnels worker-pools workflow-templates
  workflows workload-identity-pools workstations zones
`);

function oneOf(words: string): RegExp {
  return new RegExp(`^(${words.trim().split(/\s+/u).join('|')})$`, 'u');
}

// No operand: the verb is the last word of the path.
function azReads(call: Call): boolean {
  const path = words(call);
  return /^(list|show|exists|version|list-[a-z-]+|show-[a-z-]+|get-instance-view)$/u.test(path.at(-1) ?? '');
}
