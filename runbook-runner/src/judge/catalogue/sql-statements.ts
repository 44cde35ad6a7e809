import type { Risk } from '../verdict.ts';

/** A node of PostgreSQL's syntax tree. */
export interface SqlNode {
  readonly [key: string]: unknown;
}

export interface SqlRule {
  readonly risk: Risk;
  readonly text: string;
}

/** What a node of the tree does by itself; its children are judged on their own. */
export function statementRule(type: string, node: SqlNode): readonly SqlRule[] {
  const rule = Object.hasOwn(STATEMENTS, type) ? STATEMENTS[type] : undefined;
  if (rule !== undefined) {
    const found = typeof rule === 'function' ? rule(node) : rule;
    return found === null ? [] : [found];
  }
  if (!type.endsWith('Stmt')) return [];
  return [{ risk: 'destructive', text: `Instruction SQL que le catalogue ne connaît pas (${type}).` }];
}

type Rule = SqlRule | null | ((node: SqlNode) => SqlRule | null);

const opaque = (text: string): SqlRule => ({ risk: 'opaque', text });
const critical = (text: string): SqlRule => ({ risk: 'critical', text });
const destructive = (text: string): SqlRule => ({ risk: 'destructive', text });
const change = (text: string): SqlRule => ({ risk: 'change', text });

const STATEMENTS: Readonly<Record<string, Rule>> = {
  SelectStmt: (node) => {
    if (node.intoClause) return destructive('« select into » crée une table.');
    return node.lockingClause ? change('Verrouille les lignes qu’elle lit.') : null;
  },
  ExplainStmt: null,
  VariableShowStmt: null,
  FetchStmt: null,
  ClosePortalStmt: null,
  DeclareCursorStmt: null,
  DeallocateStmt: null,
  ListenStmt: null,
  UnlistenStmt: null,
  ConstraintsSetStmt: null,
  ReturnStmt: null,
  TransactionStmt: (node) =>
    /_PREPARED/u.test(String(node.kind))
      ? destructive('Termine une transaction préparée : ce qu’elle a fait est gardé ou perdu pour de bon.')
      : /PREPARE/u.test(String(node.kind))
        ? change('Transaction préparée : elle reste après la session.')
        : null,
  VariableSetStmt: (node) => variableSet(node),

  DropdbStmt: critical('Supprime une base de données.'),
  DropStmt: (node) =>
    /SCHEMA|DATABASE|TABLESPACE|EXTENSION/u.test(String(node.removeType)) || node.behavior === 'DROP_CASCADE'
      ? critical('Supprime un objet de la base et ce qu’il contient.')
      : node.removeType === 'OBJECT_TABLE'
        ? critical('Supprime une table et ses lignes.')
        : destructive('Supprime un objet de la base.'),
  DropOwnedStmt: critical('Supprime tout ce qui appartient à un rôle.'),
  DropRoleStmt: destructive('Supprime un rôle.'),
  DropTableSpaceStmt: critical('Supprime un espace de tables.'),
  DropSubscriptionStmt: critical('Supprime une réplication.'),
  DropUserMappingStmt: destructive('Supprime une correspondance d’utilisateur.'),
  TruncateStmt: critical('Vide une table.'),
  DeleteStmt: (node) =>
    hasEffectiveWhere(node) ? destructive('Supprime des lignes.') : critical('Supprime toutes les lignes d’une table.'),
  UpdateStmt: (node) =>
    hasEffectiveWhere(node) ? destructive('Modifie des lignes.') : critical('Modifie toutes les lignes d’une table.'),
  MergeStmt: destructive('Modifie ou supprime des lignes.'),
  InsertStmt: change('Ajoute des lignes.'),
  OnConflictClause: (node) =>
    node.action === 'ONCONFLICT_UPDATE' ? destructive('« on conflict do update » remplace des lignes.') : null,

  CreatedbStmt: change('Crée une base de données.'),
  CreateStmt: change('Crée une table.'),
  CreateTableAsStmt: change('Crée une table.'),
  CreateSchemaStmt: change('Crée un schéma.'),
  CreateSeqStmt: change('Crée une séquence.'),
  IndexStmt: change('Crée un index.'),
  CreateRoleStmt: change('Crée un rôle.'),
  CreateExtensionStmt: change('Installe une extension.'),
  CreateStatsStmt: change('Crée des statistiques.'),
  CreateEnumStmt: change('Crée un type.'),
  CompositeTypeStmt: change('Crée un type.'),
  CommentStmt: change('Change un commentaire.'),
  NotifyStmt: change('Envoie une notification.'),
  CheckPointStmt: change('Force un point de contrôle.'),
  ViewStmt: (node) => (node.replace ? destructive('Remplace une vue.') : change('Crée une vue.')),
  VacuumStmt: (node) =>
    /"defname":"full"/u.test(JSON.stringify(node))
      ? destructive('« vacuum full » réécrit une table et la verrouille.')
      : change('Nettoie ou analyse une table.'),

  RenameStmt: (node) =>
    /DATABASE|SCHEMA|TABLE$/u.test(String(node.renameType))
      ? critical('Renomme une base, un schéma ou une table : ceux qui l’utilisent ne le trouvent plus.')
      : destructive('Renomme un objet de la base.'),
  AlterDatabaseStmt: destructive('Modifie une base de données.'),
  AlterDatabaseSetStmt: destructive('Modifie les réglages d’une base.'),
  AlterSystemStmt: destructive('Modifie la configuration du serveur.'),
  AlterTableStmt: destructive('Modifie la structure d’une table.'),
  AlterTableCmd: (node) => (node.subtype === 'AT_DropColumn' ? critical('Supprime une colonne et ses données.') : null),
  CopyStmt: (node) => {
    if (node.is_program) return opaque('« copy … program » lance un programme sur le serveur.');
    if (node.is_from) return destructive('« copy from » ajoute des lignes à une table.');
    return node.filename
      ? destructive('« copy to » écrit dans un fichier du serveur et remplace ce qu’il contient.')
      : null;
  },
  DoStmt: opaque('Bloc « do » : le code qu’il contient n’est pas jugé.'),
  CallStmt: opaque('« call » exécute une procédure dont le code n’est pas jugé.'),
  ExecuteStmt: opaque('« execute » lance une instruction préparée ailleurs.'),
  PrepareStmt: opaque('« prepare » garde une instruction pour plus tard.'),
  CreateFunctionStmt: opaque('Crée une fonction : son code n’est pas jugé.'),
  CreateTrigStmt: opaque('Crée un déclencheur : son code n’est pas jugé.'),
  CreateEventTrigStmt: opaque('Crée un déclencheur : son code n’est pas jugé.'),
  RuleStmt: opaque('Crée une règle qui change d’autres instructions.'),
  LoadStmt: opaque('Charge une bibliothèque dans le serveur.'),
};

