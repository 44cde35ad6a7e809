import type { Command, Given, Options } from './command.ts';
import { defineCommand, names } from './command.ts';
import {
  confirm,
  confirmAsRun,
  done,
  fix,
  format,
  outcomes,
  redo,
  report,
  stopSurvivors,
  target,
  targets,
  targetsOfRun,
  variable,
} from './options.ts';

const listOptions = { targets } satisfies Options;
export type ListGiven = Given<typeof listOptions>;

const list = defineCommand({
  name: 'list',
  summary: 'les runbooks, les cibles et les exécutions connues',
  usage: '[DOSSIER…]',
  words: [{ name: 'DOSSIER', proposes: 'documents' }],
  repeats: true,
  options: listOptions,
  load: async () => (await import('./commands/list.ts')).list,
});

const showOptions = {} satisfies Options;
export type ShowGiven = Given<typeof showOptions>;

const show = defineCommand({
  name: 'show',
  summary: 'un runbook, étape par étape',
  usage: 'RUNBOOK',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options: showOptions,
  load: async () => (await import('./commands/show.ts')).show,
});

const checkOptions = { targets, fix, format: format('text', 'json', 'github') } satisfies Options;
export type CheckGiven = Given<typeof checkOptions>;

const check = defineCommand({
  name: 'check',
  summary: 'valide des runbooks sans rien exécuter',
  usage: '[FICHIER|DOSSIER…] [--fix] [--format text|json|github]',
  words: [{ name: 'FICHIER|DOSSIER', proposes: 'documents' }],
  repeats: true,
  options: checkOptions,
  load: async () => (await import('./commands/check.ts')).check,
});

const planOptions = { target, targets, var: variable, format: format('text', 'json') } satisfies Options;
export type PlanGiven = Given<typeof planOptions>;

const plan = defineCommand({
  name: 'plan',
  summary: 'ce qui sera exécuté, où, avec quelles valeurs et quels risques',
  usage: 'RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [--format text|json]',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options: planOptions,
  load: async () => (await import('./commands/plan.ts')).plan,
});

const runOptions = {
  target,
  targets,
  var: variable,
  'dry-run': { type: 'boolean', help: 'montre le plan et n’exécute rien' },
  confirm,
  report,
} satisfies Options;
export type RunGiven = Given<typeof runOptions>;

const run = defineCommand({
  name: 'run',
  summary: 'exécute un runbook, étape par étape',
  usage: 'RUNBOOK [--target CIBLE] [--var NOM=VALEUR] [options]',
  words: [{ name: 'RUNBOOK', proposes: 'runbooks' }],
  repeats: false,
  options: runOptions,
  load: async () => (await import('./commands/run.ts')).run,
});

const resumeOptions = {
  targets: targetsOfRun,
  confirm: confirmAsRun,
  'stop-survivors': stopSurvivors,
  done,
  redo,
  report,
} satisfies Options;
export type ResumeGiven = Given<typeof resumeOptions>;

const resume = defineCommand({
  name: 'resume',
  summary: 'reprend une exécution interrompue, sans rien refaire ni deviner',
  usage: '[EXÉCUTION] [--confirm CIBLE] [--done ÉTAPE] [--redo ÉTAPE] [options]',
  words: [{ name: 'EXÉCUTION', help: 'son identifiant (défaut : la seule qui n’est pas finie)', proposes: 'runs' }],
  repeats: false,
  options: resumeOptions,
  load: async () => (await import('./commands/resume.ts')).resume,
});

const undoOptions = {
  targets: targetsOfRun,
  confirm: confirmAsRun,
  'stop-survivors': stopSurvivors,
  done: { ...done, help: 'sans questions : vous avez vu que l’annulation de cette étape a eu lieu (répétable)' },
  redo: { ...redo, help: 'sans questions : vous voulez que l’annulation de cette étape soit refaite (répétable)' },
  report,
} satisfies Options;
export type UndoGiven = Given<typeof undoOptions>;

const undo = defineCommand({
  name: 'undo',
  summary: 'défait ce qu’une exécution a fait, la dernière étape d’abord',
  usage: 'EXÉCUTION [ÉTAPE] [--confirm CIBLE] [options]',
  words: [
    { name: 'EXÉCUTION', help: 'son identifiant', proposes: 'runs' },
    { name: 'ÉTAPE', help: 'défait jusqu’à cette étape comprise (défaut : tout)', proposes: [] },
  ],
  repeats: false,
  options: undoOptions,
  load: async () => (await import('./commands/undo.ts')).undo,
});

const abandonOptions = {
  targets: targetsOfRun,
  confirm: {
    type: 'string',
    value: 'EXÉCUTION',
    help: 'sans questions : son identifiant, une seconde fois',
    proposes: 'runs',
  },
  reason: { type: 'string', value: 'TEXTE', help: 'la raison, écrite au journal', proposes: [] },
} satisfies Options;
export type AbandonGiven = Given<typeof abandonOptions>;

const abandon = defineCommand({
  name: 'abandon',
  summary: 'ferme pour de bon une exécution qui ne sera pas reprise, et dit ce qu’elle laisse',
  usage: '[EXÉCUTION] [--confirm EXÉCUTION --reason TEXTE]',
  words: [{ name: 'EXÉCUTION', help: 'son identifiant (défaut : la seule qui n’est pas finie)', proposes: 'runs' }],
  repeats: false,
  options: abandonOptions,
  load: async () => (await import('./commands/abandon.ts')).abandon,
});

