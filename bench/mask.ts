import { collectNeedles } from '../runbook-runner/src/mask/needles.ts';
import { createMask } from '../runbook-runner/src/mask/stream.ts';

// Masking of 64 MB of ordinary output with ten secrets, against a plain copy of the same chunks. Medians of 5.
const CHUNK = 64 * 1024;
const ROUNDS = 5;
const line = '2026-11-21T03:15:02Z backend INFO GET /api/copies/4211 200 12ms — copie enregistrée par léa.martin\n';
const output = Buffer.from(line.repeat(Math.ceil(64e6 / Buffer.byteLength(line))));
const secrets = new Map(
  Array.from({ length: 10 }, (_, index) => [`S${index}`, `k${index}-Zq7#Wv9!Kx3$/é${index * 7919}`]),
);

const building = performance.now();
const needles = collectNeedles(secrets);
const built = performance.now() - building;

const copy = median(() => {
  const target = Buffer.alloc(CHUNK);
  for (let at = 0; at < output.length; at += CHUNK) output.copy(target, 0, at, at + CHUNK);
});
const masked = median(() => {
  const mask = createMask(needles);
  let bytes = 0;
  for (let at = 0; at < output.length; at += CHUNK) bytes += mask.write(output.subarray(at, at + CHUNK)).length;
  if (bytes + mask.end().length !== output.length) throw new Error('the output was changed');
});

const speed = (ms: number): string => `${(output.length / 1000 / ms).toFixed(0)} MB/s`;
console.log(`needles of ${secrets.size} secrets   ${built.toFixed(0)} ms, ${needles.automaton.depth.length} states`);
console.log(`copy                     ${speed(copy)}`);
console.log(`mask, nothing to mask    ${speed(masked)}, ${(masked / copy).toFixed(1)} × the copy`);

function median(act: () => void): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    act();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] as number;
}