const LOCAL_SETTINGS =
  /^(statement_timeout|lock_timeout|idle_in_transaction_session_timeout|client_encoding|client_min_messages|timezone|datestyle|intervalstyle|extra_float_digits|bytea_output|work_mem|maintenance_work_mem|transaction_read_only|default_transaction_read_only|application_name|row_security|standard_conforming_strings|TRANSACTION|TRANSACTION SNAPSHOT|SESSION CHARACTERISTICS)$/iu;

function variableSet(node: SqlNode): SqlRule | null {
  const name = String(node.name ?? '');
  if (LOCAL_SETTINGS.test(name)) return null;
  if (/^(session_replication_role|zero_damaged_pages|ignore_checksum_failure|allow_system_table_mods)$/u.test(name))
    return destructive(`« ${name} » lève une protection de la base.`);
  return change(name === '' ? 'Remet les réglages de la session.' : `Change le réglage « ${name} » de la session.`);
}

function hasEffectiveWhere(node: SqlNode): boolean {
  return node.whereClause !== undefined && !isConstantTrue(node.whereClause);
}

/** Whether a condition keeps every row: `true`, `1 = 1`, `id = id`, `id is not null`, `… or true`. */
function isConstantTrue(node: unknown): boolean {
  const { A_Const, A_Expr, BoolExpr, NullTest, TypeCast } = (node ?? {}) as Record<string, SqlNode | undefined>;
  if (A_Const) return true;
  if (TypeCast) return isConstantTrue(TypeCast.arg);
  if (NullTest) return NullTest.nulltesttype === 'IS_NOT_NULL';
  if (A_Expr) {
    const { A_Const: left } = (A_Expr.lexpr ?? {}) as Record<string, unknown>;
    const { A_Const: right } = (A_Expr.rexpr ?? {}) as Record<string, unknown>;
    return (
      (left !== undefined && right !== undefined) || withoutPositions(A_Expr.lexpr) === withoutPositions(A_Expr.rexpr)
    );
  }
  if (!BoolExpr || !Array.isArray(BoolExpr.args)) return false;
  if (BoolExpr.boolop === 'OR_EXPR') return BoolExpr.args.some(isConstantTrue);
  return BoolExpr.boolop === 'AND_EXPR' && BoolExpr.args.every(isConstantTrue);
}

function withoutPositions(node: unknown): string {
  return JSON.stringify(node, (key, value) => (key === 'location' ? undefined : value));
}
