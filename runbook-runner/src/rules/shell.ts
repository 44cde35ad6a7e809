import type { RuleFamily } from './rule-entry.ts';

export const shellRules = {
  title: 'Les commandes',
  introduction: 'Des pièges relevés dans de vraies documentations, que personne n’avait exécutées.',
  rules: {
    'shell-syntax': {
      severity: 'error',
      title: 'Le shell ne peut pas lire l’étape',
      explanation: 'Ce qui ne peut être lu ne peut être jugé.',
      bad: 'if test -d /srv; then ls /srv',
      fix: 'Corrigez la syntaxe : `if test -d /srv; then ls /srv; fi`.',
    },
    'heredoc-unclosed': {
      severity: 'error',
      title: 'Un document en ligne n’a pas de fin',
      explanation:
        'bash l’accepte avec un simple avertissement et lui donne toute la suite de l’étape, dont les commandes ne s’exécutent pas.',
      bad: 'cat > /srv/page.txt <<FIN\ntexte\n  FIN\nls /srv/page.txt',
      fix: 'Écrivez la ligne de fin seule, en première colonne.',
    },
    'variable-undefined': {
      severity: 'error',
      title: 'Une variable n’est ni déclarée ni posée avant',
      explanation:
        'Les étapes s’exécutent sous `set -u` : l’étape s’arrêterait là. C’est le plus souvent une faute de frappe.',
      bad: 'ls "$DOSIER"',
      fix: 'Corrigez le nom, déclarez la variable dans l’en-tête, ou écrivez `${DOSSIER:-/srv}`.',
    },
    'variable-unused': {
      severity: 'warning',
      title: 'Une variable déclarée ne sert à rien',
      explanation: 'Chaque variable sans valeur est demandée à l’opérateur.',
      bad: 'variables:\n  ANCIEN_DOSSIER: { description: N’est plus utilisé }',
      fix: 'Retirez-la.',
    },
    'psql-psqlrc': {
      severity: 'error',
      title: 'psql lit le fichier ~/.psqlrc',
      explanation: 'Ce fichier diffère d’une machine à l’autre et peut changer ce que psql écrit ou fait.',
      bad: "@db psql --command 'select 1'",
      fix: '`psql -X`',
    },
    'psql-on-error': {
      severity: 'error',
      title: 'psql continue après une erreur',
      explanation: 'psql exécute la suite d’un fichier après une erreur et finit avec le statut 0.',
      bad: '@db psql -X < migration.sql',
      fix: '`psql -X -v ON_ERROR_STOP=1`',
    },
    'pg-restore-on-error': {
      severity: 'error',
      title: 'pg_restore continue après une erreur',
      explanation: 'La base resterait à moitié restaurée.',
      bad: '@db pg_restore --dbname=korrigo < base.dump',
      fix: '`pg_restore --exit-on-error --single-transaction`',
    },
    'pg-isready': {
      severity: 'warning',
      title: 'pg_isready tient lieu de vérification',
      explanation: 'Il répond oui pour un rôle ou une base qui n’existent pas.',
      bad: '```bash check="base-joignable"\n@db pg_isready\n```',
      fix: "`@db psql -X --command 'select 1'`",
    },
    'service-eats-stdin': {
      severity: 'error',
      title: 'Une commande avale l’entrée d’une boucle',
      explanation:
        'Dans `while read`, une commande qui lit son entrée standard consomme les lignes que la boucle allait lire : elle s’arrête après un tour, sans erreur.',
      bad: 'while read -r table; do @db psql -X --command "vacuum $table"; done < tables.txt',
      fix: '`@db psql … < /dev/null`',
    },
    'container-terminal': {
      severity: 'error',
      title: 'Une commande de conteneur demande un terminal',
      explanation: '`docker compose exec` sans `-T` échoue là où il n’y a pas de terminal : cron, CI, l’exécuteur.',
      bad: 'docker compose exec db pg_dump korrigo',
      fix: 'Employez le service `@db`, que chaque cible définit, ou `exec -T`.',
    },
    'terminal-needed': {
      severity: 'error',
      title: 'Une commande attend un humain',
      explanation: 'L’entrée d’une étape est vide : un éditeur, un pageur ou `read` n’y trouvent personne.',
      bad: 'read -r -p "Continuer ? " reponse',
      fix: 'Déclarez une variable, ou ajoutez `interactive="true"`.',
    },
    'curl-fail': {
      severity: 'warning',
      title: 'curl réussit sur une page d’erreur',
      explanation: 'Sans `--fail`, curl finit avec le statut 0 sur une réponse 404 ou 500.',
      bad: 'curl --silent https://exemple.fr/api/health/',
      fix: '`curl --fail --silent --show-error`',
    },
    'django-check': {
      severity: 'error',
      title: '« manage.py check --deploy » réussit toujours',
      explanation: 'Sans seuil, il finit avec le statut 0 quoi qu’il trouve.',
      bad: '@backend python3 manage.py check --deploy',
      fix: '`--fail-level WARNING`',
    },
    'state-lost': {
      severity: 'error',
      title: 'Une commande fait perdre l’état de la session',
      explanation:
        'L’état (dossier, variables, fonctions) passe d’une étape à la suivante, sauf si l’étape remplace, tue ou désarme son shell.',
      bad: 'exec bash',
      fix: 'Retirez la commande, ou isolez-la entre parenthèses.',
    },
    'errexit-off': {
      severity: 'error',
      title: 'L’arrêt sur erreur est désactivé',
      explanation: 'Un échec au milieu de l’étape deviendrait un succès à sa fin.',
      bad: 'set +e',
      fix: 'Traitez l’échec attendu là où il est : `commande || statut=$?`.',
    },
    'background-job': {
      severity: 'error',
      title: 'Une commande en arrière-plan n’est jamais attendue',
      explanation: 'Son échec ne serait vu de personne, et elle continuerait pendant les étapes suivantes.',
      bad: '@db pg_dump --format=custom > base.dump &',
      fix: 'Retirez `&`, ou ajoutez `wait "$!"`.',
    },
    'status-hidden': {
      severity: 'error',
      title: 'Une déclaration cache l’échec d’une commande',
      explanation:
        '`export`, `local` et `declare` réussissent toujours, même si la commande dont ils prennent la sortie échoue.',
      bad: 'export ARCHIVE="$(ls /srv/base.dump)"',
      fix: '`ARCHIVE="$(ls /srv/base.dump)"`, puis `export ARCHIVE`.',
    },
    'arithmetic-status': {
      severity: 'error',
      title: 'Un compteur arrête l’étape',
      explanation:
        '`((n++))` finit avec le statut 1 quand `n` vaut 0 : sous `set -e`, tout s’arrête au premier succès.',
      bad: '((reussis++))',
      fix: '`reussis=$((reussis + 1))`',
    },
    'and-or': {
      severity: 'warning',
      title: '« a && b || c » n’est pas « si, alors, sinon »',
      explanation: '`c` s’exécute aussi quand `b` échoue.',
      bad: 'test -f base.dump && restaurer || creer',
      fix: '`if test -f base.dump; then restaurer; else creer; fi`',
    },
    'read-and-overwrite': {
      severity: 'error',
      title: 'Un fichier est lu et écrit par la même commande',
      explanation: 'Le shell vide le fichier avant que la commande ne le lise.',
      bad: 'sort liste.txt >| liste.txt',
      fix: 'Écrivez dans un fichier neuf, puis renommez-le.',
    },
    'typographic-character': {
      severity: 'error',
      title: 'Un mot contient un caractère de traitement de texte',
      explanation:
        'Guillemets courbes, tirets longs et espaces insécables sont pour le shell des lettres comme les autres.',
      bad: 'ls “/srv/mes fichiers”',
      fix: 'Employez les caractères du clavier.',
    },
  },
} as const satisfies RuleFamily;
