import type { RiskFamily } from './rule-entry.ts';

/** Why a step is judged to change, destroy or hide something. The risk depends on the command: the verdict says it. */
export const riskRules = {
  title: 'Ce qui fait le risque d’une étape',
  introduction:
    'Le risque d’une étape vient des raisons que `runbook explain` et le plan donnent, entre crochets. Il n’y a rien à corriger quand l’étape doit agir : ces raisons disent ce qu’elle fait. Quand elles ne sont pas vraies, l’étape se réécrit pour être comprise.',
  rules: {
    READ: {
      title: 'Ne fait que lire',
      explanation: 'Une lecture ne change rien : cette raison n’apparaît dans aucun verdict.',
      bad: 'ls /srv/media',
      fix: 'Rien.',
    },
    'FS-RM': {
      title: 'Supprime ou efface des fichiers',
      explanation: 'Ce qui est supprimé ne revient que d’une sauvegarde.',
      bad: 'rm -rf /srv/media',
      fix: 'Déplacez dans un dossier daté, et effacez plus tard, par une étape à part.',
    },
    'FS-MV': {
      title: 'Déplace ou remplace des fichiers',
      explanation: 'Un fichier du même nom à l’arrivée est remplacé, et le dossier d’origine n’a plus les siens.',
      bad: 'mv /srv/media /srv/ancien',
      fix: 'Employez `mv --no-clobber` vers un nom qui n’existe pas encore.',
    },
    'FS-CREATE': {
      title: 'Crée ou copie des fichiers',
      explanation: 'Un fichier nouveau est un changement ; une copie peut remplacer celui qui est là.',
      bad: 'mkdir /srv/restauration',
      fix: 'Rien, si c’est le but ; `cp --no-clobber` ne remplace rien.',
    },
    'FS-EDIT': {
      title: 'Modifie un fichier sur place',
      explanation: 'L’ancien contenu n’existe plus ensuite.',
      bad: 'sed -i s/a/b/ /etc/hosts',
      fix: 'Écrivez dans un nouveau fichier, vérifiez-le, puis mettez-le à la place de l’ancien.',
    },
    'FS-PERM': {
      title: 'Change des droits ou un propriétaire',
      explanation: 'Des droits élargis ouvrent des copies d’élèves ; des droits perdus arrêtent un service.',
      bad: 'chmod 777 /srv/media',
      fix: 'Donnez le droit le plus étroit, au seul fichier qui en a besoin.',
    },
    'FS-FIND': {
      title: '« find » supprime ou écrit',
      explanation: 'Tout ce que la recherche trouve est touché, y compris ce à quoi personne ne pensait.',
      bad: 'find /srv/media -name "*.tmp" -delete',
      fix: 'Affichez d’abord la liste dans une étape, et supprimez dans une autre.',
    },
    'FS-REDIR': {
      title: 'Une redirection écrit dans un fichier',
      explanation: '`>` crée un fichier (chaque étape commence sous « noclobber ») ; `>|` remplace celui qui est là.',
      bad: 'echo oui >| /srv/etat',
      fix: 'Écrivez avec `>` dans un fichier qui n’existe pas encore.',
    },
    'FS-TEE': {
      title: '« tee » écrit dans un fichier',
      explanation: 'Sans `-a`, le contenu d’avant est remplacé, et « noclobber » n’y peut rien.',
      bad: 'echo oui | tee /srv/etat',
      fix: 'Écrivez avec `>` dans un fichier qui n’existe pas encore.',
    },
    'FS-ARCHIVE': {
      title: 'Une archive est écrite ou extraite',
      explanation: 'Extraire remplace les fichiers du même nom ; créer remplace l’archive du même nom.',
      bad: 'tar -xf media.tar -C /srv',
      fix: 'Extrayez dans un dossier neuf, comparez, puis déplacez.',
    },
    'FS-SYNC': {
      title: 'Deux dossiers sont synchronisés',
      explanation: 'La destination est mise à l’image de la source : avec `--delete`, ce qui n’y est pas disparaît.',
      bad: 'rsync -a --delete /srv/media/ /mnt/media/',
      fix: 'Retirez `--delete`, ou synchronisez vers un dossier daté.',
    },
    'DB-PSQL': {
      title: '« psql » exécute ce qui n’est pas lu ici',
      explanation: 'Un fichier, une commande `\\!` ou une entrée inconnue peut tout contenir.',
      bad: '@db psql --file /srv/inconnu.sql',
      fix: 'Donnez les instructions par `--command` ou un document en ligne (heredoc) entre guillemets simples.',
    },
    'DB-RESTORE': {
      title: 'Une base est restaurée',
      explanation: 'Les objets de la base d’arrivée sont remplacés ou complétés.',
      bad: '@db pg_restore --clean --dbname korrigo < archive.dump',
      fix: 'Restaurez dans une base neuve, à côté, puis échangez les noms.',
    },
    'DB-DUMP': {
      title: 'Un export écrit un fichier',
      explanation: 'Un fichier du même nom serait remplacé, dans le service et non sur la machine.',
      bad: 'pg_dump --file base.dump korrigo',
      fix: 'Écrivez l’export sur la sortie et redirigez-le : `@db pg_dump … > "$ARCHIVE"`.',
    },
    'DB-CLI': {
      title: 'Un outil de base de données crée ou supprime',
      explanation: '`dropdb`, `createdb`, `dropuser`… agissent sur toute une base ou un rôle.',
      bad: '@db dropdb korrigo',
      fix: 'Renommez la base au lieu de la supprimer.',
    },
    'DB-CTL': {
      title: 'Le serveur de base de données est piloté',
      explanation: 'Démarrer, arrêter ou initialiser un serveur touche toutes ses bases.',
      bad: 'pg_ctl stop',
      fix: 'Employez les verbes du service : `@db:stop`, `@db:start`.',
    },
    SQL: {
      title: 'Une instruction SQL modifie des données',
      explanation: 'Elle est lue par l’analyseur de PostgreSQL ; ce qu’il ne comprend pas compte comme indéterminé.',
      bad: "@db psql --command 'delete from copies'",
      fix: 'Lisez avec `select` dans les vérifications ; modifiez dans une transaction.',
    },
    DJANGO: {
      title: 'Une commande de Django modifie',
      explanation: '`migrate`, `flush`, `loaddata`… changent la base ; une commande inconnue compte comme destructive.',
      bad: '@backend python manage.py flush --no-input',
      fix: 'Employez `--check` ou `--plan` pour regarder d’abord.',
    },
    CACHE: {
      title: 'Des données de Redis sont modifiées',
      explanation: 'Le cache se refait ; les tâches en attente et les sessions, non.',
      bad: '@redis redis-cli flushall',
      fix: 'Dites dans `danger` ce que Redis contient chez vous.',
    },
    COMPOSE: {
      title: 'Des conteneurs sont changés par Compose',
      explanation: '`down -v` supprime les volumes, donc les données.',
      bad: 'docker compose down -v',
      fix: 'Arrêtez par `@service:stop`, qui ne supprime rien.',
    },
    DOCKER: {
      title: 'Des conteneurs, des images ou des volumes sont changés',
      explanation: 'Un volume supprimé est une base ou des copies perdues.',
      bad: 'docker volume rm media_volume',
      fix: 'Nommez le volume à garder, et n’employez jamais `prune` sur un serveur.',
    },
    K8S: {
      title: 'Un objet de Kubernetes est changé',
      explanation: 'Supprimer un volume ou un espace de noms supprime ses données.',
      bad: 'kubectl delete namespace korrigo',
      fix: 'Employez `--dry-run=server` pour regarder d’abord.',
    },
    SERVICE: {
      title: 'Un service est démarré, arrêté ou changé',
      explanation: 'Ses utilisateurs sont interrompus ; par `systemctl`, ce qu’il n’a pas écrit peut être perdu.',
      bad: 'systemctl stop nginx',
      fix: 'Employez `@service:stop` et `@service:start`, que la cible décrit.',
    },
    PROC: {
      title: 'Des processus sont arrêtés ou limités',
      explanation: 'Un processus tué n’a pas le temps d’écrire ce qu’il tient.',
      bad: 'pkill postgres',
      fix: 'Arrêtez le service, et non le processus.',
    },
    NET: {
      title: 'Quelque chose est envoyé sur le réseau',
      explanation: 'Une requête autre que GET peut modifier ; un envoi peut faire sortir des données.',
      bad: 'curl -X DELETE https://korrigo.example/api/copies/1/',
      fix: 'Lisez avec GET dans les vérifications.',
    },
    GIT: {
      title: 'Un dépôt est modifié',
      explanation: '`reset --hard` et `clean` effacent le travail qui n’est pas enregistré.',
      bad: 'git reset --hard',
      fix: 'Enregistrez ou mettez de côté (`git stash`) avant.',
    },
    BACKUP: {
      title: 'Un outil de sauvegarde agit',
      explanation: 'Oublier ou nettoyer des sauvegardes ne se défait pas.',
      bad: 'restic forget --prune --keep-last 1',
      fix: 'Vérifiez qu’une sauvegarde plus récente se restaure avant d’en supprimer une.',
    },
    DISK: {
      title: 'Un disque ou un système de fichiers est touché',
      explanation: 'Formater, partitionner ou écrire sur un périphérique efface tout ce qui y est.',
      bad: 'mkfs.ext4 /dev/sdb1',
      fix: 'Faites vérifier le nom du périphérique par une étape avant celle-ci.',
    },
    SYS: {
      title: 'La machine est changée',
      explanation: 'Paquets, heure, réseau, comptes, tâches planifiées : tout le serveur s’en ressent.',
      bad: 'apt-get remove postgresql',
      fix: 'Simulez d’abord, et gardez la session ouverte quand le réseau change.',
    },
    ENV: {
      title: 'L’étape change ce que les commandes exécutent vraiment',
      explanation: 'PATH, LD_PRELOAD ou les options du shell changent le sens des lignes qui suivent.',
      bad: 'PATH=/tmp/bin:$PATH',
      fix: 'Appelez la commande par son chemin complet.',
    },
    EXPAND: {
      title: 'Une commande est cachée dans un texte évalué plus tard',
      explanation: 'Une arithmétique, un `test` ou `${…@P}` exécute ce que contient le texte qu’on lui donne.',
      bad: 'echo "${INVITE@P}"',
      fix: 'Exécutez la commande sur sa propre ligne, et employez sa sortie.',
    },
    DYNAMIC: {
      title: 'Ce qui s’exécute n’est connu qu’à l’exécution',
      explanation: 'Personne ne peut dire avant ce que fera une commande dont le nom est une valeur.',
      bad: '"$COMMANDE" --tout',
      fix: 'Écrivez la commande en toutes lettres.',
    },
    'EXEC-OPAQUE': {
      title: 'Un programme s’exécute, dont le texte n’est pas lu ici',
      explanation: 'Un script, un autre langage ou une commande à distance peut tout faire.',
      bad: 'bash /srv/script.sh',
      fix: 'Écrivez les commandes dans l’étape.',
    },
    SHADOW: {
      title: 'Une fonction ou un alias prend le nom d’une commande',
      explanation: 'Les lignes qui suivent n’appellent plus ce qu’elles semblent appeler.',
      bad: 'alias ls="rm -rf"',
      fix: 'Donnez-lui un nom qui n’est celui d’aucune commande.',
    },
    OPTION: {
      title: 'Une option n’est pas connue',
      explanation: 'Une option inconnue peut changer ce que fait la commande : elle compte comme destructive.',
      bad: 'sort --inconnue copies.txt',
      fix: 'Vérifiez son orthographe ; préférez la forme longue.',
    },
    UNKNOWN: {
      title: 'La commande n’est pas au catalogue',
      explanation: 'Une commande inconnue compte comme destructive.',
      bad: 'commande-inconnue',
      fix: 'Employez une commande connue, ou dites dans `danger` ce que celle-ci peut faire perdre.',
    },
    SYNTAX: {
      title: 'Le texte n’est pas du shell compréhensible',
      explanation: 'Ce qui ne se lit pas ne se juge pas, et compte comme critique.',
      bad: 'if true; then',
      fix: 'Corrigez la syntaxe : `bash -n` la vérifie.',
    },
    CHARACTER: {
      title: 'Un caractère trompe la lecture',
      explanation: 'Un caractère invisible ou d’un autre sens d’écriture montre autre chose que ce qui s’exécute.',
      bad: 'echo a\u202eb',
      fix: 'Retirez ce caractère.',
    },
    DEPTH: {
      title: 'Trop de commandes emboîtées',
      explanation: 'Au-delà d’une certaine profondeur, le texte compte comme indéterminé.',
      bad: 'descendre() { descendre; }\ndescendre',
      fix: 'Écrivez les commandes l’une après l’autre.',
    },
    TRIPWIRE: {
      title: 'Un texte passé à une commande a l’air destructif',
      explanation: 'Par prudence, un argument qui contient une commande destructive alarme.',
      bad: '@backend python manage.py nettoyer "rm -rf /srv"',
      fix: 'Passez la commande en arguments séparés.',
    },
  },
} as const satisfies RiskFamily;

/** The identifier of a reason of risk: the compiler knows no other. */
export type RiskRuleId = keyof typeof riskRules.rules;
