import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateObject, jsonSchema, NoObjectGeneratedError, simulateReadableStream, streamText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { describe, expect, it } from 'vitest';

import { dimension } from '../metrics/dimension.ts';
import { emptyLedger } from '../metrics/Ledger.ts';
import { joinLedger } from '../metrics/joinLedger.ts';
import { sessionFacts } from '../metrics/sessionFacts.ts';
import { memoryStore } from '../storage/memory/memoryStore.ts';
import { examplePrice } from '../testing/ledgerArbitraries.ts';
import { recorder } from './recorder.ts';

const text = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const [orchestrator = '', chat = '', made = '', agent = ''] = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(
  ([, code]) => code ?? '',
);

/** Runs lines of the README with these names in scope: the text is our own. */
function run(code: string, scope: Record<string, unknown>): Promise<unknown> {
  // eslint-disable-next-line no-new-func -- running the examples is the point of this test
  return new Function(...Object.keys(scope), `return (async () => {\n${code}\n})()`)(...Object.values(scope));
}

it('the examples of the README run, and record what they say', async () => {
  const store = memoryStore();
  const usage = recorder({ store, price: examplePrice });
  await run(orchestrator, { usage });
  const model = new MockLanguageModelV4({
    doStream: {
      stream: simulateReadableStream({
        chunks: [
          {
            type: 'finish' as const,
            finishReason: { unified: 'stop' as const, raw: undefined },
            usage: {
              inputTokens: { total: 5, noCache: 5, cacheRead: 0, cacheWrite: 0 },
              outputTokens: { total: 2, text: 2, reasoning: 0 },
            },
          },
        ],
      }),
    },
  });
  await run(chat, { usage, streamText, model, prompt: '?', chatId: 'chat-1', userId: 'u' });
  const messages = readFileSync(join(import.meta.dirname, 'fixtures/claudeAgentRun.json'), 'utf8');
  const query = ({ prompt }: { prompt: string }) => (prompt === '?' ? (JSON.parse(messages) as unknown[]) : []);
  await run(agent, { usage, query, prompt: '?', userId: 'u' });
  const { sessions } = await store.sessions({ sortBy: 'tokens', sortOrder: 'desc', limit: 9, offset: 0 });
  expect(sessions).toMatchObject([
    { id: 'job-7', status: 'completed', project: 'crm', inputTokens: 1200, turns: 7, toolCalls: 31 },
    { status: 'completed', project: '/home/a/shop', inputTokens: 62, apiMinutes: 0.4, dimensions: { user: 'u' } },
    { id: 'chat-1', inputTokens: 5, outputTokens: 2, requests: 1 },
  ]);
});

describe('the example of an object', () => {
  /** What comes of it, how its session stands, and what the recorder was told of. */
  async function ran(answer: () => string) {
    const ledger = emptyLedger();
    const errors: unknown[] = [];
    const usage = recorder({
      store: { write: async (batch, price) => joinLedger(ledger, batch, price) },
      price: examplePrice,
      dimensions: [dimension('user', { grain: 'request' })],
      onError: (error) => errors.push(error),
    });
    const model = new MockLanguageModelV4({
      doGenerate: async () => ({
        content: [{ type: 'text', text: answer() }],
        finishReason: { unified: 'stop', raw: undefined },
        usage: {
          inputTokens: { total: 5, noCache: 5, cacheRead: 0, cacheWrite: 0 },
          outputTokens: { total: 2, text: 2, reasoning: 0 },
        },
        warnings: [],
      }),
    });
    const schema = jsonSchema({ type: 'object' });
    const names = { usage, generateObject, NoObjectGeneratedError, model, schema, prompt: '?' };
    const [result] = await Promise.allSettled([
      run(`${made}\nreturn object;`, { ...names, chatId: 'chat-1', userId: 'u' }),
    ]);
    await usage.flush();
    const sessions = [...sessionFacts(ledger).values()].map(({ session, input }) => [session.status, input]);
    return { result, sessions, errors };
  }

  it('gives the object, and records it', async () => {
    expect(await ran(() => '{"a":1}')).toEqual({
      result: { status: 'fulfilled', value: { a: 1 } },
      sessions: [['completed', 5n]],
      errors: [],
    });
  });

  it('throws where there is none, and records the response', async () => {
    expect(await ran(() => '{"a":')).toMatchObject({
      result: { status: 'rejected', reason: { name: 'AI_NoObjectGeneratedError' } },
      sessions: [['failed', 5n]],
      errors: [],
    });
  });

  it('throws where there is no response, and records nothing', async () => {
    const refused = (): never => {
      throw new TypeError('no network');
    };
    expect(await ran(refused)).toMatchObject({
      result: { status: 'rejected', reason: { message: 'no network' } },
      sessions: [],
      errors: [],
    });
  });
});
