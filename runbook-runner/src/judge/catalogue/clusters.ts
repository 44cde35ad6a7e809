import type { Call, Inner } from '../../shell-text/grammar.ts';
import type { Entry, HazardCase } from './entry.ts';
import { SAFE } from './entry.ts';
import { tool } from './tool.ts';

const CHANGES: HazardCase = {
  rule: 'CLUSTER',
  risk: 'destructive',
  text: 'change une grappe, son état ou ses données',
};
const listing = (call: Call): boolean =>
  call.args.some(({ text }) => /^--(list|describe)$/u.test(text)) &&
  !call.args.some(
    ({ text, split }) => split || /^--(create|delete|alter|add|remove|reset|execute|to-|shift|from-)/u.test(text),
  );

/** Clusters of databases, of queues, of configuration: what leads them, and what they keep. */
export const CLUSTERS: readonly Entry[] = [
  {
    ...tool({
      names: 'patronictl',
      options: '-c= --config-file= -d= --dcs-url= --dcs= -k --insecure',
      reads: ['list', 'topology', 'history', 'dsn', 'show-config', 'version'],
      otherwise: CHANGES,
    }),
    subcommands: [
      {
        names: ['query'],
        options:
          '-c= --command= --file= --format= --delimiter= -w= --watch= -W -m= --member= -r= --role= --group= -U= --username= -d= --dbname= --password',
        cases: [SAFE],
        runs: patroniQuery,
      },
    ],
  },
  tool({
    names: 'repmgr',
    options: '-f= --config-file= -L= --log-level= -q --quiet -t --terse',
    reads: [
      'cluster show',
      'cluster matrix',
      'cluster crosscheck',
      'cluster event',
      'node status',
      'node check',
      'service status',
      'daemon status',
    ],
    otherwise: CHANGES,
  }),
  tool({
    names: 'etcdctl',
    options:
      '--endpoints= --cacert= --cert= --key= --user= --password= -w= --write-out= --command-timeout= --dial-timeout= --insecure-skip-tls-verify --insecure-transport --hex --debug',
    reads: [
      'get',
      'endpoint health',
      'endpoint status',
      'endpoint hashkv',
      'member list',
      'alarm list',
      'user list',
      'user get',
      'role list',
      'role get',
      'lease list',
      'lease timetolive',
      'snapshot status',
      'auth status',
      'version',
    ],
    otherwise: CHANGES,
  }),
  tool({
    names: 'consul',
    reads: [
      'members',
      'info',
      'version',
      'kv get',
      'catalog datacenters',
      'catalog nodes',
      'catalog services',
      'operator raft list-peers',
      'operator autopilot get-config',
      'operator autopilot state',
      'config list',
      'config read',
      'intention list',
      'intention get',
      'intention check',
      'snapshot inspect',
      'validate',
    ],
    otherwise: CHANGES,
  }),
  tool({
    names: 'vault bao',
    reads: [
      'status',
      'version',
      'kv get',
      'kv list',
      'kv metadata get',
      'list',
      'policy list',
      'policy read',
      'auth list',
      'secrets list',
      'audit list',
      'token lookup',
      'operator raft list-peers',
      'operator raft autopilot state',
      'operator members',
      'plugin list',
    ],
    otherwise: CHANGES,
  }),
  tool({
    names: 'rabbitmqctl rabbitmq-diagnostics rabbitmq-queues',
    options: '-n= --node= -q --quiet -s --silent -t= --timeout= -l --longnames',
    reads:
      'status cluster_status ping version report environment server_version erlang_version memory_breakdown listeners alarms is_booting is_running log_location log_tail list_bindings list_channels list_ciphers list_connections list_consumers list_exchanges list_feature_flags list_global_parameters list_hashes list_node_auth_attempt_stats list_operator_policies list_parameters list_permissions list_policies list_queues list_topic_permissions list_unresponsive_queues list_user_limits list_user_permissions list_user_topic_permissions list_users list_vhost_limits list_vhosts list_deprecated_features list_network_interfaces check_alarms check_certificate_expiration check_local_alarms check_port_connectivity check_port_listener check_protocol_listener check_running check_virtual_hosts check_if_node_is_mirror_sync_critical check_if_node_is_quorum_critical quorum_status'.split(
        ' ',
      ),
    otherwise: CHANGES,
  }),
  {
    names: [
      'kafka-topics',
      'kafka-consumer-groups',
      'kafka-configs',
      'kafka-acls',
      'kafka-reassign-partitions',
    ].flatMap((name) => [name, `${name}.sh`]),
    cases: [{ ...SAFE, when: listing }, CHANGES],
  },
  tool({
    names: 'pg_autoctl',
    reads: ['show state', 'show settings', 'show uri', 'show events', 'show standby-names', 'show file', 'version'],
    otherwise: CHANGES,
  }),
];

// The SQL of `query` is judged like that of psql; a file is not read.
function patroniQuery(call: Call): readonly Inner[] {
  const texts = call.values('-c', '--command').map((text): Inner => ({ kind: 'sql', text, variables: new Map() }));
  return texts.length > 0 && !call.has('--file')
    ? texts
    : [{ kind: 'opaque', rule: 'DB-PSQL', text: 'exécute un fichier SQL dont le contenu n’est pas jugé' }];
}
