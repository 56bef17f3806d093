// Three ways to the same answers: the store, DuckDB over raw rows, SQLite over raw rows.
import { DatabaseSync } from 'node:sqlite';

import { DuckDBInstance } from '@duckdb/node-api';

import { costDistribution } from '../../src/metrics/costDistribution.ts';
import { countedValues } from '../../src/metrics/countedValues.ts';
import { roundHalfEven } from '../../src/metrics/roundHalfEven.ts';
import { usageAnalytics } from '../../src/metrics/usageAnalytics.ts';
import { usdOfNano } from '../../src/metrics/usdOfNano.ts';
import { AnalyticsService } from '../../src/service/AnalyticsService.ts';
import {
  costBinsSql,
  costsSql,
  costStatsSql,
  dearestSql,
  extentSql,
  rollupSql,
  runningSql,
  summaryOf,
  topSql,
} from './rawSql.mjs';
import { NOW_MS, ZONE } from './year.mjs';

/**
 * A way to answers: `time(question)` does what a host would wait for; `answer(question)` gives every figure.
 */
export function storeAnswers(store) {
  // Without its cache: what is timed is how an answer is found, not that it is kept.
  const service = new AnalyticsService({ store, timeZone: ZONE, now: () => NOW_MS, cacheRows: 0 });
  const run = ({ kind, queries, dateRange, timeZone, filter }) =>
    kind === 'rollup' ? store.rollup(queries.rows) : service.getAnalytics({ dateRange, timeZone, where: filter.where });
  return {
    time: run,
    answer: run,
    /** Levels that answered, as `usage L2 L1`. */
    levels: async ({ queries }) => {
      const levels = new Map();
      for (const [name, query] of Object.entries(queries)) {
        const { pieces } = await store.explain(query);
        levels.set(name, [...new Set(pieces.map((p) => p.level))].toSorted().toReversed().join('+'));
      }
      return levels;
    },
  };
}

/** Above 100,000 sessions the library gives quantiles of costs within this share, and bins made of such values: numbers and the mean stay exact. */
const QUANTILE_ERROR = 0.0101;

/** An answer as text that does not depend on the order of rows or of names in a record. */
function text(value) {
  const inOrder = (_, part) => {
    if (typeof part === 'bigint') return `${part}`;
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  };
  return JSON.stringify(value, inOrder);
}

const near = (a, b) => a === b || Math.abs(a / b - 1) <= QUANTILE_ERROR;

/** Both answers as texts that are equal when all figures are. */
export function comparable({ kind }, ofStore, raw) {
  if (kind === 'rollup') return [ofStore, raw].map((rows) => rows.map(text).toSorted().join('\n'));
  const [a, b] = [ofStore, raw].map(({ cost }) => cost.distribution);
  if (!a.approximate || !near(a.p50Usd, b.p50Usd) || !near(a.p95Usd, b.p95Usd)) return [text(ofStore), text(raw)];
  return [ofStore, raw].map(({ cost, ...rest }) => {
    const { n, unpriced, meanUsd } = cost.distribution;
    return text({ ...rest, cost: { ...cost, distribution: { n, unpriced, meanUsd } } });
  });
}

/**
 * What raw rows say, in the library's forms.
 *
 * @param read runs one statement and gives rows of values
 * @param divided the engine's integer division
 * @param distribution the cost distribution of sessions, as fast as the engine can
 */
function rawAnswers(read, divided, distribution) {
  const statements = ({ queries }) => Object.entries(queries).map(([name, query]) => [name, rollupSql(query, divided)]);
  return {
    async time(question) {
      for (const [, { text }] of statements(question)) await read(text);
      if (question.kind === 'rollup') return;
      await distribution(question.filter);
      await read(topSql(question.filter));
      await read(runningSql(question.filter));
      await read(extentSql);
    },
    async answer(question) {
      const rows = {};
      for (const [name, { text, rowOf }] of statements(question)) rows[name] = (await read(text)).map(rowOf);
      if (question.kind === 'rollup') return rows.rows;
      const { dateRange, range, timeZone, filter } = question;
      const [[first, last, started]] = await read(extentSql);
      const analytics = usageAnalytics({
        dateRange,
        range,
        timeZone,
        groupBy: 'day',
        nowMs: NOW_MS,
        rows,
        costs: { values: [], approximate: false },
        top: (await read(topSql(filter))).map(summaryOf),
        runningLastMs: (await read(runningSql(filter))).map(([lastMs]) => Number(lastMs)),
        extent: { firstMs: Math.min(Number(first), Number(started)), lastMs: Number(last) },
      });
      const cost = { ...analytics.cost, distribution: await distribution(filter) };
      return { ...analytics, cost };
    },
  };
}

const exactDistribution = (costs) => costDistribution({ values: countedValues(costs), approximate: false });

/** DuckDB over raw rows. It counts the cost distribution itself. */
export async function duckdbAnswers(file) {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const read = async (text) => (await connection.runAndReadAll(text)).getRowsJS();
  /** Counted in the engine: quantiles first, then bins of a width that follows from them. */
  const distribution = async (filter) => {
    const [[all, priced, sum, quantiles]] = await read(costStatsSql(filter));
    const [p50Nano, p95Nano] = quantiles ?? [];
    const { bins } = exactDistribution(priced > 0n ? [Math.round(p95Nano)] : []);
    const counts = priced > 0n ? await read(costBinsSql(filter, Math.round(bins[0].toUsd * 1e9), bins.length - 1)) : [];
    const sessionsIn = new Map(counts.map(([bin, n]) => [Number(bin), Number(n)]));
    const [[dearest]] = await read(dearestSql(filter, Math.ceil(Number(priced) / 20)));
    const usd = (nano) => (priced > 0n ? usdOfNano(BigInt(Math.round(nano))) : null);
    return {
      n: Number(priced),
      unpriced: Number(all - priced),
      meanUsd: priced > 0n ? usdOfNano(roundHalfEven(BigInt(sum), priced)) : null,
      p50Usd: usd(p50Nano),
      p95Usd: usd(p95Nano),
      top5Share: priced < 20n || sum === 0n ? null : Number((BigInt(dearest) * 1_000_000_000n) / BigInt(sum)) / 1e9,
      approximate: false,
      bins: bins.map((bin, i) => ({ ...bin, sessions: sessionsIn.get(i) ?? 0 })),
    };
  };
  return { ...rawAnswers(read, '//', distribution), close: () => connection.closeSync() };
}

/** SQLite over raw rows. It has no quantiles: the costs are read, as the library reads them. */
export function sqliteAnswers(file) {
  const db = new DatabaseSync(file, { readOnly: true });
  db.exec('pragma cache_size = -32768; pragma temp_store = memory');
  const prepared = new Map();
  const read = async (text) => {
    if (!prepared.has(text)) {
      const statement = db.prepare(text);
      statement.setReadBigInts(true);
      statement.setReturnArrays(true);
      prepared.set(text, statement);
    }
    return prepared.get(text).all();
  };
  const distribution = async (filter) =>
    exactDistribution((await read(costsSql(filter))).map(([cost]) => (cost === null ? null : Number(cost))));
  return { ...rawAnswers(read, '/', distribution), close: () => db.close() };
}
