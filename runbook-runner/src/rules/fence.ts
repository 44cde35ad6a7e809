import type { RuleFamily } from './rule-entry.ts';

export const fenceRules = {
  title: 'Les blocs',
  introduction: 'Les octets qui s’exécutent sont ceux du fichier, et ceux que le lecteur copie.',
  rules: {
    'language-missing': {
      severity: 'error',
      title: 'Un bloc n’a pas de langage',
      explanation: 'Un bloc sans langage est le plus souvent la fin d’un autre, mal fermé plus haut.',
      bad: '```\nls /srv\n```',
      fix: 'Écrivez le langage : `bash`, `text`, `yaml`…',
    },
    'language-not-run': {
      severity: 'error',
      title: 'Une étape n’est pas dans un langage qui s’exécute',
      explanation: 'Les étapes sont du shell (`bash` ou `sh`). Un autre langage passe par la commande qui le lit.',
      bad: '```sql step="compter"\nselect count(*) from copies;\n```',
      fix: "`@db psql -X --command 'select count(*) from copies'` dans un bloc `bash`.",
    },
    'console-block': {
      severity: 'error',
      title: 'Un bloc mêle commandes et sorties',
      explanation: 'Un bloc `console` ne peut être ni copié ni exécuté : il contient des invites et des sorties.',
      bad: '```console\n$ ls /srv\nmedia\n```',
      fix: 'Mettez les commandes dans un bloc `bash`, leur sortie dans un bloc `text output="…"`.',
    },
    prompt: {
      severity: 'error',
      title: 'Une commande commence par une invite',
      explanation: 'Copiée avec son `$`, la commande ne s’exécute pas.',
      bad: '```bash step="lister"\n$ ls /srv\n```',
      fix: 'Retirez l’invite.',
    },
    'fence-unclosed': {
      severity: 'error',
      title: 'Un bloc n’est pas fermé',
      explanation: 'Il avale le titre suivant et ses commandes, qui s’exécuteraient avec les siennes ou pas du tout.',
      bad: '```bash step="arreter"\n@web:stop\n## Restaurer\n```bash step="restaurer"',
      fix: 'Fermez-le par une ligne ` ``` `. Si le texte du bloc contient lui-même ` ``` `, ouvrez-le et fermez-le par ` ```` `.',
    },
    'fence-cut-short': {
      severity: 'error',
      title: 'Une ligne ``` du texte ferme l’étape trop tôt',
      explanation:
        'La fin de l’étape serait lue comme du texte, et son document en ligne (heredoc) n’aurait pas de fin.',
      bad: '```bash step="ecrire"\ncat > page.md <<FIN\n```\ntexte\n```\nFIN\n```',
      fix: 'Ouvrez et fermez l’étape par une marque plus longue : ` ```` `.',
    },
    'fence-nested': {
      severity: 'error',
      title: 'Un bloc exécuté est dans une liste, une citation, ou indenté',
      explanation:
        'Ses lignes portent dans le fichier une marge qui ne s’exécute pas : copié depuis le fichier, un document en ligne (heredoc) n’y finirait jamais.',
      bad: '1. Exporter :\n   ```bash step="exporter"\n   @db pg_dump > /srv/base.dump\n   ```',
      fix: 'Sortez le bloc de la liste ; donnez à chaque étape un titre.',
    },
    'fence-ignored': {
      severity: 'error',
      title: 'Une ligne ressemble à l’ouverture d’un bloc et n’en est pas une',
      explanation:
        'Dans du HTML ou un commentaire, ou avec un accent grave dans sa ligne d’ouverture, un bloc n’existe pas pour Markdown : il ne s’exécuterait jamais.',
      bad: '<details>\n```bash step="exporter"\n…\n```\n</details>',
      fix: 'Laissez une ligne vide après la balise, retirez le commentaire, ou corrigez la ligne.',
    },
    'html-code': {
      severity: 'error',
      title: 'Une balise HTML montre ou cache du code',
      explanation: 'Une commande dans `<pre>` ou `<code>` échappe à toute vérification.',
      bad: '<pre>rm -rf /srv/cache</pre>',
      fix: 'Employez un bloc : `text`, ou `bash example="raison"`.',
    },
    'indented-code': {
      severity: 'error',
      title: 'Un bloc de code est fait d’une simple indentation',
      explanation: 'Il n’a ni langage ni nature : rien ne dit s’il s’exécute.',
      bad: 'Listez les archives :\n\n    ls /srv/archives',
      fix: 'Entourez-le de ` ```bash … ``` `.',
    },
    'step-empty': {
      severity: 'error',
      title: 'Un bloc exécuté n’a pas de commande',
      explanation: 'Une étape vide réussit toujours.',
      bad: '```bash check="archive-lisible"\n# à écrire\n```',
      fix: 'Écrivez la commande, ou retirez le bloc.',
    },
    tab: {
      severity: 'error',
      title: 'Un bloc contient une tabulation',
      explanation:
        'Une tabulation ne se distingue pas d’espaces, et collée dans un terminal elle complète un nom de fichier.',
      bad: 'cat <<-FIN\n␉texte\n␉FIN',
      fix: "Employez des espaces ; là où la commande a besoin d’une tabulation, `$'\\t'`.",
    },
    'zero-width-character': {
      severity: 'error',
      title: 'Un bloc contient un caractère invisible',
      explanation:
        'Une espace de largeur nulle, fréquente dans un texte copié d’une messagerie, fait partie du nom de la commande.',
      bad: 'ls\\u200B /srv',
      fix: 'Supprimez-le ; retaper la ligne suffit.',
    },
  },
} as const satisfies RuleFamily;
