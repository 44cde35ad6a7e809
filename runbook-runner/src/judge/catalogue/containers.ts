import type { RiskRuleId } from '../../rules.ts';
import type { Call, Inner } from '../../shell-text/grammar.ts';
import type { Case, Entry } from './entry.ts';
import { option, readers, SAFE } from './entry.ts';
import { environmentRule } from './environment.ts';

const rule = (name: RiskRuleId, risk: Case['risk'], text: string): Case => ({ rule: name, risk, text });
const named = (names: string, ...cases: readonly Case[]): Entry => ({ names: names.split(' '), cases });
/** The command after the options and the place where it runs. */
const after =
  (skip: number) =>
  (call: Call): readonly Inner[] =>
    call.operands.length > skip ? [{ kind: 'command', argv: call.operands.slice(skip), elsewhere: true }] : [];

const COMPOSE_OPTIONS =
  '-f= --file= -p= --project-name= --profile= --env-file= --project-directory= --ansi= --parallel= --progress= --compatibility --dry-run --all-resources --verbose -v --version';
/** A variable that changes what is executed is given to the container. */
const SETS: readonly Case[] = [
  {
    rule: 'ENV',
    risk: 'opaque',
    text: 'change ce que la commande exécute vraiment',
    when: (call) =>
      call
        .values('-e', '--env')
        .some((value) => environmentRule(value.text.replace(/=.*$/su, ''), 'prefix')?.risk === 'opaque'),
  },
];

const EXEC_OPTIONS =
  '-d --detach -i --interactive -t --tty -T --no-tty --no-TTY -u= --user= -w= --workdir= -e= --env= --env-file= --privileged --index= --detach-keys=';
const IRREVERSIBLE = 'supprime des volumes : les données qu’ils contiennent sont perdues';
const STARTS = 'crée ou recrée des conteneurs';

const COMPOSE_COMMANDS: readonly Entry[] = [
  readers('ps', 'config', 'convert', 'logs', 'images', 'ls', 'port', 'top', 'version', 'events', 'stats', 'volumes'),
  { names: ['exec'], options: EXEC_OPTIONS, stop: true, cases: [...SETS, SAFE], runs: after(1) },
  {
    names: ['wait'],
    cases: [
      {
        rule: 'COMPOSE',
        risk: 'destructive',
        text: 'supprime le projet',
        when: (call) => call.args.some((word) => word.split || /^--d/u.test(word.text)),
      },
      SAFE,
    ],
  },
  {
    names: ['run'],
    options: `${EXEC_OPTIONS} --rm --no-deps --entrypoint= --name= -l= --label= -p= --publish= -v= --volume= --service-ports --use-aliases --build --quiet-pull --quiet --pull= --remove-orphans --cap-add= --cap-drop= -P`,
    stop: true,
    cases: [
      option(['--remove-orphans'], 'COMPOSE', 'destructive', 'supprime des conteneurs'),
      {
        rule: 'COMPOSE',
        risk: 'opaque',
        text: 'lance un autre point d’entrée que celui de l’image',
        when: (call) => call.values('--entrypoint').some((value) => value.text !== ''),
      },
      rule('COMPOSE', 'change', 'crée un conteneur ; le point d’entrée de l’image s’exécute s’il n’est pas vide'),
    ],
    runs: after(1),
  },
  {
    names: ['up'],
    options:
      '-d --detach --build --no-build --no-deps --no-start --wait --wait-timeout= -t= --timeout= --pull= --quiet-pull --scale= --force-recreate --no-recreate --always-recreate-deps -V --renew-anon-volumes --remove-orphans --abort-on-container-exit --abort-on-container-failure --exit-code-from= --attach= --no-attach= --no-color --no-log-prefix --timestamps --menu -w --watch -y --yes',
    cases: [
      option(['-V', '--renew-anon-volumes'], 'COMPOSE', 'critical', IRREVERSIBLE),
      option(['--remove-orphans', '--force-recreate'], 'COMPOSE', 'destructive', 'supprime ou remplace des conteneurs'),
      rule('COMPOSE', 'change', STARTS),
    ],
  },
  {
    names: ['down'],
    options: '-v --volumes --rmi= --remove-orphans -t= --timeout=',
    cases: [
      option(['-v', '--volumes'], 'COMPOSE', 'critical', IRREVERSIBLE),
      rule('COMPOSE', 'destructive', 'arrête et supprime les conteneurs'),
    ],
  },
  {
    names: ['rm'],
    options: '-f --force -s --stop -v --volumes',
    cases: [
      option(['-v', '--volumes'], 'COMPOSE', 'critical', IRREVERSIBLE),
      rule('COMPOSE', 'destructive', 'supprime des conteneurs'),
    ],
  },
  named('stop kill restart pause unpause', rule('COMPOSE', 'destructive', 'arrête ou suspend des services')),
  named('start create pull build push scale', rule('COMPOSE', 'change', STARTS)),
  named('cp', rule('COMPOSE', 'destructive', 'copie des fichiers et remplace ceux du même nom')),
];

