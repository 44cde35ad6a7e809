import { formatDuration } from '../../french/duration.ts';
import { plural } from '../../french/plural.ts';
import { kindWords, riskWords } from '../../french/words.ts';
import { textOfValue } from '../../parse/variable-value.ts';
import type { Plan } from '../../plan/plan.ts';
import { isDestructive } from '../../plan/plan.ts';
import { allSecrets } from '../../plan/values.ts';
import { jsonText } from '../../report/json.ts';
import { paint } from '../../report/paint.ts';
import { allVisible, visible } from '../../report/visible.ts';
import { behindMargin } from './margin.ts';
import { calledServices, everyService } from './plan-services.ts';
import { valueLines } from './value-lines.ts';

/** A plan for a person. `columns`: those of the terminal; null: it is none. */
export function formatPlan(plan: Plan, called: ReadonlySet<string>, color: boolean, columns: number | null): string {
  const { bold, dim, red, yellow } = paint(color);
  const { runbook, target, identity, environment, values, steps } = allVisible(plan);
  const danger = steps.filter(isDestructive).length;
  const lines = [
    bold(runbook.title),
    dim(`plan ${plan.hash.slice(0, 12)} · ${runbook.file}`),
    '',
    `Cible    ${target.name}${target.protected ? ' (protégée)' : ''} : ${target.description}`,
    `Machine  ${identity.host}, compte ${identity.user}, dossier ${identity.cwd}`,
    ...(target.operators === null
      ? []
      : [`Reprise  par ${target.operators === 'root' ? 'root' : `le groupe « ${target.operators} »`}`]),
    ...row('Identité', identity.project === null ? [] : visible(identity.project).split('\n')),
    `Chemin   ${visible(environment.given.PATH ?? '')}`,
    ...(environment.withheld.length > 0
      ? [
          yellow(
            `Écarté   ${environment.withheld.join(', ')} : ce terminal les définit, les étapes et « identity » ne les voient pas`,
          ),
        ]
      : []),
    ...row('Services', calledServices(plan, called)),
    ...row('Valeurs', [
      ...[...values.variables].flatMap(([name, value]) => valueLines(name, value)),
      ...[...values.serviceValues].map(([name, value]) => `${name} = ${value} (pour les services)`),
    ]),
    ...[...allSecrets(values).keys()].map((name) => `Secret   ${name} (jamais montré)`),
    '',
    bold(
      `${plural(steps.length, 'étape')}, ${danger === 0 ? 'aucune destructive' : `dont ${plural(danger, 'destructive')}`}`,
    ),
  ];
  for (const planned of steps) {
    const { step, n, verdict } = planned;
    const limits = [
      step.timeout === null ? '' : `délai ${formatDuration(step.timeout)}`,
      step.retry === null ? '' : `réessaie pendant ${formatDuration(step.retry)}`,
    ].filter(Boolean);
    const risk = isDestructive(planned) ? red(riskWords[verdict.risk]) : riskWords[verdict.risk];
    lines.push('', `${bold(`${n}. ${step.title}`)} ${dim(step.id)}`);
    lines.push(`   ${[kindWords[step.kind], risk, ...limits].join(' · ')}`);
    if (step.danger) lines.push(yellow(`   ⚠ ${step.danger}`));
    if (isDestructive(planned)) for (const { text, rule } of verdict.reasons) lines.push(dim(`   ${text} [${rule}]`));
    for (const { mark, text } of behindMargin(step.text, '│', columns, 5)) lines.push(`   ${dim(mark)} ${text}`);
    if (plan.undos.has(step.id)) lines.push(dim('   peut être annulée'));
  }
  return `${lines.join('\n')}\n`;
}

/** A title, with as many lines as there are beside it. */
function row(title: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${(index === 0 ? title : '').padEnd(9)}${line}`);
}

/** A plan for other programs. Secrets appear by name only. */
export function jsonPlan(plan: Plan): string {
  const { runbook, target, identity, environment, values, steps, hash } = plan;
  return `${jsonText(
    {
      hash,
      runbook: { id: runbook.id, file: runbook.file },
      target: target.name,
      protected: target.protected,
      identity,
      environment,
      services: everyService(plan),
      values: Object.fromEntries([...values.variables].map(([name, value]) => [name, textOfValue(value)])),
      serviceValues: Object.fromEntries(values.serviceValues),
      secrets: [...allSecrets(values).keys()],
      steps: steps.map(({ step, n, verdict }) => ({
        n,
        id: step.id,
        title: step.title,
        kind: step.kind,
        risk: verdict.risk,
        reasons: verdict.reasons,
        text: step.text,
      })),
    },
    2,
  )}\n`;
}
