import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Needles } from '../../runbook-runner/src/mask/needles.ts';
import type { Stream } from '../../runbook-runner/src/mask/streams.ts';
import { createMasks } from '../../runbook-runner/src/mask/streams.ts';
import { needlesOf } from '../support/needles-of.ts';
import { openCampaign } from '../support/seeded.ts';
import type { Form } from './secret-forms.ts';
import { formsOf } from './secret-forms.ts';

const { whole } = openCampaign();
// One placement in so many, and another one in each place of the list: prime, so that all of its parts are met.
const STRIDE = whole ? 1 : 97;

const secrets: readonly string[] = [
  'Zq7#Wv9!Kx3$',
  'correct cheval pile agrafe',
  'l\'été "à" $ecret!`x`\\z',
  'p@ss/w0rd+x=?&y#z<b>',
  '0123456789abcdef0123456789abcdef',
  'éèàùçÉéèà-日本語',
  'aaaaaaaaaaaaab',
  'exploitant:Mot2Passe!',
  'postgres://app:Tr0ub4dor-3@db:5432/korrigo',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJrIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1g',
];

const neighbours: readonly (readonly [string, string])[] = [
  ['', ''],
  ['"', '"'],
  ['mot de passe : ', '\n'],
  ['é', 'é'],
  ['\x1b[1;31m', '\x1b[0m'],
  ['%20', '%20'],
  ['aaaa', 'aaaa'],
  ['\n    ', '\r\n    '],
];

type Way = 'stdout' | 'stderr' | 'with the other output between' | 'from one output to the other';
const ways: readonly Way[] = ['stdout', 'stderr', 'with the other output between', 'from one output to the other'];
const wraps: readonly string[] = ['', '\n', '\r\n    ', '\x1b[0;31m', '\x1b[0m\x1b[K'];

test('secrets in every form, at every cut, beside every neighbour, in each output: nothing leaks', {
  timeout: 1_800_000,
}, () => {
  let place = 0;
  let placed = 0;
  for (const secret of secrets) {
    const needles = needlesOf(secret);
    for (const form of formsOf(secret)) {
      for (const cut of cutsOf(form)) {
        for (const wrap of wrapsOf(form)) {
          for (const [before, after] of neighbours) {
            for (const way of ways) {
              place += 1;
              if (place % STRIDE !== 0) continue;
              placed += 1;
              const shown = written(needles, { form, cut, wrap, before, after, way });
              if (leaks(shown, form, wrap === '' ? null : cut)) {
                expect.fail(
                  `${JSON.stringify({ secret, form: form.name, cut, wrap, before, after, way })}: ${JSON.stringify(shown)}`,
                );
              }
            }
          }
        }
      }
    }
  }
  console.log(`${placed} placements of secrets, no leak`);
  expect(placed).toBeGreaterThan(whole ? 1_000_000 : 10_000);
});

test('keys of many lines, wrapped in every way, cut at every place: no line of them leaks', {
  timeout: 1_800_000,
}, () => {
  const key = String(
    generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  const body = key.replace(/-----.*-----|\n/g, '');
  const wrapped = (width: number, end: string): string => (body.match(RegExp(`.{1,${width}}`, 'g')) ?? []).join(end);
  const forms = [
    key,
    JSON.stringify(key),
    ...[24, 64, 70, 76, 400].flatMap((width) => ['\n', '\r\n', '\n    '].map((end) => wrapped(width, end))),
    ...[64, 76].flatMap((width) => ['\\n', '\\r\\n', '\\\\n', ' '].map((end) => wrapped(width, end))),
    Buffer.from(key).toString('base64'),
  ];
  let placed = 0;
  for (const value of [
    key,
    key.replaceAll('\n', '\r\n'),
    key.trim().replaceAll('\n', '\\n'),
    JSON.stringify({ key }),
  ]) {
    const needles = needlesOf(value);
    for (const text of forms) {
      for (let cut = placed % 7; cut < text.length; cut += whole ? 1 : 131) {
        const [way = 'stdout'] = [ways[placed % ways.length]];
        const form: Form = { name: 'key', bytes: Buffer.from(text), edges: 0 };
        const shown = written(needles, { form, cut, wrap: '', before: '[', after: ']', way });
        for (let at = 0; at + 16 <= body.length; at += 16) {
          const piece = body.slice(at, at + 16);
          if (shown.includes(piece)) expect.fail(`${JSON.stringify({ text, cut, way })}: ${piece} in ${shown}`);
        }
        placed += 1;
      }
    }
  }
  console.log(`${placed} placements of keys, no leak`);
});

/** Between any two bytes, and nowhere. */
function cutsOf({ bytes }: Form): readonly number[] {
  return Array.from({ length: bytes.length }, (_, index) => index);
}

/** What white space and escapes are part of cannot be wrapped without becoming another text. */
function wrapsOf({ name, bytes }: Form): readonly string[] {
  const apart = /[\s\x1b\b\\%&]/.test(bytes.toString('latin1')) || /UTF-16|hex|bytes/.test(name);
  return apart ? [''] : wraps;
}

function written(needles: Needles, { form, cut, wrap, before, after, way }: Placement): string {
  const shown: Record<Stream, Buffer[]> = { stdout: [], stderr: [] };
  const masks = createMasks(needles, (stream, bytes) => void shown[stream].push(Buffer.from(bytes)));
  const first = Buffer.concat([Buffer.from(before), form.bytes.subarray(0, cut)]);
  const second = Buffer.concat([Buffer.from(cut === 0 ? '' : wrap), form.bytes.subarray(cut), Buffer.from(after)]);
  const stream = way === 'stderr' ? 'stderr' : 'stdout';
  masks.write(stream, first);
  if (way === 'with the other output between') masks.write('stderr', Buffer.from('12 lignes copiées\n'));
  masks.write(way === 'from one output to the other' ? 'stderr' : stream, second);
  masks.end();
  return Buffer.concat([...shown.stdout, ...shown.stderr]).toString('latin1');
}

interface Placement {
  readonly form: Form;
  readonly cut: number;
  readonly wrap: string;
  readonly before: string;
  readonly after: string;
  readonly way: Way;
}

/** Whether eight letters of the form in a row are still there. */
function leaks(shown: string, { bytes, edges }: Form, wrappedAt: number | null): boolean {
  const text = bytes.toString('latin1');
  for (let at = edges; at + WINDOW <= text.length - edges; at += 2) {
    const piece = text.slice(at, at + WINDOW);
    const apart = wrappedAt !== null && at < wrappedAt && wrappedAt < at + WINDOW;
    if (!apart && shown.includes(piece) && !INNOCENT.test(piece)) return true;
  }
  return false;
}

const WINDOW = 8;
/** A neighbour reads so too. */
const INNOCENT = /^a+$|^%20/;
