import type { JudgeContext } from '../../runbook-runner/src/judge/judge.ts';
import { judge } from '../../runbook-runner/src/judge/judge.ts';
import type { Risk, Verdict } from '../../runbook-runner/src/judge/verdict.ts';

/** A target with four services, and two values of the runbook. */
const CONTEXT: JudgeContext = {
  services: new Set(['db', 'backend', 'redis', 'web']),
  constants: new Map([
    ['BACKUP_DIR', '/var/backups/korrigo'],
    ['BASE_URL', 'https://korrigo.example'],
  ]),
};

export async function riskOf(text: string, context: Partial<JudgeContext> = {}): Promise<Risk> {
  return (await judge(text, { ...CONTEXT, ...context })).risk;
}

export async function verdictOf(text: string, context: Partial<JudgeContext> = {}): Promise<Verdict> {
  return judge(text, { ...CONTEXT, ...context });
}

export const ALARMING: readonly Risk[] = ['destructive', 'critical', 'opaque'];
