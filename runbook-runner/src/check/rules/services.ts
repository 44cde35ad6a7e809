import type { StepRule } from '../rule.ts';
import { hasOption, type Invocation } from '../shell/invocation.ts';
import { commandsRunning, type ShellCommand } from '../shell/script.ts';

/** A command that reads its standard input inside `while read` swallows the lines the loop was going to read. */
export const serviceEatsStdin: StepRule = ({ script, report }) => {
  for (const command of script.commands) {
    const { run } = command;
    if (!command.loopInput || !run || !readsStdin(command, run)) continue;
    const name = run.service ?? run.name;
    report('service-eats-stdin', command.offset, command.node.end - command.node.pos, {
      message: `« ${name} » lit l’entrée de la boucle « while read » : les lignes suivantes seraient avalées sans erreur.`,
      expected: `une entrée à elle : ${name} … < /dev/null, ou une boucle sur un autre descripteur (read -u 3 … 3< fichier).`,
      action: 'Ajoutez < /dev/null à cette commande.',
    });
  }
};

/** Without -T, `docker compose exec` asks for a terminal, and fails where there is none. */
export const composeTerminal: StepRule = ({ step, script, report }) => {
  if (step.interactive) return;
  for (const command of commandsRunning(containers, script)) {
    const verb = containerVerb(command.run);
    if (!verb) continue;
    const compose = verb.compose && !hasOption(verb.args, 'T', '--no-TTY', '--no-tty');
    const plain = !verb.compose && hasOption(verb.args.slice(0, 4), 't', '--tty');
    if (!compose && !plain) continue;
    report('container-terminal', command.offset, command.node.end - command.node.pos, {
      message: 'Cette commande demande un terminal pour le conteneur : sans terminal (cron, CI) elle échoue.',
      expected: compose
        ? 'docker compose exec -T, ou un service de la cible (@db, @backend…).'
        : 'docker exec sans -t, ou un service de la cible (@db, @backend…).',
      action: 'Employez le service, que chaque cible définit : la page sert alors partout.',
    });
  }
};

/** A step's standard input is empty: what waits for a human waits for nobody. */
export const needsTerminal: StepRule = ({ step, script, report }) => {
  if (step.interactive) return;
  for (const command of commandsRunning(asking, script)) {
    const { run } = command;
    const screen = run.name !== 'read';
    const edits = run.name !== 'crontab' || hasOption(run.args, 'e');
    const asks = !screen && command.input === 'inherited' && !hasOption(run.args, 'u') && !command.loopInput;
    if (!(screen && edits && command.output === 'inherited') && !asks) continue;
    report('terminal-needed', command.offset, command.node.end - command.node.pos, {
      message: `« ${run.name} » attend un terminal, et l’entrée d’une étape est vide.`,
      expected: 'une commande qui se suffit, une variable de l’en-tête pour une valeur, ou interactive="true".',
      action: asks
        ? 'Déclarez une variable : l’opérateur est interrogé avant que rien ne commence.'
        : 'Ajoutez interactive="true", ou remplacez la commande.',
    });
  }
};

/** curl succeeds on a page of error. */
export const curlFail: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(curl, script)) {
    if (
      hasOption(
        command.run.args,
        '[fwVIi]',
        '--fail',
        '--fail-with-body',
        '--write-out',
        '--version',
        '--head',
        '--include',
        '--dump-header',
      )
    )
      continue;
    report('curl-fail', command.offset, command.node.end - command.node.pos, {
      message: 'curl finit avec le statut 0 sur une page d’erreur (404, 500).',
      expected: 'curl --fail (ou --fail-with-body), ou un statut lu par --write-out et comparé.',
      action: 'Ajoutez --fail --silent --show-error.',
    });
  }
};

/** `manage.py check --deploy` returns 0 whatever it finds. */
export const djangoCheck: StepRule = ({ script, report }) => {
  if (!script.text.includes('--deploy')) return;
  for (const command of script.commands) {
    const words = command.words.map(({ value }) => value ?? '');
    if (
      !words.some((word) => /(^|\/)(manage\.py|django-admin)$/.test(word)) ||
      !words.includes('check') ||
      !words.includes('--deploy')
    )
      continue;
    if (words.some((word) => word.startsWith('--fail-level'))) continue;
    report('django-check', command.offset, command.node.end - command.node.pos, {
      message: '« manage.py check --deploy » finit avec le statut 0 quoi qu’il trouve.',
      expected: 'manage.py check --deploy --fail-level WARNING.',
      action: 'Ajoutez --fail-level WARNING.',
    });
  }
};

const curl = new Set(['curl']);
const containers = new Set(['docker', 'podman', 'kubectl', 'docker-compose']);
/** Programs that take the whole terminal, and `read`. */
const asking = new Set(
  'vi vim nvim nano emacs ed less more most man top htop watch visudo passwd crontab screen tmux read'.split(' '),
);

function readsStdin(command: ShellCommand, run: Invocation): boolean {
  if (/^@[^:]+(:run)?$/.test(command.words[0]?.value ?? '') || run.service !== null) return true;
  if (run.name === 'ssh') return !hasOption(run.args, 'n');
  const verb = containerVerb(run);
  return verb !== null && (verb.compose || hasOption(verb.args.slice(0, 4), 'i', '--interactive', '--stdin'));
}

function containerVerb(run: Invocation): { compose: boolean; args: Invocation['args'] } | null {
  if (!containers.has(run.name)) return null;
  const words = run.args.map(({ value }) => value ?? '');
  const compose = run.name === 'docker-compose' || (/^(docker|podman)$/.test(run.name) && words[0] === 'compose');
  const verb = words.findIndex((word) => word === 'exec' || word === 'run');
  if (verb < 0) return null;
  if (!compose && words[verb] === 'run') return null;
  return { compose, args: run.args.slice(verb + 1) };
}