const historyOptions = {
  target: { ...target, help: 'seulement les exécutions sur cette cible' },
  runbook: {
    type: 'string',
    value: 'RUNBOOK',
    help: 'seulement celles de ce runbook, par son identifiant',
    proposes: 'runbooks',
  },
  result: {
    type: 'string',
    value: 'RÉSULTAT',
    help: `seulement celles qui en sont là : ${outcomes.join(', ')}`,
    proposes: outcomes,
  },
  since: {
    type: 'string',
    value: 'DATE',
    help: 'seulement celles qui ont commencé depuis : 2026-11-21, ou 30j, 12h',
    proposes: [],
  },
  'purge-before': {
    type: 'string',
    value: 'DATE',
    help: 'efface les sorties des exécutions closes avant : 2026-11-21, ou 90j',
    proposes: [],
  },
  confirm: {
    type: 'string',
    value: 'DATE',
    help: 'sans questions : la même limite, une seconde fois',
    proposes: [],
  },
  format: format('text', 'json'),
} satisfies Options;
export type HistoryGiven = Given<typeof historyOptions>;

const history = defineCommand({
  name: 'history',
  summary: 'les exécutions de ce compte et de ses cibles, chaque journal relu',
  usage: '[--target CIBLE] [--since DATE] [--purge-before DATE] [options]',
  words: [],
  repeats: false,
  options: historyOptions,
  load: async () => (await import('./commands/history.ts')).history,
});

const doctorOptions = {
  target,
  targets,
  var: variable,
  report: { ...report, help: 'vérifie aussi que les rapports pourraient être écrits là' },
  format: format('text', 'json'),
} satisfies Options;
export type DoctorGiven = Given<typeof doctorOptions>;

const doctor = defineCommand({
  name: 'doctor',
  summary: 'ce qui va sur une cible, et les runbooks qui pourraient y être exécutés',
  usage: '[RUNBOOK…] [--target CIBLE] [--var NOM=VALEUR] [--format text|json]',
  words: [{ name: 'RUNBOOK', help: 'seulement ceux-là (défaut : tous ceux de content/)', proposes: 'runbooks' }],
  repeats: true,
  options: doctorOptions,
  load: async () => (await import('./commands/doctor.ts')).doctor,
});

const journalOptions = { format: format('text', 'json') } satisfies Options;
export type JournalGiven = Given<typeof journalOptions>;

const journal = defineCommand({
  name: 'journal',
  summary: 'vérifie que les journaux sont tels qu’ils ont été écrits',
  usage: 'verify [EXÉCUTION…] [--format text|json]',
  words: [
    { name: 'verify', help: 'relit les sommes, la suite des lignes et les sorties gardées', proposes: ['verify'] },
    { name: 'EXÉCUTION', help: 'son identifiant, plusieurs au besoin (défaut : toutes)', proposes: 'runs' },
  ],
  repeats: true,
  options: journalOptions,
  load: async () => (await import('./commands/journal.ts')).journal,
});

const shellOptions = {
  target,
  targets,
  runbook: { type: 'string', value: 'RUNBOOK', help: 'le runbook dont les valeurs sont données', proposes: 'runbooks' },
  var: variable,
} satisfies Options;
export type ShellGiven = Given<typeof shellOptions>;

const shell = defineCommand({
  name: 'shell',
  summary: 'un terminal sur la cible, avec ses services et les valeurs du runbook',
  usage: '[CIBLE] [--runbook RUNBOOK] [--var NOM=VALEUR]',
  words: [{ name: 'CIBLE', proposes: 'targets' }],
  repeats: false,
  options: shellOptions,
  load: async () => (await import('./commands/shell.ts')).shell,
});

const explainOptions = { format: format('text', 'json') } satisfies Options;
export type ExplainGiven = Given<typeof explainOptions>;

const explain = defineCommand({
  name: 'explain',
  summary: 'le risque d’une étape ou d’un texte, et pourquoi',
  usage: 'RUNBOOK#ÉTAPE | -  [--format text|json]',
  words: [
    { name: 'RUNBOOK#ÉTAPE', proposes: 'steps' },
    { name: '-', help: 'lit les commandes sur l’entrée standard', proposes: ['-'] },
  ],
  repeats: false,
  options: explainOptions,
  load: async () => (await import('./commands/explain.ts')).explain,
});

const verifyOptions = {
  target,
  targets,
  var: variable,
  report: { ...report, help: 'écrit là les rapports (JUnit, JSON)' },
} satisfies Options;
export type VerifyGiven = Given<typeof verifyOptions>;

const verify = defineCommand({
  name: 'verify',
  summary: 'exécute des runbooks sur une cible jetable et compare avec ce que les pages annoncent',
  usage: '[FICHIER|DOSSIER…] [--target CIBLE] [--var NOM=VALEUR] [--report DOSSIER]',
  words: [{ name: 'FICHIER|DOSSIER', proposes: 'documents' }],
  repeats: true,
  options: verifyOptions,
  load: async () => (await import('./commands/verify.ts')).verify,
});

const completionOptions = { targets } satisfies Options;
export type CompletionGiven = Given<typeof completionOptions>;

const completion = defineCommand({
  name: 'completion',
  summary: 'ce que bash propose quand on tape Tab',
  usage: 'bash | NOMS',
  words: [
    { name: 'bash', help: 'le script à charger : source <(runbook completion bash)', proposes: ['bash'] },
    { name: 'NOMS', help: `les noms qu’il propose, un par ligne : ${names.join(', ')}`, proposes: names },
  ],
  repeats: false,
  options: completionOptions,
  load: async () => (await import('./commands/completion.ts')).completion,
});

/** Every command, in the order of the help and of the reference page. */
export const catalogue: readonly Command[] = [
  list,
  show,
  check,
  plan,
  run,
  resume,
  undo,
  abandon,
  doctor,
  history,
  journal,
  shell,
  explain,
  verify,
  completion,
];
