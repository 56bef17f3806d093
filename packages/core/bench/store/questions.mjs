// What is asked, with the bar each answer has to stay below.
import { analyticsQueries } from '../../src/metrics/analyticsQueries.ts';
import { resolveDateRange } from '../../src/metrics/resolveDateRange.ts';
import { zoneSegments } from '../../src/metrics/zoneSegments.ts';
import { NOW_MS, PROJECTS, USERS, ZONE } from './year.mjs';

const OTHER_ZONE = 'Asia/Kathmandu';
/** Longest time of the whole dashboard over a year without a filter, ms. */
const DASHBOARD_365_MS = 50;
/** Longest time of a question by two dimensions or in a zone that is not kept, over 30 days, ms. */
const FINER_30_MS = 120;

/** By day or in total, of one dimension or none, in the zone of the reports: compared with DuckDB. All others, by hour of the week too: with SQLite. */
const KEPT = { versus: 'duckdb', ratio: 0.15 };
const FINER = { versus: 'sqlite', ratio: 1 / 6 };

/** Values from the middle of a list: neither the busiest nor the idlest. */
const some = (values, n) => values.slice(10, 10 + n);

const FILTERS = {
  '1 project': { project: some(PROJECTS, 1) },
  '50 projects': { project: some(PROJECTS, 50) },
  '1 user': { user: some(USERS, 1) },
  '50 users': { user: some(USERS, 50) },
};

/** The questions of a range: rollups, and whole dashboards. */
export function questions(dateRange) {
  const asked = (timeZone) => {
    const range = resolveDateRange(dateRange, { timeZone, nowMs: NOW_MS });
    return { range, segments: zoneSegments(range, timeZone) };
  };
  const limit = (days, ms) => (dateRange === days ? { maxMs: ms } : {});
  const rollup = (name, bar, query, timeZone = ZONE) => ({
    name,
    kind: 'rollup',
    bar: { ...bar, ...(bar === FINER && limit('30d', FINER_30_MS)) },
    queries: { rows: { bucket: 'total', by: [], ...query, segments: asked(timeZone).segments } },
  });
  const dashboard = (name, where = {}, timeZone = ZONE) => {
    const { range, segments } = asked(timeZone);
    const bar =
      timeZone === ZONE ? { ...KEPT, ...limit('365d', DASHBOARD_365_MS) } : { ...FINER, ...limit('30d', FINER_30_MS) };
    const filter = { segments, where };
    return {
      name,
      kind: 'dashboard',
      bar,
      dateRange,
      range,
      timeZone,
      filter,
      queries: analyticsQueries(segments, { where }),
    };
  };
  const usage = { family: 'usage' };
  const sessions = { family: 'sessions' };
  return [
    dashboard('dashboard'),
    ...Object.entries(FILTERS).map(([of, where]) => dashboard(`dashboard, ${of}`, where)),
    dashboard(`dashboard, ${OTHER_ZONE}`, {}, OTHER_ZONE),
    rollup('usage by day', KEPT, { ...usage, bucket: 'day' }),
    rollup('usage by day × model', KEPT, { ...usage, bucket: 'day', by: ['model'] }),
    rollup('usage by project', KEPT, { ...usage, by: ['project'] }),
    rollup('sessions by day × status', KEPT, { ...sessions, bucket: 'day', by: ['status'] }),
    ...Object.entries(FILTERS).flatMap(([of, where]) => [
      rollup(`usage by day, ${of}`, KEPT, { ...usage, bucket: 'day', where }),
      rollup(`sessions, ${of}`, KEPT, { ...sessions, where }),
    ]),
    rollup('heat map of session starts', FINER, { ...sessions, bucket: 'weekHour', measures: ['sessions'] }),
    rollup('usage by project × user', FINER, { ...usage, by: ['project', 'user'] }),
    rollup('heat map of usage', FINER, { ...usage, bucket: 'weekHour' }),
    rollup(`usage by day, ${OTHER_ZONE}`, FINER, { ...usage, bucket: 'day' }, OTHER_ZONE),
    rollup(
      `sessions by day × status, ${OTHER_ZONE}`,
      FINER,
      { ...sessions, bucket: 'day', by: ['status'] },
      OTHER_ZONE,
    ),
  ];
}
