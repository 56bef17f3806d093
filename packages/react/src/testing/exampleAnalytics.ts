import {
  costDistribution,
  countedValues,
  type GroupBy,
  type HeatmapCell,
  type SeriesPoint,
  type TokenTotals,
  type UsageAnalytics,
  type UsageFigures,
  weekHourOccurrences,
  zoneSegments,
} from '@usagekit/core';

import { addedFigures } from '../figures/addedFigures.ts';
import { EXAMPLE_MODELS, type ExampleModel } from './EXAMPLE_MODELS.ts';
import { exampleSessions } from './exampleSessions.ts';
import { exampleTools } from './exampleTools.ts';
import { randomNumbers } from './randomNumbers.ts';

/** What the example is made of. */
export interface ExampleOptions {
  days?: number;
  /** Multiplies tokens and sessions. */
  scale?: number;
  models?: readonly ExampleModel[];
  projects?: readonly string[];
  groupBy?: GroupBy;
}

const TIME_ZONE = 'America/New_York';
/** Monday, 23 November 2026, 16:40 in New York. */
const NOW_MS = Date.UTC(2026, 10, 23, 21, 40);
const DAY_MS = 86_400_000;
/** Sessions are drawn one by one: tokens may grow beyond what it would take to draw them. */
const MAX_SESSION_SCALE = 100;
const PROJECTS = ['data-pipeline', 'checkout-api', 'web-app', 'mobile', 'infra', 'docs-site', 'sandbox'];
const PROJECT_WEIGHTS = [0.3, 0.22, 0.19, 0.13, 0.08, 0.05, 0.03];
/** Monday first. */
const WEEKDAYS = [0.95, 1.4, 1.25, 1.05, 0.85, 0.28, 0.2];
const HOURS = [
  0.2, 0.1, 0.1, 0.1, 0.1, 0.2, 0.6, 1.6, 3.2, 5.4, 5.6, 5, 4.2, 4.6, 6.4, 7, 6.2, 4.4, 2.4, 1.7, 1.6, 1.2, 0.8, 0.4,
];

const noTokens = (): TokenTotals => ({
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite5m: 0,
  cacheWrite1h: 0,
  reasoning: 0,
});

/** Usage of one model with its exact list price. */
function figuresOf(model: ExampleModel, factor: number, requests: number): UsageFigures {
  const [input = 0, output = 0, cacheRead = 0, cacheWrite = 0] = model.tokens.map((tokens) =>
    Math.round(tokens * 1000 * factor),
  );
  const tokens = { ...noTokens(), input, output, cacheRead, cacheWrite, cacheWrite5m: cacheWrite };
  const all = input + output + cacheRead + cacheWrite;
  if (!model.prices)
    return { requests, tokens, cost: { usd: null, nanoUsd: null, unpricedRequests: requests, unpricedTokens: all } };
  const [a, b, c, d] = model.prices;
  const nano =
    BigInt(input) * BigInt(a) +
    BigInt(output) * BigInt(b) +
    BigInt(cacheRead) * BigInt(c) +
    BigInt(cacheWrite) * BigInt(d);
  return {
    requests,
    tokens,
    cost: { usd: Number(nano) / 1e9, nanoUsd: String(nano), unpricedRequests: 0, unpricedTokens: 0 },
  };
}

const record = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> =>
  Object.assign(Object.create(null) as Record<string, Value>, Object.fromEntries(entries));

interface Atom {
  day: string;
  model: string;
  project: string;
  figures: UsageFigures;
}

const sumBy = (
  atoms: readonly Atom[],
  keys: readonly string[],
  key: 'model' | 'project',
): Record<string, UsageFigures> =>
  record(
    keys.map(
      (own) => [own, addedFigures(atoms.filter((atom) => atom[key] === own).map((atom) => atom.figures))] as const,
    ),
  );

/**
 * Figures of a busy team, the same on every machine and run. They are consistent: days, models and projects each add up to the total, money to the nano-dollar.
 */
