import { expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { openSqlite } from '../storage/sqlite/openSqlite.ts';
import { sqliteStore } from '../storage/sqlite/sqliteStore.ts';
import { usagekit } from './usagekit.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 15, 30);
const NAMES = ['__proto__', 'constructor', 'toString'];

/** Paths of what is neither plain nor text, number, boolean or `null`. */
function notPlain(value: unknown, path = ''): string[] {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return [];
  const isPlain =
    typeof value === 'object' && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));
  return isPlain ? Object.entries(value).flatMap(([key, of]) => notPlain(of, `${path}.${key}`)) : [path];
}

it.each([
  ['memory', () => memoryStore()],
  ['SQLite', () => sqliteStore(openSqlite(':memory:'))],
])('answers of %s are plain objects with keys of any name', async (_, open) => {
  const dimensions = [dimension('user', { grain: 'session' })];
  const usage = usagekit({ store: open(), timeZone: 'UTC', dimensions, now: () => NOW_MS });
  await usage.migrate();
  for (const name of NAMES) {
    const of = { project: name, model: name, user: name, at: NOW_MS - 60_000 };
    await usage.recorder.request({ session: name, key: name, ...of, usage: { inputTokens: 1 } });
    await usage.recorder.start({ key: `run ${name}`, ...of }).complete({ toolUseCount: 1 });
  }
  await usage.recorder.run({ workspace: '__proto__' }).complete();
  const analytics = await usage.service.getAnalytics('7d');
  const { sessions } = await usage.service.getSessions();
  const answers = [analytics, sessions, await usage.service.getRuns(), await usage.reprice(), await usage.sync()];
  expect(notPlain(answers)).toEqual([]);
  for (const copy of [analytics, structuredClone(analytics), JSON.parse(JSON.stringify(analytics))]) {
    expect(Object.keys(copy.sessions.byProject).toSorted()).toEqual(NAMES);
    expect(Object.keys(copy.cost.byModel).toSorted()).toEqual(NAMES);
    expect(Object.keys(copy.tokens.byModel).toSorted()).toEqual(NAMES);
  }
  await usage.close();
});
