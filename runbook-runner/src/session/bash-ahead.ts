import type { HeldBash } from './held-bash.ts';

/**
 * Keeps the bash of the step that follows, started while the end of the step before is being written down. Held at its
 * gate, it begins only if that step is the one that is executed next.
 */
export function keepAhead(start: (script: string) => Promise<HeldBash>): BashAhead {
  let waiting: { readonly script: string; readonly held: Promise<HeldBash> } | null = null;

  async function dismiss(): Promise<void> {
    const held = await waiting?.held.catch(() => null);
    waiting = null;
    if (!held) return;
    held.leave();
    held.closePipes();
    await held.exit;
  }

  return {
    start(script) {
      const held = start(script);
      // Whoever takes it is told why it did not start.
      held.catch(() => undefined);
      waiting = { script, held };
    },
    async take(script) {
      const held = waiting?.script === script ? waiting.held : null;
      if (held === null) await dismiss();
      waiting = null;
      return held;
    },
    dismiss,
  };
}

export interface BashAhead {
  start(script: string): void;
  /** The one that waits for this script. Any other leaves. */
  take(script: string | null): Promise<HeldBash | null>;
  /** The one that waits leaves, without having begun. */
  dismiss(): Promise<void>;
}
