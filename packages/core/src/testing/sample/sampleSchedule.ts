import { type SampleRandom, sampleRandom } from './sampleRandom.ts';
import type { SessionKind, SessionPlan } from './SessionPlan.ts';

/** What a sample is made from. */
export interface SampleOptions {
  /** Same seed, same sample. */
  seed?: number;
  /** Last moment of the sample. */
  end: Date | number;
  /** Days up to `end`, at least 1. */
  days?: number;
  /** Sessions in relation to the default of about 2,200 a year. */
  scale?: number;
  /** Where the work day is: local time = UTC + this. */
  utcOffsetMinutes?: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const SESSIONS_PER_DAY = 6;
/** Weight of each local hour, and of each weekday from Sunday on. */
const HOURS = [0.3, 0.1, 0, 0, 0, 0, 0.4, 2, 6, 10, 11, 9, 5, 7, 10, 11, 9, 7, 4, 2, 2, 1.5, 1, 0.5];
const WEEKDAYS = [0.14, 1, 1.18, 1.1, 1.05, 0.82, 0.18];
const HOLIDAYS = /-(?:12-2[4-9]|12-3\d|01-01)$/;

const PROJECTS = [
  ['data-pipeline', 30],
  ['checkout-api', 22],
  ['web-app', 18],
  ['mobile', 12],
  ['infra', 10],
  ['docs-site', 8],
] as const;

/** Versions in use by the share of the sample that has passed. 2.1.29 writes placeholders instead of output counts. */
const CLAUDE_VERSIONS = [
  [0.1, '2.0.44'],
  [0.16, '2.1.29'],
  [0.3, '2.1.91'],
  [0.55, '2.1.128'],
  [0.8, '2.1.205'],
  [1, '2.1.237'],
] as const;

const claudeModels = (random: SampleRandom, share: number, project: string): { model: string; smallModel: string } => {
  const isNew = share > 0.42 + random.fraction() * 0.05;
  const opus = isNew ? 'claude-opus-4-6' : 'claude-opus-4-5-20251101';
  const sonnet = isNew ? 'claude-sonnet-4-6' : 'claude-sonnet-4-5-20250929';
  const haiku = 'claude-haiku-4-5-20251001';
  if (share > 0.84 && random.chance(0.08)) return { model: 'acme-router-v2', smallModel: 'acme-router-v2' };
  const opusWeight = (project === 'data-pipeline' ? 75 : project === 'docs-site' ? 20 : 50) * (0.7 + share * 0.8);
  const model = random.weighted([
    [opus, opusWeight],
    [sonnet, 44],
    [haiku, 7],
  ]);
  return { model, smallModel: random.chance(0.7) ? haiku : sonnet };
};

const codexModel = (random: SampleRandom, share: number): string =>
  random.chance(0.3) ? 'gpt-5-mini' : share > 0.5 + random.fraction() * 0.06 ? 'gpt-5.4' : 'gpt-5.2-codex';

/** Every so many sessions of an agent one goes in a special way; remainders are small, so that short samples have each of them too. */
const kindOf = (agent: SessionPlan['agent'], ordinal: number): SessionKind => {
  if (agent === 'codex') return ordinal % 47 === 2 ? 'forked' : ordinal % 31 === 4 ? 'interrupted' : 'plain';
  if (ordinal % 37 === 3) return 'failed';
  if (ordinal % 29 === 5) return 'interrupted';
  if (ordinal % 149 === 7) return 'forked';
  return ordinal % 83 === 9 ? 'resumed' : 'plain';
};

/**
 * All sessions of a sample by start: a working week with quiet weekends and holidays, more every month, one session across a midnight nine days before the
 * end, and one that is at work at the end.
 *
 * @example
 * sampleSchedule({ end: Date.UTC(2026, 10, 20), days: 30 }).at(-1)?.kind // => 'live'
 */
export function sampleSchedule(options: SampleOptions): SessionPlan[] {
  const { seed = 1, days = 365, scale = 1, utcOffsetMinutes = 0 } = options;
  const endMs = typeof options.end === 'number' ? options.end : options.end.getTime();
  const utcOffsetMs = utcOffsetMinutes * 60_000;
  const random = sampleRandom(seed, -1);
  const lastDay = Math.floor((endMs + utcOffsetMs) / DAY_MS);
  const starts: { startMs: number; share: number; fixed?: 'live' | 'overnight' }[] = [];
  for (let day = lastDay - days + 1; day <= lastDay; day += 1) {
    const share = (day - (lastDay - days)) / days;
    const date = new Date(day * DAY_MS);
    const isHoliday = HOLIDAYS.test(date.toISOString().slice(0, 10));
    const rhythm = (WEEKDAYS[date.getUTCDay()] ?? 1) * (isHoliday ? 0.15 : 1);
    const expected = SESSIONS_PER_DAY * scale * rhythm * (0.48 + 1.08 * share) * random.logNormal(1.25, 0.28);
    const count = Math.floor(expected + random.fraction());
    const dayMs = day * DAY_MS - utcOffsetMs;
    for (let i = 0; i < count; i += 1) {
      const hour = random.weighted(HOURS.map((weight, h) => [h, weight] as const));
      const startMs = dayMs + hour * HOUR_MS + random.whole(0, HOUR_MS - 1);
      if (startMs < endMs - HOUR_MS / 2) starts.push({ startMs, share });
    }
    if (day === lastDay - Math.min(9, days - 1)) {
      const startMs = dayMs + 23 * HOUR_MS + 48 * 60_000;
      if (startMs < endMs - 2 * HOUR_MS) starts.push({ startMs, share, fixed: 'overnight' });
    }
  }
  starts.push({ startMs: endMs - 4 * 60_000, share: 1, fixed: 'live' });
  starts.sort((a, b) => a.startMs - b.startMs);

  const ordinals = { 'claude-code': 0, codex: 0 };
  return starts.map(({ startMs, share, fixed }, position): SessionPlan => {
    const agent = fixed === undefined && random.chance(0.2) ? 'codex' : 'claude-code';
    ordinals[agent] += 1;
    const usual = kindOf(agent, ordinals[agent]);
    const project = random.weighted(PROJECTS);
    const models =
      agent === 'codex'
        ? { model: codexModel(random, share), smallModel: 'gpt-5-mini' }
        : claudeModels(random, share, project);
    const version =
      agent === 'codex'
        ? `0.${120 + Math.floor(share * 25)}.0`
        : (CLAUDE_VERSIONS.find(([until]) => share <= until)?.[1] ?? '2.1.237');
    // Ids of a gateway hold within one session only: nothing in a copy of it says that it is one request.
    const kind = fixed ?? (usual === 'forked' && models.model === 'acme-router-v2' ? 'plain' : usual);
    return { agent, position, kind, startMs, endMs, project, ...models, version, utcOffsetMs };
  });
}
