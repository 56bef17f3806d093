import { matchModel } from '@usagekit/core';
import type { UsageStore } from '@usagekit/core/storage';

import { closestWord } from '../args/closestWord.ts';
import { CommandError } from '../args/CommandError.ts';

/** Names of a message at most. */
const LIMIT = 8;

/** A model that is stored, as its source wrote it. */
export interface StoredModel {
  model: string;
  /** Other stored names of the same model, such as those with a snapshot date. */
  otherNames: string[];
}

/** Names of all stored models, most requests first, then in the order of names. */
async function storedNames(store: UsageStore): Promise<string[]> {
  const { latestMs } = await store.extent();
  const rows = await store.rollup({
    family: 'usage',
    segments: latestMs === null ? [] : [{ startMs: 0, endMs: latestMs + 1, offsetSlots: 0 }],
    bucket: 'total',
    by: ['model'],
    measures: ['requests'],
    includeReset: true,
  });
  return rows
    .map(({ key, measures }) => ({ name: key[0] ?? '', requests: measures.requests ?? 0n }))
    .toSorted((a, b) => Number(b.requests - a.requests) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

/**
 * The stored model that a name means: that of the very name, else the one that the price book takes for the same model (`claude-opus-4-5` is
 * `claude-opus-4-5-20251101`).
 *
 * @throws CommandError with exit code 1 when none is stored or several are
 */
export async function storedModel(store: UsageStore, asked: string): Promise<StoredModel> {
  const names = await storedNames(store);
  const meant = matchModel('', asked).snapshot;
  const same = names.filter((name) => {
    const { snapshot, model } = matchModel('', name);
    return name !== asked && (snapshot === meant || model === meant);
  });
  if (names.includes(asked)) return { model: asked, otherNames: same };
  const [model, ...more] = same;
  if (model === undefined) throw new CommandError(1, notStored(asked, names));
  if (more.length === 0) return { model, otherNames: [] };
  throw new CommandError(1, `--model ${asked} means several stored models: ${same.join(', ')}: name one of them`);
}

function notStored(asked: string, names: readonly string[]): string {
  const meant = closestWord(asked, names);
  const named = names.filter(Boolean).slice(0, LIMIT);
  const more = names.length > named.length ? ', …' : '';
  return [
    `no request of model ${asked} is stored`,
    meant ? `, did you mean ${meant}?` : '',
    named.length > 0 ? ` (stored: ${named.join(', ')}${more})` : '',
  ].join('');
}
