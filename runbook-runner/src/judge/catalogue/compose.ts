import type { RiskRuleId } from '../../rules.ts';
import { after, EXEC_OPTIONS, IRREVERSIBLE, ofImage, SETS } from './container-command.ts';
import type { Entry, HazardCase } from './entry.ts';
import { named, option, readers, SAFE } from './entry.ts';

const rule = (name: RiskRuleId, risk: HazardCase['risk'], text: string): HazardCase => ({ rule: name, risk, text });

const COMPOSE_OPTIONS =
  '-f= --file= -p= --project-name= --profile= --env-file= --project-directory= --ansi= --parallel= --progress= --compatibility --dry-run --all-resources --verbose -v --version';
const STARTS = 'crée ou recrée des conteneurs';
const REPLACES = ['--remove-orphans', '--force-recreate', '--always-recreate-deps'];
const SCALES_DOWN = rule('COMPOSE', 'destructive', 'supprime les conteneurs d’un service');

const COMPOSE_COMMANDS: readonly Entry[] = [
  readers('ps', 'logs', 'images', 'ls', 'port', 'top', 'version', 'events', 'stats', 'volumes'),
  {
    names: ['config', 'convert'],
    cases: [
      {
        rule: 'COMPOSE',
        risk: 'destructive',
        text: 'écrit dans un fichier et remplace ce qu’il contient',
        when: (call) => call.args.some(({ text, split }) => split || /^(-o|--o|--lock)/u.test(text)),
      },
      SAFE,
    ],
  },
  { names: ['exec'], options: EXEC_OPTIONS, stop: true, cases: [SETS, SAFE], runs: after(1) },
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
    runs: ofImage,
  },
  {
    names: ['up'],
    options:
      '-d --detach --build --no-build --no-deps --no-start --wait --wait-timeout= -t= --timeout= --pull= --quiet-pull --scale= --force-recreate --no-recreate --always-recreate-deps -V --renew-anon-volumes --remove-orphans --abort-on-container-exit --abort-on-container-failure --exit-code-from= --attach= --no-attach= --no-color --no-log-prefix --timestamps --menu -w --watch -y --yes',
    cases: [
      option(['-V', '--renew-anon-volumes'], 'COMPOSE', 'critical', IRREVERSIBLE),
      option(REPLACES, 'COMPOSE', 'destructive', 'supprime ou remplace des conteneurs'),
      { ...SCALES_DOWN, when: (call) => call.values('--scale').some(({ text }) => text.endsWith('=0')) },
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
  {
    names: ['create'],
    options:
      '--build --no-build --force-recreate --no-recreate --pull= --quiet-pull --remove-orphans --scale= -y --yes',
    cases: [
      option(REPLACES, 'COMPOSE', 'destructive', 'supprime ou remplace des conteneurs'),
      rule('COMPOSE', 'change', STARTS),
    ],
  },
  named(
    'scale',
    { ...SCALES_DOWN, when: (call) => call.args.some(({ text, split }) => split || /=0*$/u.test(text)) },
    rule('COMPOSE', 'change', STARTS),
  ),
  named('start pull build push', rule('COMPOSE', 'change', STARTS)),
  named('cp', rule('COMPOSE', 'destructive', 'copie des fichiers et remplace ceux du même nom')),
];

/** Docker Compose, by the name under which it is called. */
export const compose = (...names: readonly string[]): Entry => ({
  names,
  options: COMPOSE_OPTIONS,
  subcommands: COMPOSE_COMMANDS,
});