export function exampleAnalytics(options: ExampleOptions = {}): UsageAnalytics {
  const { days = 30, scale = 1, models = EXAMPLE_MODELS, projects = PROJECTS, groupBy = 'day' } = options;
  const random = randomNumbers(7);
  const lastMs = Date.UTC(2026, 10, 23);
  const dayNames = Array.from({ length: days }, (_, i) =>
    new Date(lastMs - (days - 1 - i) * DAY_MS).toISOString().slice(0, 10),
  );
  const startMs = NOW_MS - 16 * 3_600_000 - 40 * 60_000 - (days - 1) * DAY_MS;
  const weights = projects.map((_, i) => PROJECT_WEIGHTS[i] ?? 0.02);
  const atoms: Atom[] = [];
  const heat = Array.from({ length: 168 }, () => 0);
  const peakHours = Array.from({ length: 24 }, () => 0);
  const projectSessions = projects.map(() => 0);
  const sessionsOn = dayNames.map((day) => {
    const weekday = (new Date(day).getUTCDay() + 6) % 7;
    const partial = day === dayNames.at(-1) ? 0.6 : 1;
    const level = (WEEKDAYS[weekday] ?? 1) * partial * (0.75 + random() * 0.5);
    for (const model of models) {
      const own = level * (0.35 + random() * 1.3);
      projects.forEach((project, i) => {
        const factor = own * (weights[i] ?? 0) * (0.6 + random() * 0.8) * scale;
        const requests = Math.round((model.tokens[1] * factor) / 1.4);
        if (requests > 0) atoms.push({ day, model: model.name, project, figures: figuresOf(model, factor, requests) });
      });
    }
    const sessions = Math.round(level * 46 * Math.min(scale, MAX_SESSION_SCALE));
    for (let i = 0; i < Math.min(sessions, 400); i += 1) {
      const count = Math.floor(sessions / Math.min(sessions, 400)) + (i < sessions % Math.min(sessions, 400) ? 1 : 0);
      const total = HOURS.reduce((sum, hour) => sum + hour, 0);
      let at = random() * total;
      const hour = HOURS.findIndex((weight) => (at -= weight) <= 0);
      heat[weekday * 24 + hour] = (heat[weekday * 24 + hour] ?? 0) + count;
      peakHours[hour] = (peakHours[hour] ?? 0) + count;
      let share = random() * weights.reduce((sum, weight) => sum + weight, 0);
      const project = weights.findIndex((weight) => (share -= weight) <= 0);
      projectSessions[project] = (projectSessions[project] ?? 0) + count;
    }
    return sessions;
  });
  const names = models.map((model) => model.name).filter((name) => atoms.some((atom) => atom.model === name));
  const total = addedFigures(atoms.map((atom) => atom.figures));
  const byModel = sumBy(atoms, names, 'model');
  const byProject = sumBy(atoms, projects, 'project');
  const sessionCount = sessionsOn.reduce((sum, count) => sum + count, 0);
  const failed = Math.round(sessionCount * 0.048);
  const running = Math.min(1, sessionCount - failed);
  const interrupted = Math.round(sessionCount * 0.03);
  const completed = sessionCount - failed - running - interrupted;
  const segments = zoneSegments({ startMs, endMs: NOW_MS }, TIME_ZONE);
  const tools = exampleTools(sessionCount / 1274);
  const toolCalls = Object.values(tools.usage).reduce((sum, calls) => sum + calls, 0);
  const toolFailures = Object.values(tools.failures).reduce((sum, calls) => sum + calls, 0);
  const part = (whole: number, i: number): number =>
    Math.floor((whole * (i + 1)) / dayNames.length) - Math.floor((whole * i) / dayNames.length);
  const series = dayNames.map((day, i): SeriesPoint => {
    const own = atoms.filter((atom) => atom.day === day);
    const used = names.filter((name) => own.some((atom) => atom.model === name));
    return {
      ...addedFigures(own.map((atom) => atom.figures)),
      start: day,
      end: day,
      partial: i === dayNames.length - 1,
      sessions: sessionsOn[i] ?? 0,
      toolCalls: part(toolCalls, i),
      toolFailures: part(toolFailures, i),
      byModel: sumBy(own, used, 'model'),
    };
  });
  const unpriced = models
    .filter((model) => !model.prices && (byModel[model.name]?.requests ?? 0) > 0)
    .map(({ name }) => ({
      model: name,
      requests: byModel[name]?.requests ?? 0,
      tokens: byModel[name]?.cost.unpricedTokens ?? 0,
    }))
    .toSorted((a, b) => b.tokens - a.tokens);
  const priced = models.some((model) => model.prices) && total.cost.usd !== null;
  const costs = Array.from({ length: sessionCount }, () =>
    priced ? Math.round((-Math.log(1 - random())) ** 1.6 * 5.4e8 * scale) : null,
  );
  const { tokens } = total;
  const read = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const ended = completed + failed;
  return {
    dateRange: `${days}d` as '30d',
    sessions: {
      total: sessionCount,
      completed,
      failed,
      avgDurationMinutes: sessionCount === 0 ? 0 : 24.6,
      byDay: record(dayNames.map((day, i) => [day, sessionsOn[i] ?? 0] as const)),
      running,
      live: { running: 0, idle: 0, stalled: running },
      blocked: 0,
      interrupted,
      incomplete: 0,
      completionRate:
        ended === 0
          ? null
          : { value: completed / ended, n: ended, low: completed / ended - 0.01, high: completed / ended + 0.01 },
      durationN: sessionCount - running,
      avgEngagedMinutes: sessionCount === 0 ? 0 : 14.2,
      byProject: record(
        projects.map(
          (project, i) =>
            [project, { ...(byProject[project] as UsageFigures), sessions: projectSessions[i] ?? 0 }] as const,
        ),
      ),
      heatmap: weekHourOccurrences(segments).map((occurrences, i): HeatmapCell => ({
        weekday: Math.floor(i / 24) + 1,
        hour: i % 24,
        sessions: heat[i] ?? 0,
        occurrences,
      })),
      top: exampleSessions(models, projects, sessionCount, scale, NOW_MS),
    },
    tokens: {
      total: tokens,
      avgPerSession: {
        input: sessionCount === 0 ? 0 : tokens.input / sessionCount,
        output: sessionCount === 0 ? 0 : tokens.output / sessionCount,
      },
      byModel: record(names.map((name) => [name, byModel[name]?.tokens ?? noTokens()] as const)),
      cacheHitRate: read === 0 ? 0 : tokens.cacheRead / read,
    },
    tools,
    peakHours: Object.fromEntries(peakHours.entries()),
    period: {
      start: new Date(startMs).toISOString(),
      end: new Date(NOW_MS).toISOString(),
      firstDay: dayNames[0] ?? '2026-11-23',
      lastDay: dayNames.at(-1) ?? '2026-11-23',
      days,
      timeZone: TIME_ZONE,
      groupBy,
    },
    requests: { total: total.requests },
    cost: {
      ...total.cost,
      totalUsd: total.cost.usd ?? 0,
      byModel,
      distribution: costDistribution({ values: countedValues(costs), approximate: false }),
    },
    series,
    coverage: {
      requests: total.requests,
      unpricedRequests: total.cost.unpricedRequests,
      unpricedTokens: total.cost.unpricedTokens,
      unpriced,
      partialRequests: Math.round(total.requests * 0.021),
      partialShare: total.requests === 0 ? 0 : Math.round(total.requests * 0.021) / total.requests,
      basis: {
        recorded: { requests: 0, usd: 0 },
        'list-price': { requests: total.requests - total.cost.unpricedRequests, usd: total.cost.usd ?? 0 },
        subscription: { requests: 0, usd: 0 },
        unpriced: { requests: total.cost.unpricedRequests, usd: 0 },
      },
      assumed: { requests: 0, usd: 0 },
      excluded: { sessions: 0, requests: 0, costUsd: 0, reason: null },
      dataFrom: total.requests === 0 ? null : '2026-03-02T14:05:00.000Z',
      dataTo: total.requests === 0 ? null : new Date(NOW_MS).toISOString(),
      sealedBefore: null,
      lateSealed: 0,
      unavailable: {},
    },
  };
}
