import { describe, expect, it } from 'vitest';
import { costOf } from './costOf.ts';
import { costQuery } from './costQuery.ts';
import { priceBook } from './priceBook.ts';

const book = priceBook();

describe('a provider that no list knows', () => {
  it.each(['my-proxy', 'litellm', 'openai-compatible', 'vercel', 'azure-openai', 'aws', 'vertexai', 'ollama'])(
    'a closed model billed by %s has the price that it has by a route of that name',
    (name) => {
      for (const [model, route] of [
        ['gpt-5.4', `${name}/gpt-5.4`],
        ['claude-opus-5', `${name}/claude-opus-5`],
        ['gemini-2.5-pro', `${name}/gemini-2.5-pro`],
        ['anthropic/claude-opus-5', `${name}/anthropic/claude-opus-5`],
        ['openai/gpt-oss-120b', `${name}/openai/gpt-oss-120b`],
        ['qwen3-max', `${name}/qwen3-max`],
      ] as const) {
        const [billed, routed] = [
          { provider: name, model },
          { provider: '', model: route },
        ].map((names) => costOf(costQuery({ ...names, inputTokens: 1000, outputTokens: 10 }), book));
        expect([billed?.nanoUsd, billed?.priceId]).toEqual([routed?.nanoUsd, routed?.priceId]);
        expect(billed?.basis).toBe(/gpt-oss|qwen/.test(model) ? 'unpriced' : 'list-price');
      }
    },
  );

  it("a host's own row for a provider of its own wins there, and nowhere else", () => {
    const own = { id: 'own/proxy', provider: 'my-proxy', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '' };
    const hosted = priceBook({ overrides: [{ ...own, model: 'gpt-5.4', rates: { input: '7', output: '7' } }] });
    const idOf = (provider: string, model: string) => costOf(costQuery({ provider, model }), hosted).priceId;
    expect(idOf('my-proxy', 'gpt-5.4')).toBe('own/proxy');
    expect(idOf('My-Proxy', 'openrouter/openai/gpt-5.4')).toBe('own/proxy');
    expect(idOf('', 'my-proxy/gpt-5.4')).toBe('own/proxy');
    for (const provider of ['', 'openai', 'azure', 'other-proxy']) {
      expect(idOf(provider, 'gpt-5.4')).toMatch(/^openai\/gpt-5\.4/);
    }
  });
});
