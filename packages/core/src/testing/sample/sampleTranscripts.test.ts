import { describe, expect, it } from 'vitest';
import { costOf } from '../../pricing/costOf.ts';
import { costQuery } from '../../pricing/costQuery.ts';
import { priceBook } from '../../pricing/priceBook.ts';
import { type SampleFile, sampleTranscripts, type SampleUsage } from './index.ts';
import { type RecountedRequest, recountOf } from './recountOf.ts';

const END_MS = Date.UTC(2026, 10, 20, 17, 5);
const DAY_MS = 86_400_000;

const summed = (requests: Iterable<RecountedRequest>): SampleUsage => {
  const sum = {
    requests: 0,
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheWrite5mTokens: 0,
    cacheWrite1hTokens: 0,
    outputTokens: 0,
    reasoningTokens: 0,
  };
  for (const request of requests) for (const key of Object.keys(sum) as (keyof SampleUsage)[]) sum[key] += request[key];
  return sum;
};
const grouped = <T>(values: Iterable<T>, keyOf: (value: T) => string): Map<string, T[]> => Map.groupBy(values, keyOf);

const year = [...sampleTranscripts({ end: END_MS })];
const truth = sampleTranscripts({ end: END_MS }).truth();
const recount = recountOf(year);
const requests = [...recount.requests.values()];
const withText = (text: string): SampleFile[] => year.filter(({ lines }) => lines.some((line) => line.includes(text)));

