import { exactValue } from '../../shell-text/argument.ts';
import type { Invocation } from '../../shell-text/invocation.ts';
import type { ShellCommand } from '../shell/command.ts';
import { commandsRunning } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

/** A command that reads its standard input inside `while read` swallows the lines the loop was going to read. */
export const serviceEatsStdin: StepRule = ({ script, report }) => {
  for (const command of script.commands) {
    const run = command.loopInput ? readerOfStdin(command) : undefined;
    if (!run) continue;
    const name = run.service ?? run.program;
    report('service-eats-stdin', command.offset, command.length, {
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
    const { call } = command.run;
    const compose = COMPOSE.test(call.name) && !call.has('-T', '--no-TTY', '--no-tty');
    const plain = CONTAINER.test(call.name) && call.has('-t', '--tty');
    if (!compose && !plain) continue;
    report('container-terminal', command.offset, command.length, {
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
    const screen = run.program !== 'read';
    const edits = run.program !== 'crontab' || run.args.some(({ text }) => /^-[a-zA-Z]*e/.test(text));
    const descriptor = run.args.some(({ text }) => /^-[a-zA-Z]*u/.test(text));
    const asks = !screen && command.input === 'inherited' && !descriptor && !command.loopInput;
    if (!(screen && edits && command.output === 'inherited') && !asks) continue;
    report('terminal-needed', command.offset, command.length, {
      message: `« ${run.program} » attend un terminal, et l’entrée d’une étape est vide.`,
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
    const { call } = command.run;
    if (call.has('-f', '--fail', '--fail-with-body', '-w', '--write-out', '-V', '--version')) continue;
    if (call.has('-I', '--head', '-i', '--include', '--dump-header')) continue;
    report('curl-fail', command.offset, command.length, {
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
    const words = command.words.map((word) => exactValue(word) ?? '');
    if (
      !words.some((word) => /(^|\/)(manage\.py|django-admin)$/.test(word)) ||
      !words.includes('check') ||
      !words.includes('--deploy')
    )
      continue;
    if (words.some((word) => word.startsWith('--fail-level'))) continue;
    report('django-check', command.offset, command.length, {
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

const COMPOSE = /^(docker-compose|podman-compose|\w+ compose) (exec|run)$/;
const CONTAINER = /^\w+ exec$/;

function readerOfStdin(command: ShellCommand): Invocation | undefined {
  return command.invocations.find(({ program, service, call, consumed }) => {
    if (consumed) return false;
    if (service !== null) return true;
    if (program === 'ssh') return !call.has('-n');
    if (!containers.has(program)) return false;
    return COMPOSE.test(call.name) || (CONTAINER.test(call.name) && call.has('-i', '--interactive', '--stdin'));
  });
}
