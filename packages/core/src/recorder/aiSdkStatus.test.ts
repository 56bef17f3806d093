import { generateObject, jsonSchema, streamObject } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';

import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { aiSdkStatus } from './aiSdkStatus.ts';
import { recorder } from './recorder.ts';

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

const error = new Error('no object');

describe('how a session stands after an event of the AI SDK', () => {
  it.each<[name: string, event: Record<string, unknown>, status: SessionStatus]>([
    ['an answer', { finishReason: 'stop' }, 'completed'],
    ['an error', { finishReason: 'error' }, 'failed'],
    ['tools', { finishReason: 'tool-calls' }, 'incomplete'],
    ['an answer that was cut', { finishReason: 'length' }, 'incomplete'],
    ['nothing', {}, 'incomplete'],
    ['v5 object', { object: { a: 1 }, error: undefined }, 'completed'],
    ['v5 object that could not be read', { object: undefined, error }, 'failed'],
    ['v4 object that could not be read', { object: undefined, error: undefined }, 'failed'],
    ['v7 object', { object: null, error: undefined, finishReason: 'stop' }, 'completed'],
    ['v7 object that could not be read', { object: undefined, error, finishReason: 'stop' }, 'failed'],
    ['v7 object that does not fit', { object: { b: 1 }, error, finishReason: 'stop' }, 'failed'],
    ['v7 text of an object', { objectText: '{"a":', finishReason: 'stop' }, 'incomplete'],
  ])('%s', (_, event, status) => {
    expect(aiSdkStatus(event)).toBe(status);
  });

  const usage = { inputTokens: { total: 5, noCache: 5 }, outputTokens: { total: 2, text: 2 } };
  const finishReason = { unified: 'stop', raw: 'stop' };
  const asked = (text: string) => ({
    schema: jsonSchema<{ a: number }>({ type: 'object' }),
    prompt: '?',
    model: new MockLanguageModelV4({
      doGenerate: async () => ({ content: [{ type: 'text', text }], finishReason, usage, warnings: [] }) as never,
      doStream: async () =>
        ({
          stream: new ReadableStream({
            start(stream) {
              stream.enqueue({ type: 'text-start', id: '1' });
              stream.enqueue({ type: 'text-delta', id: '1', delta: text });
              stream.enqueue({ type: 'text-end', id: '1' });
              stream.enqueue({ type: 'finish', finishReason, usage });
              stream.close();
            },
          }),
        }) as never,
    }),
  });
  const stood = async (run: (record: (event: unknown) => Promise<void>) => Promise<unknown>) => {
    const ledger = emptyLedger();
    const made = recorder({
      store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
      price: examplePrice,
    });
    await run(made.aiSdk({ session: 's' }));
    await made.flush();
    return [...sessionFacts(ledger).values()].map(({ session }) => session.status);
  };

  it.each<[text: string, status: SessionStatus]>([
    ['{"a":1}', 'completed'],
    ['{"a":', 'failed'],
  ])('streamObject of %s', async (text, status) => {
    const streamed = async (onFinish: (event: unknown) => Promise<void>) => {
      const result = streamObject({ ...asked(text), onFinish, onError: () => {} });
      const settled = result.object.catch(() => {});
      await result.partialObjectStream.pipeTo(new WritableStream());
      await settled;
    };
    expect(await stood(streamed)).toEqual([status]);
  });

  it('generateObject, told of by every callback', async () => {
    const whole = (on: (event: unknown) => Promise<void>) =>
      generateObject({ ...asked('{"a":1}'), onStepFinish: on, onFinish: on } as never);
    expect(await stood(whole)).toEqual(['completed']);
    const broken = (on: (event: unknown) => Promise<void>) =>
      generateObject({ ...asked('{"a":'), onStepFinish: on, onFinish: on } as never).catch(() => {});
    expect(await stood(broken)).toEqual(['incomplete']);
  });
});
