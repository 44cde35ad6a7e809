import { checkThousand } from './check.ts';
import { noOpStep } from './no-op-step.ts';
import { formatMeasured, formatTable, isKept } from './promise.ts';
import { startup } from './startup.ts';

/** Every promise of speed, one campaign each: limits against regressions. Status 1 when one is not kept. */
const measured = [];
for (const measure of [startup, noOpStep, checkThousand]) {
  const result = measure();
  console.log(`${formatMeasured(result)}\n`);
  measured.push(result);
}
console.log(formatTable(measured));
process.exitCode = measured.every(isKept) ? 0 : 1;
