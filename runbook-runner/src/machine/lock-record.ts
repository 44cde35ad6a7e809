import { z } from 'zod';

/** Who holds a target, written beside its lock for the others to read. */
export const lockRecordSchema: z.ZodType<LockRecord> = z.strictObject({
  runId: z.string(),
  user: z.string(),
  host: z.string(),
  since: z.iso.datetime(),
  runbook: z.string(),
  cwd: z.string(),
  journal: z.string(),
  begun: z.boolean(),
});

export interface LockRecord {
  readonly runId: string;
  readonly user: string;
  readonly host: string;
  /** ISO instant in UTC. */
  readonly since: string;
  /** Identifier of the runbook being run. */
  readonly runbook: string;
  /** Real path of the target's folder. */
  readonly cwd: string;
  /** Path of its journal, which says whether it ended. */
  readonly journal: string;
  /** Whether that journal was made: before, nothing of the run was launched, and whoever finds this record may forget it. */
  readonly begun: boolean;
}
