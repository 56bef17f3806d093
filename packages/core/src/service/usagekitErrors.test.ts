import { expect, it } from 'vitest';

import { UsageError } from '../errors.ts';
import { dimension } from '../metrics/dimension.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { type Usagekit, usagekit } from './usagekit.ts';

const ALL = { family: 'usage', segments: [{ startMs: 0, endMs: 900_000, offsetSlots: 0 }], bucket: 'total' } as const;
const broken = new UsageError('store_unavailable', 'the disk is full');

it('what nobody waits for is told to the one onError, and kept until the store can be written', async () => {
  let isBroken = true;
  const whole = memoryStore();
  const store = {
    ...whole,
    write: (...args: Parameters<typeof whole.write>) => (isBroken ? Promise.reject(broken) : whole.write(...args)),
  };
  const told: unknown[] = [];
  const usage = usagekit({ store, timeZone: 'UTC', onError: (error) => void told.push(error) });
  await usage.migrate();
  usage.recorder.start({ key: 'a', model: 'gpt-5' });
  const step = usage.recorder.aiSdk({ session: 'c' });
  const response = { id: 'resp_0123456789abcdefgh', modelId: 'gpt-5' };
  await step({ finishReason: 'stop', usage: { inputTokens: 7, outputTokens: 5 }, response });
  expect(told).toEqual([broken, broken]);
  // Two of them could not be told apart, so none is written; that is said as well.
  await step({ finishReason: 'stop', usage: { inputTokens: 9, outputTokens: 5 }, response: { modelId: 'gpt-5' } });
  expect(told.slice(2)).toEqual([expect.objectContaining({ code: 'invalid_argument' })]);
  isBroken = false;
  await usage.recorder.flush();
  const { requests, tokens } = await usage.service.getAnalytics('all');
  expect([requests.total, tokens.total.input]).toEqual([2, 7]);
  await usage.close();
});

it('a background sync that fails is told to it where background has no onError of its own', async () => {
  const store = { ...memoryStore(), fileStamps: () => Promise.reject(broken) };
  const sources = [{ id: 's', label: 's', roots: () => [], files: () => [], read: async function* () {} }];
  for (const own of [false, true]) {
    const [told, toldOwn]: [unknown[], unknown[]] = [[], []];
    const usage = usagekit({
      store,
      sources,
      timeZone: 'UTC',
      background: { staleAfterMs: 0, ...(own && { onError: (error) => void toldOwn.push(error) }) },
      onError: (error) => void told.push(error),
    });
    await usage.service.getAnalytics('all');
    await expect.poll(() => told.length + toldOwn.length).toBe(1);
    expect([told, toldOwn]).toEqual(own ? [[], [broken]] : [[broken], []]);
    await usage.close();
  }
});

it.each<[string, (service: Usagekit['service']) => Promise<unknown>]>([
  ['getAnalytics', (service) => service.getAnalytics('all')],
  ['getRollup', (service) => service.getRollup({ ...ALL, by: [], measures: ['requests'] })],
  ['getSessions', (service) => service.getSessions()],
  ['getRuns', (service) => service.getRuns()],
])('an answer of %s that is stale begins a background sync', async (_, asked) => {
  const synced: unknown[] = [];
  const background = { staleAfterMs: 0, onSync: (summary: unknown) => void synced.push(summary) };
  const usage = usagekit({ store: memoryStore(), timeZone: 'UTC', background });
  await asked(usage.service);
  await expect.poll(() => synced.length).toBe(1);
  await usage.close();
});

it('without a store, and with a dimension declared twice, it says so', () => {
  expect(() => usagekit({ timeZone: 'UTC' } as never)).toThrow('takes a store');
  const dimensions = [dimension('user', { grain: 'session' }), dimension('user', { grain: 'request' })];
  expect(() => usagekit({ store: memoryStore(), timeZone: 'UTC', dimensions })).toThrow("'user' is declared twice");
});

it('with a zone that is none, whether it is the one of answers or a further one, it says so at once', () => {
  const store = memoryStore();
  const refusal = expect.objectContaining({
    code: 'invalid_time_zone',
    message: expect.stringContaining("'Europe/Belrin' is not a time zone"),
  });
  expect(() => usagekit({ store, timeZone: 'UTC', reportingZones: ['Europe/Belrin'] })).toThrow(refusal);
  expect(() => usagekit({ store, timeZone: 'Europe/Belrin' })).toThrow(refusal);
});
