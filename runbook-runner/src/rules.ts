/**
 * Every rule on documents and its severity, by family, in the order of content/reference/regles.md: the page says of each
 * what it means, what breaks it and what to write instead.
 */
const rules = {
  // The file
  'not-utf8': 'error',
  'byte-order-mark': 'error',
  'carriage-return': 'error',
  'control-character': 'error',
  'bidirectional-character': 'error',
  mdx: 'error',
  'runbook-key-missing': 'error',
  'no-step': 'error',
  'runbook-id-shared': 'error',
  // The front matter
  'front-matter-syntax': 'error',
  'front-matter-duplicated-key': 'error',
  'front-matter-unknown-key': 'error',
  'front-matter-missing-key': 'error',
  'front-matter-value': 'error',
  'variable-name': 'error',
  // The opening line of a block
  'info-space': 'error',
  'attribute-syntax': 'error',
  'attribute-unquoted': 'error',
  'attribute-escape': 'error',
  'attribute-duplicated': 'error',
  'attribute-unknown': 'error',
  'attribute-misplaced': 'error',
  'attribute-value': 'error',
  'kind-missing': 'error',
  'kind-twice': 'error',
  'id-duplicated': 'error',
  'title-duplicated': 'warning',
  'name-unknown': 'error',
  'output-duplicated': 'error',
  'output-before-step': 'error',
  'output-interactive': 'error',
  'output-asserts-nothing': 'error',
  'otherwise-alone': 'error',
  // The blocks
  'language-missing': 'error',
  'language-not-run': 'error',
  'console-block': 'error',
  prompt: 'error',
  'fence-unclosed': 'error',
  'fence-cut-short': 'error',
  'fence-nested': 'error',
  'fence-ignored': 'error',
  'html-code': 'error',
  'indented-code': 'error',
  'step-empty': 'error',
  tab: 'error',
  'zero-width-character': 'error',
  'nested-too-deep': 'error',
  // Nothing lost, nothing revealed
  'check-destructive': 'error',
  'danger-missing': 'error',
  'danger-unsaid': 'warning',
  'resume-in-doubt': 'warning',
  'relative-destructive': 'error',
  'empty-root': 'error',
  'secret-shown': 'error',
  'secret-in-arguments': 'error',
  'secret-kept': 'error',
  xtrace: 'error',
  'pipe-into-psql': 'warning',
  'nothing-verified': 'warning',
  // The commands
  'shell-syntax': 'error',
  'heredoc-unclosed': 'error',
  'variable-undefined': 'error',
  'variable-unused': 'warning',
  'check-reads-own-step': 'error',
  'psql-psqlrc': 'error',
  'psql-on-error': 'error',
  'pg-restore-on-error': 'error',
  'pg-isready': 'warning',
  'service-eats-stdin': 'error',
  'container-terminal': 'error',
  'terminal-needed': 'error',
  'curl-fail': 'warning',
  'django-check': 'error',
  'state-lost': 'error',
  'errexit-off': 'error',
  'background-job': 'error',
  'status-hidden': 'error',
  'arithmetic-status': 'error',
  'and-or': 'warning',
  'read-and-overwrite': 'error',
  placeholder: 'error',
  'typographic-character': 'error',
} as const satisfies Readonly<Record<string, Severity>>;

/** The identifier of a rule on documents: the compiler knows no other. */
export type RuleId = keyof typeof rules;

export const ruleIds = Object.keys(rules) as readonly RuleId[];

/** An error keeps a document from being executed; a warning leaves its author to judge. */
export type Severity = 'error' | 'warning';

export function severityOf(rule: RuleId): Severity {
  return rules[rule];
}

/** Why a step is judged to change, destroy or hide something, in the order of the same page. The verdict says the risk. */
export const riskRuleIds = [
  'FS-RM',
  'FS-MV',
  'FS-CREATE',
  'FS-EDIT',
  'FS-PERM',
  'FS-FIND',
  'FS-REDIR',
  'FS-TEE',
  'FS-ARCHIVE',
  'FS-SYNC',
  'DB-PSQL',
  'DB-RESTORE',
  'DB-DUMP',
  'DB-CLI',
  'DB-CTL',
  'SQL',
  'DJANGO',
  'CACHE',
  'COMPOSE',
  'DOCKER',
  'K8S',
  'CLUSTER',
  'CLOUD',
  'SERVICE',
  'PROC',
  'NET',
  'GIT',
  'BACKUP',
  'DISK',
  'SYS',
  'ENV',
  'EXPAND',
  'DYNAMIC',
  'EXEC-OPAQUE',
  'SHADOW',
  'OPTION',
  'UNKNOWN',
  'SYNTAX',
  'CHARACTER',
  'DEPTH',
  'TRIPWIRE',
] as const;

export type RiskRuleId = (typeof riskRuleIds)[number];
