import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

import * as pureDoor from './index.ts';
import * as storeDoor from './storage/index.ts';

const source = import.meta.dirname;

/** Every module that a file reaches by imports that remain at run time. */
function reached(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [statement, module = ''] of text.matchAll(/^(?:import|export)\s[^;]*?from '([^']+)';/gm)) {
      if (/^(?:import|export) type\s/.test(statement)) continue;
      if (module.startsWith('.')) visit(resolve(dirname(file), module));
      else packages.add(module);
    }
  };
  visit(join(source, entry));
  return { files, packages };
}

const folders = (files: Set<string>): string[] =>
  [...new Set([...files].map((f) => f.slice(source.length + 1).split('/')[0] ?? ''))].toSorted();

describe('entry points', () => {
  it('the pure door reaches no driver, no store, no file system: it runs in a browser', () => {
    const { files, packages } = reached('index.ts');
    expect(files.size).toBeGreaterThan(60);
    expect([...packages].filter((p) => !/^(date-fns|@date-fns\/tz)(\/|$)/.test(p))).toEqual([]);
    expect(folders(files)).toEqual(['errors.ts', 'index.ts', 'metrics', 'model', 'pricing']);
  });

  it('the service runs on the edge: no node:, no kysely, no engine', () => {
    const { packages } = reached('service/index.ts');
    expect([...packages].filter((p) => p.startsWith('node:') || p === 'kysely')).toEqual([]);
  });

  it('the recorder runs on the edge: no node:, no kysely, no engine, no store at all', () => {
    const { files, packages } = reached('recorder/index.ts');
    expect([...packages]).toEqual([]);
    expect(folders(files)).toEqual(['errors.ts', 'metrics', 'model', 'pricing', 'recorder']);
  });

  it('the golden data needs node: only, and no test library', () => {
    expect([...reached('testing/goldenCases.ts').packages].filter((p) => !p.startsWith('node:'))).toEqual([]);
  });

  it('the memory store needs no driver', () => {
    const { packages } = reached('storage/memory/index.ts');
    // Declared zones are looked at.
    expect([...packages].filter((p) => !p.startsWith('@date-fns/tz'))).toEqual([]);
  });

  it('the SQLite store needs kysely and, to open files, node:', () => {
    const { packages } = reached('storage/sqlite/index.ts');
    const others = [...packages].filter((p) => !p.startsWith('node:') && !p.startsWith('@date-fns/tz'));
    expect(others).toEqual(['kysely']);
  });

  it('sources need node: only', () => {
    for (const entry of ['sources/claude-code/index.ts', 'sources/codex/index.ts', 'sources/index.ts']) {
      expect([...reached(entry).packages].filter((p) => !p.startsWith('node:'))).toEqual([]);
    }
  });

  it("a table is read through the host's own instance: no node:, no kysely, no store", () => {
    const { files, packages } = reached('sources/table/index.ts');
    expect([...packages]).toEqual([]);
    expect(folders(files)).toEqual(['errors.ts', 'model', 'pricing', 'sources']);
  });

  it('a store of one’s own finds all that the memory store is made of in the doors', () => {
    const folder = join(source, 'storage', 'memory');
    const texts = readdirSync(folder)
      .filter((file) => !file.includes('.test.'))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
    const imports = texts.flatMap((text) => [...text.matchAll(/^import \{([^}]*)\} from '\.\.\//gm)]);
    const names = imports
      .flatMap(([, list = '']) => list.split(',').map((name) => name.trim()))
      .filter((name) => name !== '' && !name.startsWith('type '));
    expect(names).toEqual(expect.arrayContaining(['assertBatch', 'runSummary', 'repricedCost', 'sessionFacts']));
    const doors = { ...pureDoor, ...storeDoor };
    expect(names.filter((name) => !Object.hasOwn(doors, name))).toEqual([]);
  });

  it('a store of one’s own finds the rules of the ledger in the door of stores', () => {
    const rules = ['joinRecords', 'pricedAlike', 'priceKeyValues', 'repricedModels', 'resetLedger', 'sessionFacts'];
    const texts = [...rules, 'sessionMeasures', 'checkedCost'].map((name) =>
      readFileSync(join(source, 'metrics', `${name}.ts`), 'utf8'),
    );
    const names = texts.flatMap((text) => [...text.matchAll(/^export (?:function|const) (\w+)/gm)].map((m) => m[1]));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name = '') => !Object.hasOwn(storeDoor, name))).toEqual([]);
    const ledger = pureDoor.emptyLedger();
    const facts: Map<string, storeDoor.SessionFacts> = storeDoor.sessionFacts(ledger);
    const query = { family: 'usage', bucket: 'total', by: [], segments: [] } as const;
    expect(pureDoor.rollup(ledger, query, facts)).toEqual([]);
  });
});
