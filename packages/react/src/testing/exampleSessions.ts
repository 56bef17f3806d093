import { liveSession, type LiveSession } from '@usagekit/core';

import type { ExampleModel } from './EXAMPLE_MODELS.ts';

/** Dearest sessions with the shape of real ones. */
export function exampleSessions(
  models: readonly ExampleModel[],
  projects: readonly string[],
  count: number,
  scale: number,
  nowMs: number,
): LiveSession[] {
  const priced = models.filter((model) => model.prices);
  const statuses = [
    'completed',
    'completed',
    'failed',
    'completed',
    'interrupted',
    'blocked',
    'completed',
    'running',
    'incomplete',
    'completed',
  ] as const;
  return Array.from({ length: Math.min(10, count) }, (_, i) => {
    const model = priced[i % 3 === 1 ? 0 : 1] ?? priced[0] ?? (models[0] as ExampleModel);
    const startedMs = nowMs - (i * 2.37 + 0.4) * 86_400_000;
    const minutes = [57, 65, 34, 29, 23, 22, 40, 118, 3, 0.4][i] ?? 10;
    const factor = (1.6 / (i + 1.9)) * scale;
    const [input = 0, output = 0, cacheRead = 0, cacheWrite = 0] = model.tokens.map((tokens) =>
      Math.round(tokens * 420 * factor),
    );
    const cost = [15.97, 10.48, 9.87, 9.38, 8.71, 8.59, 8.41, 7.2, 6.93, 6.5][i] ?? 5;
    const session = {
      id: `${(0x9e3779b1 * (i + 3)).toString(16).slice(-8).padStart(8, '0')}-4c1f-4d2a-9a53-0c3f6f1f7b2${i}`,
      source: i % 4 === 3 ? 'codex' : 'claude-code',
      project: projects[(i * i) % projects.length] ?? '',
      model: model.name,
      models: i % 3 === 0 ? models.slice(0, 3).map((own) => own.name) : [model.name],
      status: statuses[i] ?? 'completed',
      startedAt: new Date(startedMs).toISOString(),
      lastAt: new Date(startedMs + minutes * 60_000).toISOString(),
      durationMinutes: minutes,
      engagedMinutes: minutes * 0.6,
      apiMinutes: null,
      requests: 40 + i * 7,
      turns: 12 + i,
      toolCalls: 90 + i * 11,
      inputTokens: input,
      outputTokens: output,
      cacheReadTokens: cacheRead,
      cacheWriteTokens: cacheWrite,
      costUsd: model.prices ? Math.round(cost * scale * 100) / 100 : null,
      unpricedRequests: model.prices ? 0 : 40,
    };
    return liveSession(session, nowMs);
  });
}
