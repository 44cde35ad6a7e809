import fc from 'fast-check';

/** Values that YAML parsers have read in more than one way, or that look like something else than a text. */
const awkward = fc.constantFrom(
  ...['1', '1_000', '0o17', '0x1F', '.inf', '-.INF', '.nan', '+1', '-0', '1e3', '1e999', '1.', '.5', '5 minutes', '-1'],
  ...['2026-01-01', '2026-01-01 10:00:00', '12:30', 'yes', 'No', 'on', 'null', '~', '', 'true', 'TRUE', '<<', '-a'],
  ...['!!str 1', '!!binary YQ==', '!!int "1"', '!a b', '! 1', '&a b', '*a', '&a', 'a: b', 'a:b', 'a # c', 'a #', '?a'],
  ...['"1"', "'2026-01-01'", '"a\\n b"', '"\\x41"', '"\\U0001F600"', '"\\U00110000"', '"\\q"', "'it''s'", '""', '" "'],
  ...['"a\\\n\n   b"', '"a\\\n   b"', '"a\n\n   b"', "'a\n   b'", 'a\n   b', 'a\n\n   b', '"a\n---\n   b"'],
  ...['|\n   a\n    b\n', '>\n   a\n\n    b\n   c', '|-\n   a\n', '>+\n   a\n\n', '|2\n     \n', '|+1\n    a'],
  ...['|x\n   a', '|+\n   ', '"a" b', '"a', '\n   - a', '\n   - "a"b: c', '\n   - a: b\n     c: d'],
  ...['\n# c\n   a', '\n#c\n   a', '\n   # c\n   a', '{ a # c\n   :b }', '\ta', 'a\t', '\ufeffa', 'a\u2028b', '\u0085'],
  ...['[a, b]', '[a', '{ a }', '[a: b]', '- a', '{ a: b, a: c }', '{ 1: a, "1": b }', '{ ~: a, null: b }'],
  ...['{ __proto__: a }', '{ <<: { a: b } }'],
);

const value = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom('texte', "'entre apostrophes'", '"entre guillemets"', 'L’« é » 😀') },
  { weight: 2, arbitrary: awkward },
);

const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('draft', 'sidebar', 'autre', '"citée"') },
  fc.constantFrom(
    ...['title', 'runbok', 'Runbook', 'null', '1', '"1"', 'true', '~', '', '__proto__', '<<', '? a', '%a', '*a'],
    ...['"a\\\n b"', '!a b', '&a b', '[a]', '{ a: b }', 'a: b', '- a', 'a b', '# a', 'k'.repeat(1100)],
  ),
);

const pair = fc.tuple(key, value).map(([name, text]) => `${name}: ${text}\n`);
const line = fc.oneof(
  { weight: 20, arbitrary: fc.constant('') },
  fc.constantFrom('\n', '# c\n', '  # c\n', '#c\n', '---\n', ' ---\n', '...\n', '%YAML 1.1\n', ' \n'),
);

const header = fc
  .record({ title: value, description: value, before: line, after: line, other: fc.option(pair, { nil: '' }) })
  .map(({ title, description, before, after, other }) =>
    [before, `title: ${title}\n`, after, `description: ${description}\n`, other].join(''),
  );

const variable = fc.oneof(
  fc.tuple(value, value).map(([about, preset]) => `    NOM: { description: ${about}, default: ${preset} }\n`),
  fc.tuple(value, value).map(([about, preset]) => `    NOM:\n      description: ${about}\n      default: ${preset}\n`),
  value.map((command) => `    "NOM":\n      description: Choix\n      choices: { command: ${command} }\n`),
  fc
    .constantFrom('secret: true', 'type: path', 'inconnue: a', '__proto__: a')
    .map((rest) => `    NOM: { description: Nom, ${rest} }\n`),
);

const runbook = fc
  .record({
    owner: value,
    reviewed: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('2026-11-21', '"2026-11-21"') }, awkward),
    duration: fc.constantFrom('', '', '  duration: 5m\n', '  duration: null\n', '  duration: 1e999\n'),
    variables: fc.option(variable, { nil: '' }),
    line,
  })
  .map(({ owner, reviewed, duration, variables, line }) =>
    [
      `runbook:\n  id: essai\n  owner: ${owner}\n${line}  reviewed: ${reviewed}\n${duration}`,
      variables && `  variables:\n${variables}`,
    ].join(''),
  );

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.nat(3),
  piece: fc.constantFrom(
    ...['', ' ', '\n', '\n  ', ': ', ', ', ' #', '"', "'", '\\', '{', '}', '[', ']', '|', '>', '&', '!'],
  ),
});

/** Front matters, of pages and of runbooks: many are right, the others are wrong in every way YAML offers. */
export const frontMatterText = fc
  .tuple(header, fc.oneof({ weight: 4, arbitrary: runbook }, fc.constant('')), fc.array(edit, { maxLength: 1 }))
  .map(([start, end, edits]) =>
    edits.reduce((text, { at, cut, piece }) => {
      const index = Math.floor(at * text.length);
      return text.slice(0, index) + piece + text.slice(index + cut);
    }, start + end),
  );
