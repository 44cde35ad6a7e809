import type { RuleFamily } from './rule-entry.ts';

export const safetyRules = {
  title: 'Ne rien perdre, ne rien révéler',
  introduction:
    'Le risque d’une étape est jugé sur l’arbre syntaxique du shell et du SQL. Ce qui n’est pas compris compte comme destructeur.',
  rules: {
    'check-destructive': {
      severity: 'error',
      title: 'Une vérification est destructrice',
      explanation: 'Une vérification s’exécute sans confirmation, et plusieurs fois : elle ne fait que lire.',
      bad: '```bash check="file-vide"\n@redis redis-cli flushall\n```',
      fix: 'Lisez sans écrire, ou faites-en un `step`.',
    },
    'danger-missing': {
      severity: 'error',
      title: 'Une étape destructrice ne dit pas ce qui peut être perdu',
      explanation:
        'Au point de non-retour, l’opérateur voit chaque étape destructrice et ce que chacune perd. Sans `danger`, il confirmerait à l’aveugle.',
      bad: '```bash step="vider-base"\n@db dropdb korrigo\n```',
      fix: '`danger="toutes les copies de la base"`',
    },
    'danger-unsaid': {
      severity: 'warning',
      title: 'Un danger n’est dit que dans un attribut',
      explanation:
        'Un attribut ne se voit pas là où le fichier est lu comme du Markdown simple, sur une forge par exemple.',
      bad: '## Vider\n```bash step="vider" danger="toutes les copies"',
      fix: 'Dites-le aussi dans une phrase avant le bloc.',
    },
    'resume-in-doubt': {
      severity: 'warning',
      title: 'Après une coupure, rien ne dirait si l’étape a eu lieu',
      explanation:
        'La reprise ne devine jamais : elle pose la vérification `of` de l’étape, ou la répète si elle est `idempotent`. Sinon elle s’arrête et demande.',
      bad: '```bash step="renommer" danger="la base en service"\n@db psql -X --command \'alter database korrigo rename to ancienne\'\n```',
      fix: 'Ajoutez `check="base-renommee" of="renommer"`.',
    },
    'relative-destructive': {
      severity: 'error',
      title: 'Une suppression vise un chemin relatif',
      explanation: 'Le dossier courant dépend des étapes précédentes, et de l’endroit où l’opérateur a repris.',
      bad: 'rm -r medias',
      fix: '`rm -r /srv/korrigo/medias`, ou un `cd` vers un dossier certain dans la même étape.',
    },
    'empty-root': {
      severity: 'error',
      title: 'Une variable vide ferait supprimer depuis la racine',
      explanation: '`set -u` arrête une variable absente, pas une variable vide.',
      bad: 'rm -r "$DOSSIER/medias"',
      fix: '`rm -r "${DOSSIER:?}/medias"`',
    },
    'secret-shown': {
      severity: 'error',
      title: 'Un secret est écrit sur la sortie',
      explanation:
        'La sortie d’une étape est montrée, journalisée et mise dans les rapports. Le masquage est une ceinture, pas une permission.',
      bad: 'echo "mot de passe : $MOT_DE_PASSE"',
      fix: 'Retirez-le, ou envoyez-le par un tube à la commande qui le lit.',
    },
    'secret-in-arguments': {
      severity: 'error',
      title: 'Un secret est en argument d’un programme',
      explanation: 'Les arguments d’un programme sont visibles de tout utilisateur de la machine (`ps`).',
      bad: 'curl --user "admin:$MOT_DE_PASSE" https://exemple.fr/',
      fix: 'Donnez-le par l’entrée standard, par un fichier 0600, ou dans l’environnement de cette seule commande.',
    },
    'secret-kept': {
      severity: 'error',
      title: 'Une valeur tirée d’un secret est employée dans une étape suivante',
      explanation:
        'Les secrets, et ce qui en est calculé, ne passent pas d’une étape à la suivante : ils n’iront jamais dans un fichier d’état.',
      bad: '```bash step="preparer"\nENTETE="Bearer $JETON"\n```\n```bash step="appeler"\nprintf \'%s\' "$ENTETE" | …\n```',
      fix: 'Recalculez la valeur dans l’étape qui l’emploie.',
    },
    xtrace: {
      severity: 'error',
      title: 'La trace du shell est active',
      explanation: '`set -x` écrit chaque commande avec ses valeurs, secrets compris.',
      bad: 'set -x',
      fix: 'Retirez-la : les commandes sont déjà sur la page.',
    },
    'pipe-into-psql': {
      severity: 'warning',
      title: 'Une archive décompressée va droit dans psql',
      explanation:
        'La fin d’un flux coupé est une fin de fichier, que psql valide même avec `--single-transaction` : une base à moitié restaurée paraît complète.',
      bad: 'gunzip -c base.sql.gz | @db psql -X -v ON_ERROR_STOP=1 --single-transaction',
      fix: 'Employez le format « custom » de `pg_dump` et `pg_restore --single-transaction --exit-on-error`, après avoir vérifié la somme de contrôle.',
    },
    'nothing-verified': {
      severity: 'warning',
      title: 'Un runbook agit et ne vérifie rien',
      explanation: 'Beaucoup d’échecs finissent avec le statut 0 : sans vérification, ils passent pour des succès.',
      bad: '```bash step="exporter"\n@db pg_dump --format=custom > /srv/base.dump\n```',
      fix: 'Ajoutez un `check` que l’échec de l’étape ferait échouer.',
    },
  },
} as const satisfies RuleFamily;
