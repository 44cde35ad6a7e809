import type { RuleFamily } from './rule-entry.ts';

export const infoStringRules = {
  title: 'La ligne d’ouverture d’un bloc',
  introduction:
    'Le premier mot est le langage, le reste des attributs `nom="valeur"`. Un bloc est une étape (`step`), une vérification (`check`), une annulation (`undo`), une sortie attendue (`output`) ou un exemple (`example`).',
  rules: {
    'info-space': {
      severity: 'error',
      title: 'La ligne d’ouverture contient une espace insécable ou une tabulation',
      explanation:
        'Une espace insécable, que les claviers français produisent sans bruit, ne sépare pas deux mots : l’attribut qui suit serait perdu.',
      bad: '```bash\\u00A0step="sauvegarder"',
      fix: 'Remplacez-la par une espace simple.',
    },
    'attribute-syntax': {
      severity: 'error',
      title: 'Un texte n’est pas un attribut',
      explanation:
        'Après le langage viennent seulement des attributs. Les marques de ligne `{1-3}` ne sont pas acceptées sur un bloc de commandes.',
      bad: '```bash step="sauvegarder" {1-3}',
      fix: 'Retirez ce texte.',
    },
    'attribute-unquoted': {
      severity: 'error',
      title: 'Une valeur n’est pas entre guillemets droits',
      explanation:
        'Sans guillemets droits, le site lirait une partie de la ligne et en laisserait le reste sans le dire.',
      bad: '```bash step="sauvegarder" timeout=15m',
      fix: '`timeout="15m"`',
    },
    'attribute-escape': {
      severity: 'error',
      title: 'Une valeur contient un échappement',
      explanation:
        'Markdown transforme les barres obliques inverses et les références de caractères de cette ligne avant que quiconque la lise.',
      bad: '```bash step="purger" danger="archives &amp; journaux"',
      fix: 'Écrivez les caractères eux-mêmes : `danger="archives et journaux"`.',
    },
    'attribute-duplicated': {
      severity: 'error',
      title: 'Un attribut est écrit deux fois',
      explanation: 'Rien ne dirait laquelle des deux valeurs vaut.',
      bad: '```bash step="sauvegarder" timeout="5m" timeout="15m"',
      fix: 'Gardez une seule des deux.',
    },
    'attribute-unknown': {
      severity: 'error',
      title: 'Un attribut est inconnu',
      explanation:
        'Une faute de frappe dans `danger` ne doit pas faire disparaître l’avertissement. Le message propose le nom connu le plus proche.',
      bad: '```bash step="purger" dangr="les archives"',
      fix: '`danger="les archives"`',
    },
    'attribute-misplaced': {
      severity: 'error',
      title: 'Un attribut n’a pas de sens sur ce bloc',
      explanation:
        'Une vérification n’a ni `danger` ni `undo` : elle ne fait que lire. `of` n’appartient qu’à une vérification.',
      bad: '```bash check="base-joignable" danger="la base"',
      fix: 'Retirez l’attribut, ou faites du bloc un `step`.',
    },
    'attribute-value': {
      severity: 'error',
      title: 'La valeur d’un attribut ne convient pas',
      explanation:
        'Un identifiant s’écrit en minuscules sans accent, en mots séparés par un tiret ; une durée en heures, minutes et secondes (`30s`, `15m`, `1h30m`) ; `status` est un nombre de 0 à 255 ; `idempotent` et `interactive` valent `"true"` ou sont absents.',
      bad: '```bash step="Exporter_Base" timeout="15 minutes"',
      fix: '`step="exporter-base" timeout="15m"`',
    },
    'kind-missing': {
      severity: 'error',
      title: 'Un bloc de commandes ne dit pas s’il s’exécute',
      explanation: 'Rien n’est montré comme une commande sans s’exécuter, ou sans dire pourquoi il ne s’exécute pas.',
      bad: '```bash\nls /srv\n```',
      fix: 'Ajoutez `step`, `check`, `undo`, ou `example="raison"`.',
    },
    'kind-twice': {
      severity: 'error',
      title: 'Un bloc a deux natures',
      explanation: 'Un bloc agit ou vérifie, jamais les deux.',
      bad: '```bash step="exporter" check="archive-lisible"',
      fix: 'Coupez-le en deux blocs.',
    },
    'id-duplicated': {
      severity: 'error',
      title: 'Deux blocs ont le même identifiant',
      explanation:
        'Le journal, la reprise et les rapports désignent une étape par son identifiant. Une annulation s’appelle `undo-` suivi du nom de son étape.',
      bad: '```bash step="exporter"\n…\n```\n```bash check="exporter"',
      fix: 'Renommez l’un des deux.',
    },
    'name-unknown': {
      severity: 'error',
      title: 'Un attribut nomme une étape qui n’existe pas',
      explanation: '`output`, `undo` et `of` nomment un bloc du même document. `undo` et `of` nomment un `step`.',
      bad: '```bash check="archive-lisible" of="exporter-bse"',
      fix: '`of="exporter-base"`',
    },
    'output-duplicated': {
      severity: 'error',
      title: 'La sortie d’une étape est donnée deux fois',
      explanation: 'Une étape a une seule sortie.',
      bad: '```text output="compter"\n…\n```\n```text output="compter"',
      fix: 'Réunissez les deux blocs, avec une ligne « … » entre les deux parties.',
    },
    'output-before-step': {
      severity: 'error',
      title: 'Une sortie est montrée avant son étape',
      explanation: 'Le lecteur prendrait la sortie pour celle de l’étape précédente.',
      bad: '```text output="compter"\n…\n```\n```bash check="compter"',
      fix: 'Déplacez le bloc après l’étape.',
    },
    'output-interactive': {
      severity: 'error',
      title: 'Une étape interactive a une sortie attendue',
      explanation: 'La sortie d’une étape interactive va au terminal de l’opérateur : elle n’est ni lue ni comparée.',
      bad: '```bash step="saisir" interactive="true"\n…\n```\n```text output="saisir"',
      fix: 'Vérifiez le résultat par un `check`.',
    },
    'output-asserts-nothing': {
      severity: 'error',
      title: 'Une sortie attendue n’affirme rien',
      explanation: 'Une ligne « … » vaut pour n’importe quelles lignes : seule, elle accepte tout.',
      bad: '```text output="compter"\n…\n```',
      fix: 'Écrivez la ligne qui prouve le succès.',
    },
  },
} as const satisfies RuleFamily;
