import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

/** The text of a built file and of everything that it imports at once. */
function loadedWith(name: string, seen = new Set<string>()): string {
  if (seen.has(name)) return '';
  seen.add(name);
  const text = readFileSync(join(dist, name), 'utf8');
  const imported = [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map((match) => match[1] ?? '');
  return [text, ...imported.map((file) => loadedWith(file, seen))].join('\n');
}

const chunk = (prefix: string): string => readdirSync(dist).find((file) => file.startsWith(prefix)) ?? '';

// Of React, its marker of elements; of Kysely, a method.
const REACT = 'react.transitional.element';
const KYSELY = 'compileDistinctOn';

describe('what the program loads', () => {
  it('to print its help: itself, in less than 20 kB', () => {
    const text = loadedWith('index.js');
    expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    expect([REACT, KYSELY].filter((mark) => text.includes(mark))).toEqual([]);
  });

  it.each(['syncCommand', 'reportCommand', 'serveCommand', 'startCommand'])(
    'to run %s: the store, but no React',
    (name) => {
      const text = loadedWith(chunk(name));
      expect([REACT, KYSELY].filter((mark) => text.includes(mark))).toEqual([KYSELY]);
    },
  );

  it('to write an HTML report: React', () => {
    expect(loadedWith(chunk('htmlReport'))).toContain(REACT);
  });

  it('needs no package beside itself', () => {
    const foreign = readdirSync(dist)
      .filter((file) => file.endsWith('.js'))
      .flatMap((file) => [
        ...readFileSync(join(dist, file), 'utf8').matchAll(/(?:^|[;}])import[^"'();]*["']([^"']+)["']/g),
      ])
      .map((match) => match[1] ?? '')
      .filter((name) => !name.startsWith('node:') && !name.startsWith('./'));
    expect(foreign).toEqual([]);
  });
});
