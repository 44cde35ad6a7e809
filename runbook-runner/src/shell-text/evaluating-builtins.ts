import { joined } from './argument.ts';
import type { Grammar } from './grammar.ts';

/** The builtins of bash that run what they are given, by their name. */
export const EVALUATING_BUILTINS = {
  command: {
    names: ['command'],
    options: '-p -v -V',
    stop: true,
    runs: (call) => (call.has('-v', '-V') ? [] : [{ kind: 'command', argv: call.operands }]),
  },
  builtin: { names: ['builtin'], runs: (call) => [{ kind: 'command', argv: call.args }] },
  exec: {
    names: ['exec'],
    options: '-c -l -a=',
    stop: true,
    runs: (call) => [{ kind: 'command', argv: call.operands }],
  },
  eval: {
    names: ['eval'],
    runs: (call) => {
      const words = call.args[0]?.text === '--' ? call.args.slice(1) : call.args;
      return words.length === 0 ? [] : [{ kind: 'shell', text: joined(words), here: true }];
    },
  },
  trap: {
    names: ['trap'],
    options: '-l -p',
    stop: true,
    runs: (call) => {
      const [handler, ...signals] = call.operands;
      if (call.given.size > 0 || handler === undefined || signals.length === 0) return [];
      return handler.text === '-' || handler.text === '' ? [] : [{ kind: 'shell', text: handler }];
    },
  },
} as const satisfies Readonly<Record<string, Grammar>>;
