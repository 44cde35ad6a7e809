import type { RuleFamily } from './rule-entry.ts';

export const documentRules = {
  title: 'Le fichier',
  introduction: 'Ce qui est lu à l’écran doit être ce qui s’exécute : un fichier ne contient rien d’invisible.',
  rules: {
    'not-utf8': {
      severity: 'error',
      title: 'Le fichier n’est pas en UTF-8',
      explanation:
        'Un accent enregistré dans un autre codage se lit autrement d’une machine à l’autre, y compris dans un nom de fichier.',
      bad: 'title: Sauvegarde v\\xE9rifi\\xE9e',
      fix: 'Convertissez-le avec `iconv -f ISO-8859-15 -t UTF-8`.',
    },
    'byte-order-mark': {
      severity: 'error',
      title: 'Le fichier commence par une marque d’ordre des octets',
      explanation:
        'Cette marque (BOM) précède le `---` de l’en-tête, qui n’est alors plus un en-tête pour tous les outils.',
      bad: '\\uFEFF---\ntitle: Sauvegarder',
      fix: 'Enregistrez le fichier en « UTF-8 » et non en « UTF-8 avec BOM ».',
    },
    'carriage-return': {
      severity: 'error',
      title: 'Le fichier a des fins de ligne Windows',
      explanation:
        'Un retour chariot (CR) fait partie de la commande : `cd /srv` devient « cd /srv␍ », un dossier qui n’existe pas.',
      bad: 'cd /srv␍',
      fix: 'Convertissez le fichier avec `dos2unix`, et réglez l’éditeur sur « LF ».',
    },
    'control-character': {
      severity: 'error',
      title: 'Le fichier contient un caractère de commande',
      explanation:
        'Un caractère nul coupe un texte en deux pour certains outils ; une séquence d’échappement change ce que montre un terminal.',
      bad: 'echo "fini␀"',
      fix: 'Supprimez le caractère ; seul le saut de ligne est accepté.',
    },
    'bidirectional-character': {
      severity: 'error',
      title: 'Le fichier contient un caractère qui change le sens de lecture',
      explanation: 'Ces caractères affichent un texte dans un autre ordre que celui où il s’exécute.',
      bad: 'rm -rf "$DOSSIER"\\u202E # /srv',
      fix: 'Supprimez le caractère.',
    },
    mdx: {
      severity: 'error',
      title: 'Un runbook est un fichier .mdx',
      explanation:
        'Dans du MDX, ce qui est lu est le résultat d’un programme : la page et le fichier peuvent différer.',
      bad: 'sauvegarde-base.mdx',
      fix: 'Renommez le fichier en `.md` et remplacez ses composants par du Markdown.',
    },
    'runbook-key-missing': {
      severity: 'error',
      title: 'Une page a des étapes mais n’est pas un runbook',
      explanation:
        'Sans la clé `runbook` de l’en-tête, ces étapes ne seraient ni exécutées ni vérifiées, alors que le lecteur les croit telles.',
      bad: '---\ntitle: Sauvegarder\nrunboook: { id: sauvegarde }\n---',
      fix: 'Ajoutez la clé `runbook`, corrigez son nom, ou retirez l’attribut du bloc.',
    },
    'no-step': {
      severity: 'error',
      title: 'Un runbook n’a aucune étape',
      explanation: 'Rien d’exécuté n’est jamais vert : un runbook sans étape ne prouverait rien.',
      bad: '---\nrunbook: { id: sauvegarde, owner: exploitation, reviewed: 2026-11-21 }\n---\nÀ écrire.',
      fix: 'Ajoutez une étape, ou retirez la clé `runbook`.',
    },
    'runbook-id-shared': {
      severity: 'error',
      title: 'Deux runbooks ont le même identifiant',
      explanation: 'On appelle un runbook par son identifiant : il ne doit en désigner qu’un.',
      bad: '# a.md\nrunbook: { id: sauvegarde-base }\n# b.md\nrunbook: { id: sauvegarde-base }',
      fix: 'Renommez l’un des deux.',
    },
  },
} as const satisfies RuleFamily;
