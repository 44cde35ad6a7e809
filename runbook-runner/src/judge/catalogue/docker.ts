import type { RiskRuleId } from '../../rules.ts';
import { compose } from './compose.ts';
import { after, EXEC_OPTIONS, givesTheMachine, IRREVERSIBLE, ofImage, SETS } from './container-command.ts';
import type { Case, Entry } from './entry.ts';
import { named, option, readers, SAFE } from './entry.ts';
import { tool } from './tool.ts';

const rule = (name: RiskRuleId, risk: Case['risk'], text: string): Case => ({ rule: name, risk, text });

const RUN_OPTIONS = `${EXEC_OPTIONS} --rm --entrypoint= --name= -l= --label= -p= --publish= -v= --volume= --mount= --network= --net= --pull= --platform= -h= --hostname= --cap-add= --cap-drop= --security-opt= --init --restart= -m= --memory= --cpus= --read-only --tmpfs= --volumes-from= --add-host= --dns= --ulimit= --gpus= --link= -P --pid= --ipc= --log-driver= --log-opt= --shm-size= -a= --attach= -q --quiet --device= --group-add= --userns=`;

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
  { names: ['exec'], options: EXEC_OPTIONS, stop: true, cases: [SETS, SAFE], runs: after(1) },
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
          call.has('--privileged', '--device') || call.values('-v', '--volume', '--mount').some(givesTheMachine),
      },
      rule('DOCKER', 'change', 'crée un conteneur'),
    ],
    runs: ofImage,
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
    'build',
    {
      ...rule('DOCKER', 'destructive', 'écrit son résultat dans un dossier et remplace ce qu’il contient'),
      when: (call) => call.args.some(({ text }) => /^(-o|--output|--iidfile|--metadata-file)/u.test(text)),
    },
    rule('DOCKER', 'change', 'construit une image'),
  ),
  named(
    'start unpause pull tag push load import commit login logout rename update',
    rule('DOCKER', 'change', 'change des conteneurs ou des images'),
  ),
  named(
    'cp',
    { ...SAFE, when: (call) => call.args.length === 2 && call.args[1]?.text === '-' },
    rule('DOCKER', 'destructive', 'copie des fichiers et remplace ceux du même nom'),
  ),
  ...['stack', 'service', 'node', 'secret', 'config'].map(
    (name): Entry => ({
      ...group(name, 'ls ps logs inspect services'),
      cases: [rule('DOCKER', 'critical', 'change la grappe de machines')],
    }),
  ),
  named('swarm', rule('DOCKER', 'critical', 'change la grappe de machines')),
  group('buildx', 'ls du inspect version', ['prune rm', 'destructive', 'supprime le cache de construction']),
  group('manifest', 'inspect'),
  group('plugin', 'ls inspect'),
  group('trust', 'inspect'),
];

/** Docker and its kin, Compose, the tools of container engines. */
export const DOCKER: readonly Entry[] = [
  {
    names: ['docker', 'podman', 'nerdctl'],
    options:
      '-H= --host= -c= --context= --config= -D --debug -l= --log-level= --tls --tlsverify --tlscacert= --tlscert= --tlskey= -v --version',
    subcommands: DOCKER_COMMANDS,
    cases: [{ ...SAFE, when: (call) => call.has('-v', '--version') && call.operands.length === 0 }],
  },
  compose('docker-compose', 'podman-compose'),
  tool({
    names: 'crictl',
    options: '-r= --runtime-endpoint= -i= --image-endpoint= -t= --timeout= -c= --config= -D --debug',
    reads: 'ps pods images img imagefsinfo info inspect inspecti inspectp logs stats statsp metricsp version'.split(
      ' ',
    ),
    otherwise: { rule: 'DOCKER', risk: 'destructive', text: 'change des conteneurs' },
  }),
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
