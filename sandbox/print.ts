import type { down } from './down.ts';
import type { Facts } from './facts.ts';
import type { Sandbox } from './folder.ts';
import type { Status } from './status.ts';

export function printUp(sandbox: Sandbox, facts: Facts) {
  return `
Bac à sable en service : topologie ${facts.topology}, profil ${facts.profile}.

  Plateforme     ${facts.baseUrl}
  Accès direct   ${facts.directUrl} (ouvert aussi pendant la page de maintenance)
  Connexion      compte « verification », mot de passe dans ${sandbox.link}/secrets/verification
  Services       db, redis, backend, worker, beat, nginx : tous répondent
  Sauvegardes    ${sandbox.link}/backups
  ${journals(sandbox, facts)}
  Dossier réel   ${sandbox.root}

Ensuite : npm run sandbox -- status      état des services
          npm run sandbox -- sinistre    tout casser, pour s’exercer
          npm run sandbox -- reset       revenir à l’état de départ
          npm run sandbox -- down        tout arrêter et supprimer${otherFolder(facts)}`;
}

function journals({ link }: Sandbox, { topology }: Facts) {
  if (topology === 'native') return `Journaux       ${link}/logs`;
  const compose = 'compose --env-file .env -f infra/docker/docker-compose.prod.yml';
  return `Journaux       cd ${link} && docker --config docker ${compose} logs`;
}

/** The native sandbox is the one that the commands find by themselves. */
function otherFolder({ topology }: Facts) {
  return topology === 'native' ? '' : `\n          chacune avec « --topology ${topology} »`;
}

export function printReset(facts: Facts) {
  return `L’état de départ est revenu et tous les services répondent : ${facts.baseUrl} (profil ${facts.profile})`;
}

export function printStatus({ facts, closed, services }: Status) {
  const rows = services.map(({ service, state, answers, journal }) => {
    const health = answers ? 'répond' : state === 'RUNNING' ? 'NE RÉPOND PAS' : 'arrêté';
    return `  ${service.padEnd(9)}${state.padEnd(12)}${health.padEnd(15)}${journal}`;
  });
  const door = closed
    ? `${facts.baseUrl} : page de maintenance ; ${facts.directUrl} : ouverte aux opérateurs`
    : facts.baseUrl;
  const kind = `topologie ${facts.topology}, profil ${facts.profile}`;
  return `${door}\n${kind}\n\n  ${'service'.padEnd(9)}${'état'.padEnd(12)}${'santé'.padEnd(15)}journal\n${rows.join('\n')}`;
}

export function printDamage(lost: readonly string[]) {
  return `Sinistre provoqué :\n${lost.map((line) => `  - ${line}`).join('\n')}\n
Pour revenir : un runbook de restauration, ou npm run sandbox -- reset`;
}

export function printDown(sandbox: Sandbox, result: Awaited<ReturnType<typeof down>>) {
  if (result === undefined) return `Il n’y a pas de bac à sable dans ${sandbox.link} : rien à arrêter.`;
  const survivors = result.survivors.map(({ pid, name }) => `  - ${name} (pid ${pid}), arrêté à part`);
  const backups = result.backups.length === 0 ? '' : ` ${result.backups.length} sauvegarde(s) supprimée(s) avec lui.`;
  return [`Bac à sable arrêté et supprimé : ${sandbox.root}.${backups}`, ...survivors].join('\n');
}
