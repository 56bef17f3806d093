import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const read = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

it('the README says of every code when it is thrown and what to do', () => {
  const codes = [...read('errors.ts').matchAll(/^ {2}\| '(\w+)'/gm)].map((match) => match[1]);
  const [, errors = ''] = read('../README.md').split('## Errors\n');
  const rows = [...errors.matchAll(/^\| `(\w+)` +\| (.+?) +\| (.+?) +\|$/gm)];
  expect(codes).toContain('invalid_argument');
  expect(rows.map(([, code]) => code).toSorted()).toEqual(codes.toSorted());
});
