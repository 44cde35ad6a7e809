import type { StepRule } from '../rule.ts';
import { hasOption, optionValues } from '../shell/invocation.ts';
import { commandsRunning } from '../shell/script.ts';

const programs = { psql: new Set(['psql']), pgRestore: new Set(['pg_restore']) };

/** psql goes on after an error and returns 0, and reads a ~/.psqlrc that differs from one machine to the next. */
export const psql: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(programs.psql, script)) {
    const { args } = command.run;
    if (hasOption(args, '(?:[lV]|\\?)', '--list', '--version', '--help')) continue;
    const length = command.node.end - command.node.pos;
    if (!hasOption(args, 'X', '--no-psqlrc')) {
      report('psql-psqlrc', command.offset, length, {
        message: 'psql est appelé sans -X : il lit ~/.psqlrc, qui peut changer ses réponses.',
        expected: 'psql -X (ou --no-psqlrc).',
        action: 'Ajoutez -X.',
      });
    }
    const commands = optionValues(args, 'c', '--command').length;
    const files = optionValues(args, 'f', '--file').length;
    const stops = optionValues(args, 'v', '--set', '--variable').some((value) =>
      /^ON_ERROR_STOP(=(1|on|true))?$/i.test(value),
    );
    if (!stops && (commands !== 1 || files > 0)) {
      report('psql-on-error', command.offset, length, {
        message: 'psql continue après une erreur et finit avec le statut 0 : l’échec passerait inaperçu.',
        expected: 'psql -X -v ON_ERROR_STOP=1 dès qu’il lit un fichier, l’entrée standard ou plusieurs commandes.',
        action: 'Ajoutez -v ON_ERROR_STOP=1.',
      });
    }
  }
};

/** pg_restore goes on after an error too, and leaves a database half restored. */
export const pgRestore: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(programs.pgRestore, script)) {
    const { run } = command;
    if (!hasOption(run.args, 'd', '--dbname')) continue;
    if (hasOption(run.args, '[e1]', '--exit-on-error', '--single-transaction')) continue;
    report('pg-restore-on-error', command.offset, command.node.end - command.node.pos, {
      message: 'pg_restore continue après une erreur et laisse une base à moitié restaurée.',
      expected: 'pg_restore --exit-on-error --single-transaction, vers une base vide.',
      action: 'Ajoutez ces options (--exit-on-error seul si vous restaurez avec --jobs).',
    });
  }
};

/** The end of a cut stream is an end of file, and psql commits there. */
export const pipeIntoPsql: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(programs.psql, script)) {
    if (command.input !== 'piped') continue;
    const feeder = script.commands.find((other) => other.pipeline === command.pipeline && other !== command);
    const from = feeder?.run?.name;
    if (
      from === undefined ||
      !/^(gunzip|zcat|gzip|bunzip2|bzcat|xzcat|unxz|xz|zstd|zstdcat|cat|curl|wget|ssh)$/.test(from)
    )
      continue;
    report('pipe-into-psql', command.offset, command.node.end - command.node.pos, {
      message: `Une archive tronquée est validée quand même : la fin du flux de « ${from} » vaut COMMIT, même avec --single-transaction.`,
      expected:
        'une archive dont la somme de contrôle est vérifiée, restaurée par pg_restore --single-transaction --exit-on-error.',
      action: 'Employez le format « custom » de pg_dump et pg_restore.',
    });
  }
};

/** pg_isready answers yes for a role or a database that does not exist. */
export const pgIsready: StepRule = ({ step, script, report }) => {
  if (step.kind !== 'check') return;
  const [first] = script.commands;
  if (!first || !script.commands.every(({ run }) => run?.name === 'pg_isready')) return;
  report('pg-isready', first.offset, first.node.end - first.node.pos, {
    message: 'pg_isready répond même si le rôle ou la base n’existe pas : ce n’est pas une preuve que la base sert.',
    expected: "une requête : psql -X --command 'select 1'.",
    action: 'Remplacez-la par une requête.',
  });
};
