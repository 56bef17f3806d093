import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, { default: string }>;
};

const EXPORTS = /^export (?:type )?(?:\*|\{([^}]*)\}) from '(\.[^']+)';/gm;
const DECLARATION =
  /(\*\/\n|;\n)?^export (?:declare |abstract |async )?(?:interface|type|function|const|class) (\w+)/gm;

/** Names that a file exports and that no comment stands before; of those that are asked for, where some are. An overload is described by the first. */
function undescribed(file: string, asked?: readonly string[]): string[] {
  const text = readFileSync(file, 'utf8');
  const through = [...text.matchAll(EXPORTS)].flatMap(([, list, from = '']) =>
    undescribed(
      resolve(dirname(file), from),
      list?.split(',').map((name) => name.trim().replace(/^type /, '')),
    ),
  );
  const described = new Set<string>();
  const declared = [...text.matchAll(DECLARATION)].map(([, before, name = '']) => {
    if (before === '*/\n') described.add(name);
    return name;
  });
  const own = declared.filter((name) => !described.has(name) && (asked?.includes(name) ?? true));
  return [...through, ...own.map((name) => `${file.slice(root.length + 1)}: ${name}`)];
}

it.each(Object.entries(exports))('what %s exports is described', (_door, entry) => {
  const door = join(root, entry.default.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts'));
  expect([...new Set(undescribed(door))]).toEqual([]);
});
