import { commandsRunning } from '../shell/script.ts';
import type { StepRule } from '../step-rule.ts';

const programs = { psql: new Set(['psql']), pgRestore: new Set(['pg_restore']) };
const feeding = new Set('gunzip zcat gzip bunzip2 bzcat xzcat unxz xz zstd zstdcat cat curl wget ssh'.split(' '));

/** psql goes on after an error and returns 0, and reads a ~/.psqlrc that differs from one machine to the next. */
export const psql: StepRule = ({ script, report }) => {
  for (const command of commandsRunning(programs.psql, script)) {
    const { call } = command.run;
    if (call.has('-l', '--list', '-V', '--version', '--help') || call.unknown === '-?') continue;
    const { length } = command;
    if (!call.has('-X', '--no-psqlrc')) {
      report('psql-psqlrc', command.offset, length, {
        message: 'psql est appelé sans -X : il lit ~/.psqlrc, qui peut changer ses réponses.',
        expected: 'psql -X (ou --no-psqlrc).',
        action: 'Ajoutez -X.',
      });
    }
    const commands = call.values('-c', '--command').length;
    const stops = call
      .values('-v', '--set', '--variable')
      .some(({ text }) => /^ON_ERROR_STOP(=(1|on|true))?$/i.test(text));
    if (!stops && (commands !== 1 || call.has('-f', '--file'))) {
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
    const { call } = command.run;
    if (!call.has('-d', '--dbname')) continue;
    if (call.has('-e', '-1', '--exit-on-error', '--single-transaction')) continue;
    report('pg-restore-on-error', command.offset, command.length, {
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
    const from = feeder?.invocations.find(({ program }) => feeding.has(program))?.program;
    if (from === undefined) continue;
    report('pipe-into-psql', command.offset, command.length, {
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
  const commands = script.commands.filter(({ opens }) => !opens);
  if (!first || !commands.every(({ invocations }) => invocations.at(-1)?.program === 'pg_isready')) return;
  report('pg-isready', first.offset, first.length, {
    message: 'pg_isready répond même si le rôle ou la base n’existe pas : ce n’est pas une preuve que la base sert.',
    expected: "une requête : psql -X --command 'select 1'.",
    action: 'Remplacez-la par une requête.',
  });
};
