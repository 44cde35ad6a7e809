import { createHash, createHmac } from 'node:crypto';
import { textOfValue } from '../parse/variable-value.ts';
import type { Plan } from './plan.ts';

/** Covers the steps, the values (secrets by HMAC), the resolved services, the target, its identity and environment, and the verdicts. */
export function planHash(plan: Omit<Plan, 'hash'>, hmacKey: Uint8Array): string {
  const secret = (value: string): string => createHmac('sha256', hmacKey).update(value).digest('hex');
  const facts = [
    plan.runbook.id,
    plan.runbook.steps,
    plan.target.protected,
    plan.target.ephemeral,
    plan.target.name,
    plan.target.cwd,
    plan.target.services.map((service) => [
      service.name,
      [...service.verbs].map(([verb, { argv, env }]) => [verb, argv, [...env].map(([name, of]) => [name, of])]),
    ]),
    plan.target.groups.map(({ name, members }) => [name, members]),
    plan.identity,
    // Not what differs from one terminal to the next.
    Object.entries(plan.environment.given).filter(
      ([name]) => !['TERM', 'SSH_AUTH_SOCK', 'XDG_RUNTIME_DIR'].includes(name),
    ),
    [...plan.values.variables].map(([name, value]) => [name, textOfValue(value)]),
    [...plan.values.serviceValues],
    [...plan.values.secrets, ...plan.values.serviceSecrets].map(([name, value]) => [name, secret(value)]),
    [...plan.steps, ...plan.undos.values()].map(({ step, verdict }) => [step.id, verdict.risk]),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