const compose = (...names: readonly string[]): Entry => ({
  names,
  options: COMPOSE_OPTIONS,
  subcommands: COMPOSE_COMMANDS,
});

const RUN_OPTIONS = `${EXEC_OPTIONS} --rm --entrypoint= --name= -l= --label= -p= --publish= -v= --volume= --mount= --network= --net= --pull= --platform= -h= --hostname= --cap-add= --cap-drop= --security-opt= --init --restart= -m= --memory= --cpus= --read-only --tmpfs= --volumes-from= --add-host= --dns= --ulimit= --gpus= --link= -P --pid= --ipc= --log-driver= --log-opt= --shm-size= -a= --attach= -q --quiet --device= --group-add= --userns= --env-file=`;

const DOCKER_COMMANDS: readonly Entry[] = [
  readers(
    'ps',
    'images',
    'logs',
    'inspect',
    'version',
    'info',
    'stats',
    'top',
    'port',
    'diff',
    'history',
    'events',
    'search',
    'wait',
  ),
  {
    names: ['save', 'export'],
    options: '-o= --output= --platform=',
    cases: [
      option(['-o', '--output'], 'DOCKER', 'destructive', 'écrit dans un fichier et remplace ce qu’il contient'),
      SAFE,
    ],
  },
  compose('compose'),
  { names: ['exec'], options: EXEC_OPTIONS, stop: true, cases: [...SETS, SAFE], runs: after(1) },
  {
    names: ['run', 'create'],
    options: RUN_OPTIONS,
    stop: true,
    cases: [
      {
        rule: 'DOCKER',
        risk: 'opaque',
        text: 'lance un autre point d’entrée que celui de l’image',
        when: (call) => call.values('--entrypoint').some((value) => value.text !== ''),
      },
      {
        rule: 'DOCKER',
        risk: 'opaque',
        text: 'donne au conteneur la main sur la machine',
        when: (call) =>
          call.has('--privileged', '--device') ||
          call
            .values('-v', '--volume', '--mount')
            .some((value) =>
              /^\/?:|^\/(etc|var\/run|run|root|usr|home)?:|source=\/(,|$)|docker\.sock/u.test(value.text),
            ),
      },
      rule('DOCKER', 'change', 'crée un conteneur'),
    ],
    runs: after(1),
  },
  group('volume', 'ls inspect', ['rm prune', 'critical', IRREVERSIBLE], ['create', 'change', 'crée un volume']),
  group('system', 'df info events', [
    'prune',
    'critical',
    'supprime conteneurs, réseaux, images et, avec « --volumes », des données',
  ]),
  group(
    'container',
    'ls inspect logs stats top port diff list ps',
    ['rm prune', 'destructive', 'supprime des conteneurs'],
    ['stop kill restart pause', 'destructive', 'arrête des conteneurs'],
    ['start', 'change', 'démarre des conteneurs'],
  ),
  group(
    'image',
    'ls inspect history list',
    ['rm prune remove', 'destructive', 'supprime des images'],
    ['pull build tag load import', 'change', 'ajoute une image'],
  ),
  group(
    'network',
    'ls inspect',
    ['rm prune disconnect', 'destructive', 'supprime un réseau'],
    ['create connect', 'change', 'change un réseau'],
  ),
  group('builder', 'ls', ['prune', 'destructive', 'supprime le cache de construction']),
  group('context', 'ls show inspect', [
    'use rm',
    'destructive',
    'change la machine que visent les commandes suivantes',
  ]),
  named(
    'rm',
    {
      ...option(['-v', '--volumes'], 'DOCKER', 'critical', IRREVERSIBLE),
      when: (call) => call.args.some((word) => /^-\w*v|^--volumes$/u.test(word.text)),
    },
    rule('DOCKER', 'destructive', 'supprime des conteneurs'),
  ),
  named('rmi', rule('DOCKER', 'destructive', 'supprime des images')),
  named('stop kill restart pause', rule('DOCKER', 'destructive', 'arrête des conteneurs')),
  named(
    'start unpause pull build tag push load import commit login logout rename update',
    rule('DOCKER', 'change', 'change des conteneurs ou des images'),
  ),
  named('cp', rule('DOCKER', 'destructive', 'copie des fichiers et remplace ceux du même nom')),
  named('swarm stack service node secret config', rule('DOCKER', 'critical', 'change la grappe de machines')),
];