describe('sampleTranscripts', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const text = (seed: number): string => JSON.stringify([...sampleTranscripts({ seed, end: END_MS, days: 40 })]);
    expect(text(7)).toBe(text(7));
    expect(text(7)).not.toBe(text(8));
    const sample = sampleTranscripts({ seed: 7, end: new Date(END_MS), days: 40 });
    expect(JSON.stringify([...sample])).toBe(text(7));
    expect(JSON.stringify([...sample])).toBe(text(7));
  });

  it.each([
    [1, 365, 1],
    [2, 30, 1],
    [3, 7, 0.3],
    [4, 1, 1],
  ])('has the truth that an independent count finds: seed %i, %i days, scale %d', (seed, days, scale) => {
    const sample = sampleTranscripts({ seed, days, scale, end: END_MS });
    const expected = sample.truth();
    const found = recountOf(sample);
    const all = [...found.requests.values()];
    expect(summed(all)).toEqual(expected.total);
    const byModel = [...grouped(all, ({ model }) => model)].map(([model, of]) => [model, summed(of)]);
    expect(Object.fromEntries(byModel)).toEqual(expected.byModel);
    expect(all.filter(({ isPartial }) => isPartial)).toHaveLength(expected.partialRequests);
    const calls = grouped(found.calls.values(), ({ tool }) => tool);
    const byTool = [...calls].map(([tool, of]) => {
      const count = (outcome: string): number => of.filter((call) => call.outcome === outcome).length;
      const outcomes = ['ok', 'error', 'deniedByUser', 'deniedByRule', 'pending'].map((name) => [name, count(name)]);
      return [tool, { calls: of.length, ...Object.fromEntries(outcomes) }];
    });
    expect(Object.fromEntries(byTool)).toEqual(expected.byTool);
    const requestsOf = grouped(all, ({ session }) => session);
    const sessions = expected.sessions.map(({ id, agent, project }) => ({
      id,
      agent,
      project,
      ...found.sessions.get(id),
      requests: requestsOf.get(id)?.length,
    }));
    expect(sessions).toEqual(expected.sessions);
    expect([...requestsOf.keys()].toSorted()).toEqual(expected.sessions.map(({ id }) => id).toSorted());
  });

  it('lies in the folders of both agents', () => {
    const claude =
      /^\.claude\/projects\/-home-dev-src-[a-z-]+\/(?:[0-9a-f-]{36}(?:\/subagents\/agent-a[0-9a-f]{16})?|agent-a[0-9a-f]{16})\.jsonl$/;
    const codex = /^\.codex\/sessions\/20\d\d\/\d\d\/\d\d\/rollout-[\dT-]{19}-[0-9a-f-]{36}\.jsonl$/;
    expect(year.filter(({ path }) => !claude.test(path) && !codex.test(path))).toEqual([]);
    expect(new Set(year.map(({ path }) => path)).size).toBe(year.length);
  });

  it('ends at its end, and begins a year before', () => {
    const times = requests.map(({ atMs }) => atMs);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    expect(last).toBeLessThanOrEqual(END_MS);
    expect(END_MS - last).toBeLessThan(2 * 60_000);
    expect(first).toBeGreaterThan(END_MS - 366 * DAY_MS);
    expect(first).toBeLessThan(END_MS - 360 * DAY_MS);
    const stamps = year.flatMap(({ lines }) => lines.flatMap((line) => /"timestamp":"([^"]+)"/.exec(line)?.[1] ?? []));
    expect(stamps.filter((stamp) => Date.parse(stamp) > END_MS)).toEqual([]);
    const lastDays = new Set(times.filter((t) => t > END_MS - 5 * DAY_MS).map((t) => Math.floor(t / DAY_MS)));
    expect(lastDays.size).toBeGreaterThanOrEqual(4);
  });

  it('works at working hours, rests at weekends and grows', () => {
    const starts = truth.sessions.map(({ startedAtMs }) => new Date(startedAtMs));
    const atWork = starts.filter((at) => at.getUTCHours() >= 8 && at.getUTCHours() < 19);
    const atWeekends = starts.filter((at) => at.getUTCDay() % 6 === 0);
    expect(atWork.length / starts.length).toBeGreaterThan(0.8);
    expect(atWeekends.length / starts.length).toBeLessThan(0.12);
    const half = END_MS - 182 * DAY_MS;
    expect(starts.filter((at) => at.getTime() > half).length).toBeGreaterThan(0.58 * starts.length);
  });

  it('gives no id to two requests', () => {
    expect(recount.requests.size).toBe(truth.total.requests);
    expect(recount.calls.size).toBe(Object.values(truth.byTool).reduce((sum, { calls }) => sum + calls, 0));
  });

  it('keeps the work day where the team is', () => {
    const sample = sampleTranscripts({ end: END_MS, days: 60, utcOffsetMinutes: -300 });
    const hours = sample.truth().sessions.map(({ startedAtMs }) => new Date(startedAtMs - 5 * 3_600_000).getUTCHours());
    expect(hours.filter((hour) => hour >= 8 && hour < 19).length / hours.length).toBeGreaterThan(0.8);
  });

  it('holds what makes transcripts hard to read', () => {
    const responses = year.flatMap(({ lines }) => lines.filter((line) => line.includes('"type":"assistant"')));
    const claudeRequests = requests.filter(({ model }) => !model.startsWith('gpt-'));
    expect(responses.length).toBeGreaterThan(1.1 * claudeRequests.length);
    expect(withText('"isSidechain":true').length).toBeGreaterThan(50);
    expect(withText('"forkedFrom"').length).toBeGreaterThanOrEqual(5);
    expect(withText('"forked_from_id"').length).toBeGreaterThanOrEqual(5);
    expect(withText('"agent_progress"').length).toBeGreaterThan(0);
    expect(withText('"isApiErrorMessage":true').length).toBeGreaterThan(20);
    expect(withText('"compact_boundary"').length).toBeGreaterThan(20);
    expect(withText('[Request interrupted by user]').length).toBeGreaterThan(20);
    expect(withText('"turn_aborted"').length).toBeGreaterThan(3);
    expect(withText('"mode":"normal"')).toHaveLength(1);
    expect(truth.partialRequests).toBeGreaterThan(100);
    expect(Object.keys(truth.byModel).length).toBeGreaterThanOrEqual(9);
    expect(new Set(truth.sessions.map(({ project }) => project)).size).toBe(6);
    expect(new Set(truth.sessions.map(({ status }) => status)).size).toBe(4);
    const reEmitted = withText('"token_count"').flatMap((file) =>
      file.lines.filter((line) => line.includes('"last_token_usage"')),
    );
    expect(reEmitted.length).toBeGreaterThan(1.05 * new Set(reEmitted.map((line) => line.slice(40))).size);
  });

  it('has a session across midnight, and some that span days', () => {
    const spans = [...grouped(requests, ({ session }) => session).values()].map(
      (of) => new Set(of.map(({ atMs }) => Math.floor(atMs / DAY_MS))),
    );
    expect(spans.filter((days) => days.size > 1).length).toBeGreaterThan(5);
    const nineDaysAgo = Math.floor(END_MS / DAY_MS) - 9;
    expect(spans.some((days) => days.has(nineDaysAgo) && days.has(nineDaysAgo + 1))).toBe(true);
  });

  it("repeats the parent's history in a fork of Codex, under both headers", () => {
    const forks = withText('"forked_from_id"');
    const counted = forks.map(({ path, lines }) => ({
      headers: lines.filter((line) => line.includes('"session_meta"')).length,
      events: lines.filter((line) => line.includes('"last_token_usage"')).length,
      own: requests.filter(({ session }) => path.includes(session)).length,
    }));
    expect(counted.filter(({ headers, events, own }) => headers !== 2 || own === 0 || events <= own)).toEqual([]);
  });

  it('costs what a small team would pay', () => {
    const book = priceBook();
    const priced = requests.map((request) => {
      const provider = request.model.startsWith('claude-')
        ? 'anthropic'
        : request.model.startsWith('gpt-')
          ? 'openai'
          : '';
      const { nanoUsd } = costOf(costQuery({ ...request, provider }), book);
      return { ...request, usd: nanoUsd === null ? null : nanoUsd / 1e9 };
    });
    const usdOf = (of: typeof priced): number => of.reduce((sum, { usd }) => sum + (usd ?? 0), 0);
    const total = usdOf(priced);
    const lastMonth = usdOf(priced.filter(({ atMs }) => atMs > END_MS - 30 * DAY_MS));
    const sessions = [...grouped(priced, ({ session }) => session).values()].map(usdOf).toSorted((a, b) => a - b);
    const quantile = (p: number): number => sessions[Math.floor(p * (sessions.length - 1))] ?? Number.NaN;
    expect(priced.filter(({ usd }) => usd === null).every(({ model }) => model === 'acme-router-v2')).toBe(true);
    expect(truth.byModel['acme-router-v2']?.requests).toBeGreaterThan(20);
    expect(total).toBeGreaterThan(5000);
    expect(total).toBeLessThan(14_000);
    expect(lastMonth).toBeGreaterThan(800);
    expect(lastMonth).toBeLessThan(1500);
    expect(quantile(0.05)).toBeGreaterThan(0.02);
    expect(quantile(0.5)).toBeGreaterThan(1);
    expect(quantile(0.75)).toBeLessThan(5);
    expect(quantile(0.99)).toBeLessThan(25);
    expect(quantile(1)).toBeLessThan(60);
  });
});
