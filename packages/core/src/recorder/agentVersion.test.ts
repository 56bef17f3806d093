import { expect, it } from 'vitest';

import { costOf } from '../pricing/costOf.ts';
import { priceBook } from '../pricing/priceBook.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { countsOn } from './agentVersion.ts';
import { assistant, init, result, toolResult, used } from './fixtures/agentMessages.ts';
import { recorder } from './recorder.ts';

/** The one session after several processes, each with the messages of its own, so many ms apart. */
async function sessionAfter(processes: readonly (readonly unknown[])[], apartMs = 0) {
  const store = memoryStore();
  const book = priceBook();
  for (const [i, messages] of processes.entries()) {
    const now = () => Date.UTC(2026, 10, 2) + i * apartMs;
    const record = recorder({ store, price: (request) => costOf(request, book), now }).claudeAgent();
    for (const message of messages) await record(message);
  }
  const { sessions } = await store.sessions({ sortBy: 'date', sortOrder: 'asc', limit: 9, offset: 0 });
  expect(sessions).toHaveLength(1);
  return sessions[0];
}
/** The result of the first process and of the second, which is less. */
const results = [result('s', 1, { a: used(1000, 1) }), result('s', 2, { a: used(900, 0.5) })] as const;
const anew = { inputTokens: 1900, costUsd: 1.5, requests: 2, turns: 2 };

it.each([
  ['2.1.277', true],
  ['2.1.332', true],
  ['2.2', true],
  ['3.0.0-beta', true],
  ['2.1.276', false],
  ['2.0.999', false],
  ['1.0.300', false],
  ['2.1', false],
  ['', false],
  ['next', false],
])('an agent of version %s counts on: %s', (version, isOn) => {
  expect(countsOn(version)).toBe(isOn);
});

it('agents that do not state their version began anew in each process', async () => {
  const { claude_code_version: _, ...unstated } = init('s');
  const again = { ...unstated, uuid: 'second' };
  expect(
    await sessionAfter([
      [unstated, results[0]],
      [again, results[1]],
    ]),
  ).toMatchObject(anew);
});

it('the first agents gave their messages no id either', async () => {
  const { claude_code_version: _, uuid: __, ...unstated } = init('s');
  expect(
    await sessionAfter(
      [
        [unstated, results[0]],
        [unstated, results[1]],
      ],
      1000,
    ),
  ).toMatchObject(anew);
});

it('without messages that begin a turn nothing says that counting began anew', async () => {
  expect(await sessionAfter(results.map((each) => [each]))).toMatchObject({ inputTokens: 1000, costUsd: 1 });
});

it('messages may come before the one that states the version', async () => {
  const prompt = toolResult('s', 'toolu_1', 'out', false);
  const old = (i: number) => [prompt, init('s', 'a', '2.1.100'), results[i]];
  expect(await sessionAfter([old(0), old(1)])).toMatchObject(anew);
});

it('a model that was to be used before the version was stated is none beside those that were', async () => {
  const old = (i: number) => [assistant('s', `m-${i}`), init('s', 'a', '2.1.100'), results[i]];
  expect(await sessionAfter([old(0), old(1)])).toMatchObject({ ...anew, models: ['a'] });
});

it('what follows in the same process goes on', async () => {
  const more = [init('s', 'a', '2.1.100'), result('s', 3, { a: used(1200, 2) })];
  expect(await sessionAfter([[init('s', 'a', '2.1.100'), results[0], ...more]])).toMatchObject({ inputTokens: 1200 });
});
