import { describe, expect, it } from 'vitest';

import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { codex } from './codex/index.ts';
import { importUsage } from './importUsage.ts';
import { watchUsage } from './watchUsage.ts';

/** Options as JavaScript can give them. */
const right = { store: memoryStore(), sources: [], price: examplePrice, signal: AbortSignal.abort() };
const { signal: _, ...imported } = right;

describe.each([
  ['importUsage', (options: unknown): Promise<unknown> => Reflect.apply(importUsage, undefined, [options]), imported],
  ['watchUsage', (options: unknown): Promise<unknown> => Reflect.apply(watchUsage, undefined, [options]), right],
])('%s says what it cannot do', (name, run, options) => {
  it.each([
    ['no options', undefined, `${name} must be an object of options: store, sources, price`],
    ['a misspelt name', { ...options, ful: true }, `${name} has no option 'ful'`],
    ['no store', { ...options, store: undefined }, `${name}({ store }) takes a store: sqliteStore, postgresStore or`],
    ['no sources', { ...options, sources: undefined }, `${name}({ sources }) takes a list of sources, as [codex()]`],
    ['a source', { ...options, sources: codex({ paths: [] }) }, `${name}({ sources }) takes a list of sources`],
    ['sources that are none', { ...options, sources: [{}] }, `${name}({ sources }) takes a list of sources`],
    ['no price', { ...options, price: undefined }, `${name}({ price }) takes a function`],
  ])('%s', async (_what, wrong, message) => {
    await expect(run(wrong)).rejects.toMatchObject({
      code: 'invalid_argument',
      message: expect.stringContaining(message) as string,
    });
  });
});

it.each([
  ['none', undefined],
  ['a target of events that cannot be aborted', new EventTarget()],
  ['the controller', new AbortController()],
  ['null', null],
  ['what says only that it was not aborted', { aborted: false }],
])('a watch whose signal could not end it is refused: %s', async (_what, signal) => {
  await expect(Reflect.apply(watchUsage, undefined, [{ ...imported, signal }])).rejects.toMatchObject({
    code: 'invalid_argument',
    message: 'watchUsage({ signal }) takes the signal of an AbortController, which ends the watch',
  });
});
