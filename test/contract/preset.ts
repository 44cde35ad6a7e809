import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Place } from '../support/runbook-cli.ts';
import { cli, page, step } from '../support/runbook-cli.ts';

/** What a service of a target does, whatever keeps it: executed on what really does. */
export function describePreset(kind: string, open: () => Promise<Kept>, more?: (call: Call) => void): void {
  describe(`a service of a target that is kept by ${kind}`, () => {
    let kept: Kept;
    beforeAll(async () => {
      kept = await open();
    });
    afterAll(() => kept.close());

    const call: Call = async (command) => {
      const { place, env } = kept;
      await place.write('a.md', page('a', step('step="agir"', command)));
      const { exitCode, stdout } = await execa(process.execPath, [cli, 'run', 'a.md'], {
        cwd: place.folder,
        env: { ...place.env, ...env },
        reject: false,
      });
      return { exitCode, stdout };
    };

    test('is waited for until it works, and its state is told, from any folder', async () => {
      const { exitCode, stdout } = await call('cd /\n@sain:wait\n@sain:status');
      expect(stdout).toContain('│ en marche\n');
      expect(exitCode).toBe(0);
    });

    test('stays stopped when it is waited for, and says what starts it', async () => {
      expect(await call('@sain:stop\n@sain:stop')).toMatchObject({ exitCode: 0 });
      const waited = await call('@sain:wait');
      expect(waited.stdout).toContain('@sain:wait : le service est arrêté');
      expect(waited.stdout).toContain('« wait » ne démarre rien ; « @sain:start » le démarre');
      expect(waited.exitCode).toBe(1);
      expect((await call('@sain:status')).stdout).toContain('│ arrêté\n');
      expect(await call('@sain:start\n@sain:start\n@sain:wait')).toMatchObject({ exitCode: 0 });
    });

    test('is started anew by a restart, also when it was stopped, which is said', async () => {
      const before = await kept.instance();
      const { exitCode, stdout } = await call('@sain:restart\n@sain:wait');
      expect(stdout).not.toContain('était arrêté');
      expect(exitCode).toBe(0);
      expect(await kept.instance()).not.toBe(before);
      expect(await call('@sain:stop')).toMatchObject({ exitCode: 0 });
      const stopped = await call('@sain:restart\n@sain:wait\n@sain:status');
      expect(stopped.stdout).toContain('│ @sain:restart : le service était arrêté ; il est démarré\n');
      expect(stopped.stdout).toContain('│ en marche\n');
      expect(stopped.exitCode).toBe(0);
    });

    test('that ended by itself fails the wait, with the end of its log', async () => {
      const { exitCode, stdout } = await call('@fini:wait');
      expect(stdout).toMatch(/@fini:wait : le service est arrêté \(.*exited.*\)/i);
      expect(stdout).toContain('│ je finis\n');
      expect(exitCode).toBe(1);
      expect((await call('@fini:status')).stdout).toContain('│ arrêté\n');
      expect((await call('@fini:logs')).stdout).toContain('je finis');
    });

    test.each(['@sain', '@sain:run'])(
      '%s gives words, standard input, status and environment as they are',
      async (inside) => {
        const echo = `sh -c 'cat; echo "[$1] [$SALUT]"; exit 7' sh "deux  mots"`;
        const { exitCode, stdout } = await call(`printf 'un\\n' | ${inside} ${echo} || echo "statut $?"`);
        expect(stdout).toContain('│ un\n  │ [deux  mots] [bonjour  à tous]\n');
        expect(stdout).toContain('│ statut 7\n');
        expect(exitCode).toBe(0);
      },
    );

    test('is one of a group, which is stopped, started, waited for, and told service by service', async () => {
      expect(await call('@deux:start\n@deux:wait')).toMatchObject({ exitCode: 0 });
      expect((await call('@deux:status')).stdout).toContain('│ @sain : en marche\n  │ @nu : en marche\n');
      expect(await call('@deux:stop')).toMatchObject({ exitCode: 0 });
      expect((await call('@deux:status')).stdout).toContain('│ @sain : arrêté\n  │ @nu : arrêté\n');
      expect(await call('@deux:start\n@deux:wait')).toMatchObject({ exitCode: 0 });
    });

    test('is named when a group cannot wait for it, and the others are not waited for', async () => {
      const { exitCode, stdout } = await call('@tous:wait');
      expect(stdout).toContain('│ @tous:wait : @fini:wait a échoué (statut 1) ; pas tenté : @sain:wait\n');
      expect(exitCode).toBe(1);
    });

    more?.(call);
  });
}

/** Calls services in a step. */
export type Call = (command: string) => Promise<{ readonly exitCode: number | undefined; readonly stdout: string }>;

/**
 * Services that run: `sain`, whose commands have `SALUT` in their environment, and `nu` go on until they are stopped; `fini`
 * has said « je finis » and ended with the status 3. Groups: `deux` is `sain` and `nu`, `tous` is `sain` and `fini`.
 */
export interface Kept {
  readonly place: Place;
  /** What the operator's terminal holds beside. */
  readonly env?: Readonly<Record<string, string>>;
  /** What tells the process of `sain` from the one of before. */
  readonly instance: () => Promise<string>;
  readonly close: () => Promise<void>;
}
