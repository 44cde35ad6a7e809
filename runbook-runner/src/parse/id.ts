/** `sauvegarde-base`: the ids of runbooks and steps. */
export const idPattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** What to write, for messages. */
export const idExpected =
  'des lettres minuscules sans accent et des chiffres, commençant par une lettre, en mots séparés par un tiret : "exporter-base".';
