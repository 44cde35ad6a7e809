import type { Risk } from '../verdict.ts';

interface Verb {
  readonly risk: Risk;
  readonly text: string;
}

// Stopping interrupts the users and loses nothing: the runner stops a service gracefully and `start` brings it back. So does
// restarting, which also starts a service that was stopped.
const VERBS: Readonly<Record<string, Verb>> = {
  stop: { risk: 'change', text: 'arrête le service : ses utilisateurs sont interrompus, rien n’est perdu' },
  restart: { risk: 'change', text: 'redémarre le service : ses utilisateurs sont interrompus, rien n’est perdu' },
  start: { risk: 'change', text: 'démarre le service' },
  wait: { risk: 'safe', text: '' },
  status: { risk: 'safe', text: '' },
  logs: { risk: 'safe', text: '' },
};

/** What `@service:verb` does, or undefined when there is no such verb. */
export function serviceVerb(verb: string): Verb | undefined {
  return Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
}
