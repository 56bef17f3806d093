import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import * as core from '../index.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { sourceContract } from '../testing/sourceContract.ts';
import * as sources from './index.ts';
import type { UsageSource } from './UsageSource.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const [code = ''] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example]) => example ?? '');
const [line = ''] = /^`\{"type.*\}`/m.exec(text) ?? [];

/** The source that the README writes, with no names in scope but those that its imports name. */
function exampleSource(): (options: { paths: string[] }) => UsageSource {
  const imports = [...code.matchAll(/^import \{(.*)\} from '(.*)';$/gm)];
  const doors: Record<string, object> = { '@usagekit/core': core, '@usagekit/core/sources': sources };
  const names = imports.flatMap(([, list = '', door = '']) =>
    list.split(',').map((name) => [name.trim(), Reflect.get(doors[door] ?? {}, name.trim())] as const),
  );
  const body = code.replaceAll(/^import .*$/gm, '').replace('export function', 'return function');
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...names.map(([name]) => name), `'use strict';\n${body}`)(...names.map(([, value]) => value));
}

const acme = exampleSource();
const answer = line.slice(1, -1);
const lines = [
  answer,
  answer.replace('"a1"', '"a2"').replace('"time"', '"text":"what was said","time"').replace('06:59', '07:00'),
  '{"type":"greeting"}',
  answer.replace('"a1"', '"a3"').replace('1200', '-1'),
];

sourceContract('the example of the README', {
  create: (paths) => acme({ paths }),
  files: [{ name: 'one.jsonl', content: lines.map((it) => `${it}\n`).join('') }],
  texts: ['what was said'],
});

it('the source of the README is imported as all others are', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'usagekit-acme-'));
  try {
    writeFileSync(join(folder, 'one.jsonl'), lines.map((it) => `${it}\n`).join(''));
    const store = memoryStore();
    const read = () => sources.importUsage({ store, sources: [acme({ paths: [folder] })], price: examplePrice });
    expect(await read()).toMatchObject({
      requests: 2,
      sessions: 1,
      skipped: [{ line: 4, reason: 'usage that is no count' }],
      unknownTypes: [{ type: 'greeting', lines: 1 }],
    });
    expect(await read()).toMatchObject({ files: 0, filesUnchanged: 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
