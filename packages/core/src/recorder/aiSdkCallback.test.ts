import { beforeEach, describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { type Recorder, recorder } from './recorder.ts';

const NOW_MS = Date.UTC(2026, 2, 8, 12, 30);
const chat = { session: 'chat', user: 'u1', endpoint: '/chat' };

let ledger: Ledger;
let errors: unknown[];
let usage: Recorder;
beforeEach(() => {
  ledger = emptyLedger();
  errors = [];
  usage = recorder({
    store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
    price: examplePrice,
    dimensions: ['user', 'endpoint'].map((name) => dimension(name, { grain: 'request' })),
    now: () => NOW_MS,
    onError: (error) => errors.push(error),
  });
});

describe('AI SDK callback', () => {
  const step = { usage: { inputTokens: 1, outputTokens: 1 }, response: { id: 'chatcmpl-7', modelId: 'llama' } };

  it.each([
    ['nothing', undefined],
    ['a text', 'x'],
    ['no response', { usage: { inputTokens: 1, outputTokens: 1 } }],
    ['a negative count', { ...step, usage: { inputTokens: -1, outputTokens: 1 } }],
    ['a count that is text', { ...step, usage: { inputTokens: '1', outputTokens: 1 } }],
    [
      'an object that throws',
      {
        get usage() {
          throw new Error('no');
        },
      },
    ],
  ])('never throws: %s', async (_, event) => {
    await expect(usage.aiSdk(chat)(event)).resolves.toBeUndefined();
    expect(errors.length).toBe(1);
    expect(ledger.requests.size).toBe(0);
  });

  it('never throws over what it is told either', async () => {
    const onError = (): void => {
      throw new Error('the reporter fails');
    };
    const bad = { ...step, usage: { inputTokens: -1 } };
    for (const options of [{ session: '' }, { session: 's', user: 7 }, {}]) {
      await usage.aiSdk({ ...(options as { session: string }), onError })(bad);
      await usage.aiSdk(options as never)(bad);
    }
    expect(ledger.requests.size).toBe(0);
    expect(errors.length).toBe(3);
  });

  it.each([undefined, null, 'chat'])('is refused at once without options: %s', (options) => {
    expect(() => usage.aiSdk(options as never)).toThrow(expect.objectContaining({ code: 'invalid_argument' }));
  });

  it.each(['key', 'at', 'usage', 'status'])('is refused at once with %s, which steps state', (name) => {
    const refused = expect.objectContaining({ code: 'invalid_argument', message: expect.stringContaining(name) });
    expect(() => usage.aiSdk({ ...chat, [name]: 'completed' })).toThrow(refused);
    expect(() => usage.aiSdk({ ...chat, [name]: undefined })).not.toThrow();
  });

  it.each([
    [null, 'no event of the AI SDK: it is null'],
    [undefined, 'no event of the AI SDK: it is undefined'],
    ['x', 'no event of the AI SDK: it is string'],
  ])('says that an event is none: %s', async (event, message) => {
    await usage.aiSdk(chat)(event);
    expect(errors).toMatchObject([{ code: 'invalid_argument', message }]);
  });

  it('one bad count does not lose the others of its step', async () => {
    const response = { id: 'a-response-id-of-its-own' };
    const providerMetadata = { deepseek: { promptCacheHitTokens: 'many' } };
    await usage.aiSdk(chat)({ ...step, response, providerMetadata });
    expect([...ledger.requests.values()]).toMatchObject([{ inputTokens: 1, outputTokens: 1, quality: 'partial' }]);
    expect(errors).toMatchObject([
      { code: 'invalid_argument', message: expect.stringContaining('promptCacheHitTokens') },
    ]);
  });

  it('one bad step does not lose the others', async () => {
    const bad = { ...step, usage: { inputTokens: -1 } };
    await usage.aiSdk(chat)({ steps: [bad, { ...step, response: { id: 'a-response-id-of-its-own' } }] });
    expect(ledger.requests.size).toBe(1);
    expect(errors.length).toBe(1);
  });

  it('times before 1990 and to come are the present', async () => {
    const record = usage.aiSdk(chat);
    await record({ ...step, response: { id: 'response-without-a-time-1', timestamp: new Date(0) } });
    await record({ ...step, response: { id: 'response-of-the-future-01', timestamp: new Date('2099-01-01') } });
    expect([...ledger.requests.values()].map((r) => r.atMs)).toEqual([NOW_MS, NOW_MS]);
  });

  it('the host may say what it is called', async () => {
    const as = { ...chat, model: 'deployment-1', provider: 'azure', kind: 'subagent', project: 'crm', run: 'r' };
    await usage.aiSdk(as)({ ...step, response: { ...step.response, timestamp: new Date(NOW_MS) } });
    expect([...ledger.requests.values()]).toMatchObject([
      { model: 'deployment-1', provider: 'azure', kind: 'subagent' },
    ]);
    expect([...ledger.sessions.values()]).toMatchObject([{ project: 'crm', run: 'r' }]);
  });
});
