import { exactValue } from '../../shell-text/argument.ts';
import type { Call } from '../../shell-text/grammar.ts';
import type { Case, Entry } from './entry.ts';
import { SAFE } from './entry.ts';

const READING =
  /^(ping|echo|info|get|mget|llen|lrange|lindex|dbsize|exists|ttl|pttl|type|keys|scan|sscan|hscan|zscan|strlen|getrange|hget|hmget|hgetall|hkeys|hvals|hlen|hexists|scard|smembers|sismember|zcard|zrange|zscore|zrank|zcount|xlen|xrange|xinfo|time|lastsave|role|object|randomkey|select|auth|pubsub|wait|dump|bitcount|xread|xpending|lolwut|monitor|sintercard|zrevrange|zrangebyscore|zrangebylex|lpos|smismember|zmscore|getbit|hstrlen|hrandfield|srandmember|geopos|geodist|expiretime|pexpiretime)$/u;

/** Of these, only the second words named here read. */
const SUBCOMMANDS: ReadonlyMap<string, RegExp> = new Map([
  ['acl', /^(list|users|whoami|cat|getuser|genpass|help|log(?! reset)) /u],
  ['client', /^(list|info|id|getname|getredir|trackinginfo|help) /u],
  ['cluster', /^(info|nodes|slots|shards|keyslot|countkeysinslot|getkeysinslot|links|myid|replicas|slaves|help) /u],
  ['command', /^( |(count|docs|info|list|getkeys|help) )/u],
  ['config', /^(get|help) /u],
  ['latency', /^(latest|history|doctor|graph|histogram|help) /u],
  ['memory', /^(usage|stats|doctor|malloc-stats|help) /u],
  ['sentinel', /^(masters|master|replicas|slaves|sentinels|get-master-addr-by-name|ckquorum|info-cache|myid|help) /u],
  ['slowlog', /^(get|len|help) /u],
]);

const commandRisk = (risk: Case['risk'], text: string, names: RegExp, second?: RegExp): Case => ({
  rule: 'CACHE',
  risk,
  text,
  when: (call) => names.test(word(call, 0)) && (second === undefined || second.test(word(call, 1))),
});

/** Redis and its kin, memcached. */
export const CACHE: readonly Entry[] = [
  {
    names: ['redis-cli', 'valkey-cli', 'keydb-cli'],
    options:
      '-h= -p= -s= -a= --pass= --user= -u= -n= -t= -2 -3 -r= -i= -x -X= -c -d= -D= -e --tls --sni= --cacert= --cacertdir= --cert= --key= --insecure --raw --no-raw --json --csv --quoted-json --no-auth-warning --askpass --stat --latency --latency-history --latency-dist --bigkeys --memkeys --hotkeys --scan --pattern= --quoted-pattern= --intrinsic-latency= --rdb= --functions-rdb= --pipe --pipe-timeout= --eval= --ldb --replica --lru-test= --cluster= --show-pushes= -v --version --help --verbose --count= --cursor=',
    stop: true,
    cases: [
      {
        rule: 'CACHE',
        risk: 'opaque',
        text: 'exécute un script ou ce qu’il lit sur son entrée',
        when: (call) => call.has('--eval', '--pipe', '--cluster', '--ldb', '-x', '-X', '--lru-test'),
      },
      {
        rule: 'CACHE',
        risk: 'destructive',
        text: 'écrit une copie du cache dans un fichier',
        when: (call) => call.has('--rdb', '--functions-rdb'),
      },
      {
        ...SAFE,
        when: (call) =>
          call.has(
            '--scan',
            '--stat',
            '--latency',
            '--latency-history',
            '--latency-dist',
            '--bigkeys',
            '--memkeys',
            '--hotkeys',
            '--intrinsic-latency',
            '-v',
            '--version',
            '--help',
          ) && call.operands.length === 0,
      },
      {
        rule: 'CACHE',
        risk: 'opaque',
        text: 'exécute ce qu’il lit sur son entrée',
        when: (call) => call.operands.length === 0,
      },
      {
        rule: 'CACHE',
        risk: 'opaque',
        text: 'lance une commande qui n’est connue qu’à l’exécution',
        when: (call) => exactValue(call.operands[0]) === null,
      },
      commandRisk('critical', 'vide tout le cache, toutes bases confondues', /^flushall$/u),
      commandRisk('destructive', 'vide une base du cache', /^flushdb$/u),
      commandRisk(
        'opaque',
        'exécute un script',
        /^(eval|evalsha|eval_ro|evalsha_ro|fcall|fcall_ro|script|function|module)$/u,
      ),
      {
        ...SAFE,
        when: (call) =>
          READING.test(word(call, 0)) ||
          SUBCOMMANDS.get(word(call, 0))?.test(`${word(call, 1)} ${word(call, 2)}`) === true,
      },
      commandRisk('change', 'ajoute au cache', /^(setnx|msetnx|append|hsetnx|lpush|rpush|sadd|zadd|xadd)$/u),
      commandRisk('change', 'change un compteur du cache', /^(incr|incrby|incrbyfloat|decr|decrby|hincrby)$/u),
      commandRisk('change', 'garde une clé du cache plus longtemps', /^(persist|touch)$/u),
      commandRisk('change', 'envoie un message aux abonnés', /^publish$/u),
      commandRisk('change', 'enregistre le cache sur le disque', /^(bgsave|save|bgrewriteaof)$/u),
      {
        rule: 'CACHE',
        risk: 'change',
        text: 'ajoute une clé au cache si elle n’existe pas',
        when: (call) =>
          word(call, 0) === 'set' && call.operands.slice(3).some(({ text }) => text.toLowerCase() === 'nx'),
      },
      { rule: 'CACHE', risk: 'destructive', text: 'supprime ou remplace des données du cache' },
    ],
  },
];

function word(call: Call, position: number): string {
  return call.operands[position]?.text.toLowerCase() ?? '';
}
