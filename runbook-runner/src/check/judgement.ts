// The site still imports it from here; goes when src/runbook/runbook-page.ts names judge/judge-steps.ts.
export { judgeSteps } from '../judge/judge-steps.ts';
