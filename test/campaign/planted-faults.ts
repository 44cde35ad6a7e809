/** A fault planted by hand in a source of the runner, and the test that must redden. */
export interface PlantedFault {
  readonly name: string;
  /** Under runbook-runner/. */
  readonly file: string;
  /** Stands there exactly once. */
  readonly text: string;
  readonly planted: string;
  readonly test: string;
  /** Only the tests whose name holds this. */
  readonly only?: string;
}

const lock: readonly PlantedFault[] = [
  {
    name: 'lock: a refusal is taken for the lock',
    file: 'src/disk/flock.ts',
    text: 'if (status === HELD_BY_ANOTHER) return false;',
    planted: 'if (status === HELD_BY_ANOTHER) return true;',
    test: 'test/campaign/locks.test.ts',
    only: 'never hold its lock together',
  },
  {
    name: 'lock: everybody shares it',
    file: 'src/disk/flock.ts',
    text: 'const options = [`--${mode}`,',
    planted: "const options = ['--shared',",
    test: 'test/campaign/locks.test.ts',
    only: 'never run their steps together',
  },
  {
    name: 'lock: taken on a file that was removed meanwhile',
    file: 'src/machine/local/lock.ts',
    text: 'if (!isStillAt(fd, path)) {',
    planted: 'if (!isStillAt(fd, path) && fd < 0) {',
    test: 'test/machine/lock.test.ts',
  },
  {
    name: 'lock: one whose file was replaced is thought current',
    file: 'src/machine/local/lock.ts',
    text: 'isCurrent: () => open && isStillAt(fd, path),',
    planted: 'isCurrent: () => open,',
    test: 'test/machine/lock.test.ts',
  },
  {
    name: 'lock: a symbolic link is followed',
    file: 'src/machine/local/lock.ts',
    text: 'return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);',
    planted: 'return openSync(path, constants.O_RDONLY);',
    test: 'test/machine/lock.test.ts',
    only: 'leads to a file',
  },
  {
    name: 'lock: closed to other accounts by the umask of the first',
    file: 'src/machine/local/lock.ts',
    text: '      fchmodSync(fd, 0o644);\n',
    planted: '',
    test: 'test/machine/lock.test.ts',
  },
  {
    name: 'lock: released without forgetting its holder',
    file: 'src/machine/local/lock.ts',
    text: '        if (ours) forgetRun(path, record.runId);\n        else if',
    planted: '        if',
    test: 'test/machine/lock.test.ts',
  },
  {
    name: 'lock: who died with it is not told',
    file: 'src/machine/local/lock.ts',
    text: 'write(path, { ...record, begun: true })',
    planted: 'write(path, { ...record, begun: false })',
    test: 'test/campaign/locks.test.ts',
    only: 'never hold its lock together',
  },
  {
    name: 'lock: a run that never began blocks the target',
    file: 'src/machine/local/lock.ts',
    text: '(holder) => holder.begun && ',
    planted: '(holder) => ',
    test: 'test/run/early-death.test.ts',
  },
  {
    name: 'lock: keyed by the checkout',
    file: 'src/machine/local/local.ts',
    text: 'const itself = project ?? (target.cwd === target.folder ? target.name : cwd);',
    planted: 'const itself = cwd;',
    test: 'test/campaign/locks.test.ts',
    only: 'never run their steps together',
  },
  {
    name: 'lock: destroying runs share it when they say so',
    file: 'src/run/lock-target.ts',
    text: "return all.some(isDestructive) ? 'exclusive' : runbook.lock;",
    planted: 'return runbook.lock;',
    test: 'test/run/one-per-target.test.ts',
    only: 'side by side',
  },
  {
    name: 'lock: an interrupted run does not keep others from beginning',
    file: 'src/run/lock-target.ts',
    text: '  return all.some(mayHaveActed);',
    planted: '  return false;',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
];

const settle: readonly PlantedFault[] = [
  {
    name: 'settle: a check that failed says no',
    file: 'src/run/result.ts',
    text: 'if (!endedAsExpected(result) || yes',
    planted: 'if (yes',
    test: 'test/run/resume.test.ts',
    only: 'yes, no, or cannot tell',
  },
  {
    name: 'settle: a check that says both says yes',
    file: 'src/run/result.ts',
    text: " || yes === result.otherwise) return 'unknown';",
    planted: ") return 'unknown';",
    test: 'test/run/resume.test.ts',
    only: 'yes, no, or cannot tell',
  },
  {
    name: 'settle: every step is idempotent',
    file: 'src/run/settle.ts',
    text: '  if (step.idempotent) {',
    planted: '  if (step) {',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'settle: what survived is not looked for',
    file: 'src/run/settle.ts',
    text: '  if (before.length === 0) return null;',
    planted: '  if (before.length >= 0) return null;',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'settle: a step that failed did nothing',
    file: 'src/run/settle.ts',
    text: "if (status.kind !== 'failed' || status.ending",
    planted: "if (status.kind !== 'in-doubt' || status.ending",
    test: 'test/run/resume.test.ts',
    only: 'a step that failed may have acted',
  },
  {
    name: 'undo: one that may have acted leaves no doubt',
    file: 'src/journal/replay.ts',
    text: '    steps.set(step.of, { ...state, status });\n',
    planted: '',
    test: 'test/run/undo.test.ts',
    only: 'may have acted',
  },
  {
    name: 'settle: the word of a person is not written down',
    file: 'src/run/settle.ts',
    text: '    choice: answer,',
    planted: "    choice: 'retry',",
    test: 'test/run/undo.test.ts',
    only: 'may have acted',
  },
];

const steps: readonly PlantedFault[] = [
  {
    name: 'take-steps: a lost shell is passed over',
    file: 'src/run/take-steps.ts',
    text: "  if (state === 'kept') return null;",
    planted: '  return null;',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'take-steps: a shell is lost, and only the next step is looked at',
    file: 'src/run/take-steps.ts',
    text: '    [...plan.steps.slice(n), ...undos]',
    planted: '    [...plan.steps.slice(n, n + 1)]',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'take-steps: a lost lock does not stop what destroys',
    file: 'src/run/take-steps.ts',
    text: 'if (isDestructive(now) && !context.holdsLock()) {',
    planted: 'if (isDestructive(now) && context.plan === null) {',
    test: 'test/run/one-per-target.test.ts',
    only: 'taken away',
  },
  {
    name: 'take-steps: another target is destroyed',
    file: 'src/run/take-steps.ts',
    text: 'isDestructive(now) ? await changedIdentity(context) : null;\n  if (other !== null) {',
    planted: 'null as string | null;\n  if (other !== null) {',
    test: 'test/run/course.test.ts',
    only: 'who it is',
  },
  {
    name: 'take-steps: who resumes does not confirm anew',
    file: 'src/run/take-steps.ts',
    text: '    passed: false,',
    planted: '    passed: true,',
    test: 'test/cli/guided.test.ts',
  },
  {
    name: 'take-steps: a check is not done again with its step',
    file: 'src/run/take-steps.ts',
    text: "if (planned.step.kind === 'action') course.acted = true;",
    planted: '',
    test: 'test/run/undo.test.ts',
    only: 'may have acted',
  },
  {
    name: 'execute-step: a lost shell is a success',
    file: 'src/run/execute-step.ts',
    text: 'mismatch === null && stateLost === null;',
    planted: 'mismatch === null;',
    test: 'test/campaign/full-disk.test.ts',
    only: 'state on it',
  },
  {
    name: 'execute-step: the text begins before its process is on the disk',
    file: 'src/run/execute-step.ts',
    text: "journal.append({ type: 'started'",
    planted: "journal.announce({ type: 'started'",
    test: 'test/run/order.test.ts',
  },
];

const undo: readonly PlantedFault[] = [
  {
    name: 'undo: the first step first',
    file: 'src/run/undo.ts',
    text: 'executed.includes(step.id)).reverse();',
    planted: 'executed.includes(step.id));',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'undo: one that may have acted is done again',
    file: 'src/run/undo.ts',
    text: 'const doubt = before ? doubtOf(before, undo) : null;',
    planted: 'const doubt = before?.step.id === "" ? doubtOf(before, undo) : null;',
    test: 'test/run/undo.test.ts',
    only: 'may have acted',
  },
  {
    name: 'undo: reads what died with a shell',
    file: 'src/run/undo.ts',
    text: 'if (losses.length > 0 && !(await',
    planted: 'if (losses.length < 0 && !(await',
    test: 'test/run/undo.test.ts',
    only: 'needs a person',
  },
  {
    name: 'undo: forgets the step that failed half way',
    file: 'src/run/undo.ts',
    text: "['succeeded', 'failed', 'in-doubt']",
    planted: "['succeeded', 'in-doubt']",
    test: 'test/run/undo.test.ts',
    only: 'failed half way',
  },
];

const resume: readonly PlantedFault[] = [
  {
    name: 'replay: a step that began and never ended did not begin',
    file: 'src/journal/replay.ts',
    text: "status: { kind: 'in-doubt', attempt, since: at, process, of: 'step' } };",
    planted: "status: { kind: 'not-begun' } };",
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'replay: a shell that said nothing is kept',
    file: 'src/journal/replay.ts',
    text: "finished?.state.kind ?? 'lost'",
    planted: "finished?.state.kind ?? 'kept'",
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'replay: the checks of a step that began again still stand',
    file: 'src/journal/replay.ts',
    text: "    if (record.type === 'started') forgetChecks(steps, record.step);\n",
    planted: '',
    test: 'test/journal/replay.test.ts',
  },
  {
    name: 'resume: the values of a run are those of its page',
    file: 'src/cli/find-run.ts',
    text: 'given: new Map(Object.entries(state.values ?? {})),',
    planted: 'given: new Map(),',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
  {
    name: 'resume: goes on with another target',
    file: 'src/run/start-run.ts',
    text: '      refuseOtherTarget(plan, run);\n',
    planted: '',
    test: 'test/run/resume.test.ts',
    only: 'never on another target',
  },
  {
    name: 'resume: a damaged journal is passed over',
    file: 'src/cli/find-run.ts',
    text: "if (error instanceof JournalError && error.code === 'empty') return null;",
    planted: 'if (error instanceof JournalError) return null;',
    test: 'test/run/one-per-target.test.ts',
    only: 'journal is damaged',
  },
];

const session: readonly PlantedFault[] = [
  {
    name: 'capture: half of one is taken for a whole',
    file: 'src/session/capture.ts',
    text: "start < 0 || end < 0 ? 'none'",
    planted: "start < 0 ? 'none'",
    test: 'test/session/capture.test.ts',
  },
  {
    name: 'restore: a folder that is gone stops nothing',
    file: 'src/session/restore.ts',
    text: ' || __rb_refuse cwd`',
    planted: ' || true`',
    test: 'test/machine/state.test.ts',
    only: 'a folder that has gone',
  },
  {
    name: 'state file: a damaged one is executed',
    file: 'src/session/state-file.ts',
    text: 'if (first !== header(body)) {',
    planted: 'if (first === header(body) && first === "") {',
    test: 'test/machine/session.test.ts',
  },
  {
    name: 'state file: not on the disk when it is said to be',
    file: 'src/disk/replace-file.ts',
    text: '    if (durable) fsyncSync(fd);\n',
    planted: '',
    test: 'test/machine/session.test.ts',
  },
  {
    name: 'session: the commands of an earlier state are executed',
    file: 'src/machine/local/local-session.ts',
    text: 'if (prepared !== state) write',
    planted: 'if (prepared === null) write',
    test: 'test/machine/state.test.ts',
  },
  {
    name: 'session: the state is not written',
    file: 'src/machine/local/local-session.ts',
    text: '    writeStateFile(stateFile, next, options.dir, kept.access);\n',
    planted: '',
    test: 'test/campaign/kill.test.ts',
    only: 'at a random time',
  },
];

const journal: readonly PlantedFault[] = [
  {
    name: 'journal: a record is acknowledged before it is on the disk',
    file: 'src/journal/writer.ts',
    text: '      if (durable) syncing(path, () => fdatasyncSync(fd));\n',
    planted: '',
    test: 'test/journal/crash.test.ts',
  },
  {
    name: 'journal: half a record is a record',
    file: 'src/journal/writer.ts',
    text: 'if (written < line.length) throw',
    planted: 'if (written < 0) throw',
    test: 'test/journal/crash.test.ts',
  },
  {
    name: 'journal: no reserve for the end of a step',
    file: 'src/journal/writer.ts',
    text: 'Buffer.concat([line, Buffer.alloc(RESERVE)])',
    planted: 'line',
    test: 'test/journal/crash.test.ts',
  },
  {
    name: 'journal: another writer is not seen',
    file: 'src/journal/writer.ts',
    text: '      checkUntouched();\n',
    planted: '',
    test: 'test/journal/journal.test.ts',
  },
  {
    name: 'journal: goes on after a failed sync',
    file: 'src/journal/writer.ts',
    text: '    if (failure !== null) throw failure;\n',
    planted: '',
    test: 'test/journal/crash.test.ts',
  },
  {
    name: 'journal: its folder is not synced',
    file: 'src/journal/open.ts',
    text: '    syncing(path, () => syncFolder(dirname(path)));\n',
    planted: '',
    test: 'test/journal/crash.test.ts',
  },
  {
    name: 'journal: lines may be taken away',
    file: 'src/journal/read.ts',
    text: 'if (decoded.previousHash !== previous) return NO_SUCCESSOR;',
    planted: '',
    test: 'test/journal/journal.test.ts',
  },
];

const processes: readonly PlantedFault[] = [
  {
    name: 'follow-bash: the gate opens before the process is written down',
    file: 'src/machine/local/follow-bash.ts',
    text: '    await options.onStarted(mark);',
    planted: '    bash.open(gateMessage(nonce, options.secrets));\n    await options.onStarted(mark);',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'follow-bash: the end of an output is lost',
    file: 'src/machine/local/follow-bash.ts',
    text: 'one.finish(OUTPUT_GRACE)',
    planted: 'one.finish(0)',
    test: 'test/machine/output.test.ts',
  },
  {
    name: 'follow-bash: a stop is not waited for',
    file: 'src/machine/local/follow-bash.ts',
    text: 'return (await stopping) ?? {',
    planted: 'return {',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'stop: never kills',
    file: 'src/machine/local/stop.ts',
    text: "    ['SIGKILL', patience.kill],\n",
    planted: '',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'stop: only the group',
    file: 'src/machine/local/stop.ts',
    text: 'if (!grouped || readProcess(survivor.pid)?.group !== mark.pid) signalQuietly',
    planted: 'if (!grouped) signalQuietly',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'survivors: a number is enough to be somebody',
    file: 'src/machine/local/survivors.ts',
    text: 'const leads = leader?.startTime === mark.startTime;',
    planted: 'const leads = leader !== undefined;',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'survivors: who left the group is gone',
    file: 'src/machine/local/survivors.ts',
    text: 'all.filter((one) => hasInEnvironment(one.pid, `${MARKER_NAME}=${mark.marker}`));',
    planted: 'all.filter((one) => hasInEnvironment(one.pid, mark.marker));',
    test: 'test/machine/stop.test.ts',
  },
  {
    name: 'prelude: a text begins although its runner died at the gate',
    file: 'shell/prelude.sh',
    text: '[[ ${#__rb_given[@]} -gt 1 && ${__rb_given[-1]} == "${__rb_given[0]}" ]] || builtin exit 125\n__rb_nonce=${__rb_given[0]}',
    planted: '__rb_nonce=${__rb_given[0]-}; ((${#__rb_given[@]})) || __rb_given=(a a)',
    test: 'test/machine/stop.test.ts',
  },
];

export const plantedFaults: readonly PlantedFault[] = [
  ...lock,
  ...settle,
  ...steps,
  ...undo,
  ...resume,
  ...session,
  ...journal,
  ...processes,
];