const KUBE_OPTIONS =
  '-n= --namespace= --context= --kubeconfig= --cluster= --user= -s= --server= --token= --as= --request-timeout= -v=';

/** Containers: Docker, Compose, Podman, Kubernetes, LXC. */
export const CONTAINERS: readonly Entry[] = [
  {
    names: ['docker', 'podman', 'nerdctl'],
    options:
      '-H= --host= -c= --context= --config= -D --debug -l= --log-level= --tls --tlsverify --tlscacert= --tlscert= --tlskey= -v --version',
    subcommands: DOCKER_COMMANDS,
  },
  compose('docker-compose', 'podman-compose'),
  {
    names: ['kubectl', 'oc', 'k3s-kubectl'],
    options: KUBE_OPTIONS,
    subcommands: [
      readers(
        'get',
        'describe',
        'logs',
        'top',
        'version',
        'explain',
        'api-resources',
        'api-versions',
        'cluster-info',
        'wait',
        'events',
        'diff',
      ),
      {
        names: ['exec'],
        options: `${KUBE_OPTIONS} -i --stdin -t --tty -c= --container= -q --quiet --pod-running-timeout= -it -f= --filename=`,
        cases: [SAFE],
        runs: after(1),
      },
      named('delete drain', { rule: 'K8S', risk: 'critical', text: 'supprime des objets de la grappe' }),
      named('apply create run expose', rule('K8S', 'destructive', 'crée ou remplace des objets de la grappe')),
      named(
        'cp edit patch replace rollout scale set label annotate cordon uncordon taint config autoscale debug attach port-forward proxy',
        rule('K8S', 'destructive', 'change des objets de la grappe'),
      ),
    ],
  },
  {
    names: ['helm'],
    subcommands: [readers('list', 'ls', 'status', 'history', 'get', 'show', 'template', 'version', 'lint', 'search')],
    cases: [rule('K8S', 'critical', 'change ou supprime une installation')],
  },
  {
    names: ['lxc', 'incus', 'lxc-attach', 'vagrant', 'machinectl'],
    cases: [rule('EXEC-OPAQUE', 'opaque', 'exécute ailleurs ce que l’on ne juge pas')],
  },
];

type Verbs = readonly [names: string, risk: Case['risk'], text: string];

function group(name: string, reading: string, ...verbs: readonly Verbs[]): Entry {
  return {
    names: [name],
    subcommands: [
      readers(...reading.split(' ')),
      ...verbs.map(([names, risk, text]) => named(names, rule('DOCKER', risk, text))),
    ],
  };
}
