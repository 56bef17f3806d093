import fc from 'fast-check';

/** Pieces that have broken readers of JSON lines before. */
const PIECES = [
  '',
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\\u',
  '\\u12',
  '\\ud800',
  '\\u0000',
  '\\x',
  '\u0000',
  '\u0001',
  '\t',
  '\u2028',
  '\ufeff',
  '\u00a0',
  '漢',
  '🚀',
  '\ud83d',
  'null',
  'true',
  '-1',
  '1e999',
  '01',
  '0.5',
  '9007199254740993',
  '"type":"assistant",',
  '"usage":{"input_tokens":-5},',
  '"timestamp":"x",',
  '"__proto__":{"type":"user"},',
  '"is_error":true,',
  '[Request interrupted',
  ' '.repeat(70),
  'x'.repeat(600),
  '\\n'.repeat(40),
];

const edit = fc.record({
  kind: fc.constantFrom('insert' as const, 'replace' as const, 'cut' as const, 'repeat' as const, 'truncate' as const),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 12 }),
  piece: fc.oneof(
    { arbitrary: fc.constantFrom(...PIECES), weight: 4 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 8 }), weight: 1 },
  ),
});

function edited(
  line: string,
  { kind, at, length, piece }: typeof edit extends fc.Arbitrary<infer T> ? T : never,
): string {
  const i = at % (line.length + 1);
  const [before, after] = [line.slice(0, i), line.slice(i)];
  switch (kind) {
    case 'insert':
      return before + piece + after;
    case 'replace':
      return before + piece + after.slice(length);
    case 'cut':
      return before + after.slice(length);
    case 'repeat':
      return before + after.slice(0, 8 * length) + after;
    case 'truncate':
      return before;
  }
}

/** Lines of a transcript, each damaged in one to four places; none holds a line feed. Few of them are still JSON. */
export function mutatedLine(lines: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...lines), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([line, edits]) => edits.reduce(edited, line).replaceAll('\n', ' '));
}
