import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Folders whose examples are run. */
const FOLDERS = ['recorder', 'model', 'pricing', 'metrics', 'storage', 'sources', 'service'] as const;
const root = fileURLToPath(new URL('.', import.meta.url));

/** A line `expression // => value` of an example, with the statements that stand before it. */
interface Check {
  before: string;
  expression: string;
  expected: string;
}

/** Code of each `@example` of a text, up to the next tag or the end of its comment. */
function exampleBlocks(text: string): string[] {
  const comments = text.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
  return comments.flatMap((comment) => {
    const lines = comment.replace(/\s*\*\/$/, '').split('\n');
    const code = lines.map((line) => line.replace(/^\s*\/?\*+ ?/, '')).join('\n');
    return code
      .split(/^@/m)
      .filter((part) => part.startsWith('example'))
      .map((part) => part.replace(/^example[^\n]*\n/, ''));
  });
}

function checksOf(block: string): Check[] {
  const checks: Check[] = [];
  let code: string[] = [];
  for (const line of block.split('\n')) {
    const [expression = '', expected] = line.split('// =>');
    if (expected === undefined) {
      code.push(line);
      continue;
    }
    // Statements end in a semicolon; what follows the last of them begins the expression.
    const begin = code.findLastIndex((before) => before.trimEnd().endsWith(';')) + 1;
    checks.push({
      before: code.slice(0, begin).join('\n'),
      expression: [...code.slice(begin), expression].join('\n').trim().replace(/;$/, ''),
      expected: expected.trim(),
    });
    code = code.slice(0, begin);
  }
  return checks;
}

const files = [
  'errors.ts',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(test|test-d)\.ts$/.test(file))
      .map((file) => `${folder}/${file}`),
  ),
].toSorted();

const examples = files.flatMap((file) =>
  exampleBlocks(readFileSync(`${root}${file}`, 'utf8')).flatMap((block, i) => {
    const checks = checksOf(block);
    return [{ file, name: `${file} example ${i + 1}`, checks }];
  }),
);

type Module = Record<string, unknown>;
const load = async (file: string): Promise<Module> => (await import(/* @vite-ignore */ `./${file}`)) as Module;

/** What an example may name: the exports of its file, of the folders that it lies in, the model and the error class. */
async function scopeOf(file: string): Promise<Module> {
  const parts = file.split('/').slice(0, -1);
  const doors = parts
    .map((_, i) => `${parts.slice(0, i + 1).join('/')}/index.ts`)
    .filter((door) => files.includes(door));
  const modules = [load('errors.ts'), load('model/index.ts'), ...doors.map(load), load(file)];
  return Object.assign({}, ...(await Promise.all(modules))) as Module;
}

/** Runs text as a function body with names in scope: the text is that of our own comments. */
function evaluated(body: string, scope: Module): unknown {
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...Object.keys(scope), `'use strict';\n${body}`)(...Object.values(scope)) as unknown;
}

describe('examples in comments are true', () => {
  test('every folder has some', () => {
    for (const folder of FOLDERS) expect(examples.some(({ file }) => file.startsWith(`${folder}/`))).toBe(true);
  });

  test.each(examples)('$name', async ({ file, checks }) => {
    const scope = await scopeOf(file);
    expect(checks.length, 'lines with // =>').toBeGreaterThan(0);
    for (const { before, expression, expected } of checks) {
      const actual = evaluated(`${before}\nreturn (${expression}\n);`, scope);
      expect(actual, `${basename(file)}: ${expression}`).toEqual(evaluated(`return (${expected}\n);`, scope));
    }
  });
});

describe('the reader of examples', () => {
  test('finds every block of every comment', () => {
    const text = '/**\n * A.\n *\n * @example\n * one() // => 1\n * @see b\n */\n/** @example\n * two() // => 2\n */';
    expect(exampleBlocks(text).map((block) => block.trim())).toEqual(['one() // => 1', 'two() // => 2']);
  });

  test('keeps statements apart from the expression they precede', () => {
    expect(checksOf('const a = 1;\na +\n  1 // => 2\na // => 1')).toEqual([
      { before: 'const a = 1;', expression: 'a +\n  1', expected: '2' },
      { before: 'const a = 1;', expression: 'a', expected: '1' },
    ]);
  });
});
