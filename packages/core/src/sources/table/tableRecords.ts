import { MAX_COUNT } from '../../model/MAX_COUNT.ts';
import { CLAIM_RANK, claimKey } from '../../model/claimKey.ts';
import type { Dimension, DimensionValues } from '../../model/Dimension.ts';
import type { RequestRecord } from '../../model/RequestRecord.ts';
import type { SessionRecord } from '../../model/SessionRecord.ts';
import {
  type Cell,
  CellError,
  countCell,
  instantCell,
  moneyCell,
  textCell,
  type TimeRules,
  type ValueCell,
} from './cellValues.ts';
import { type TableColumns, TEXT_FIELDS, TOKEN_FIELDS } from './TableColumns.ts';

/** How rows are turned into records. */
export interface RowRules extends TimeRules {
  grain: 'bucket' | 'request';
  columns: TableColumns;
  dimensions: readonly Dimension[];
  inputIncludesCache: boolean;
}

/** Why a row cannot be used. */
export class RowError extends Error {}

/** More tokens than this in a single request are a broken number, here as in every source. */
const MAX_REQUEST_TOKENS = 2 ** 40;

type Cells = ReadonlyMap<string, Cell>;

/** Reads cells by the names of the model; an error names the column. */
function cellsOf(cells: Cells, columns: TableColumns) {
  return <T>(field: string, read: (cell: ValueCell) => T): T => {
    try {
      const cell = cells.get(field) ?? null;
      if (cell instanceof Uint8Array) throw new CellError('a blob');
      return read(cell);
    } catch (error) {
      if (error instanceof CellError) throw new RowError(`${columns[field] ?? field}: ${error.message}`);
      throw error;
    }
  };
}

/** Token counts of a row in disjoint buckets. */
function rowTokens({ grain, columns, inputIncludesCache }: RowRules, cells: Cells) {
  const cell = cellsOf(cells, columns);
  const max = grain === 'bucket' ? Number.MAX_SAFE_INTEGER : MAX_REQUEST_TOKENS;
  const mapped = TOKEN_FIELDS.filter((field) => columns[field] !== undefined);
  const counts = new Map(mapped.map((field) => [field, cell(field, (value) => countCell(value, max))]));
  const of = (field: (typeof TOKEN_FIELDS)[number]): number => counts.get(field) ?? 0;
  const longLived = of('cacheWrite1hTokens');
  // All writes, of which some are stated to live an hour, or the two lifetimes apart.
  const shortLived =
    columns.cacheWriteTokens === undefined
      ? of('cacheWrite5mTokens')
      : counts.get('cacheWriteTokens') === undefined
        ? 0
        : of('cacheWriteTokens') - longLived;
  if (shortLived < 0)
    throw new RowError(`${columns.cacheWriteTokens}: less than its part in ${columns.cacheWrite1hTokens}`);
  const cached = of('cacheReadTokens') + shortLived + longLived;
  const isWhole = inputIncludesCache && counts.get('inputTokens') !== undefined;
  if (isWhole && of('inputTokens') < cached)
    throw new RowError(`${columns.inputTokens}: less than the cached part of it`);
  return {
    known: [...counts.values()].filter((count) => count !== undefined).length,
    unknown: [...counts.values()].filter((count) => count === undefined).length,
    counts: {
      inputTokens: of('inputTokens') - (isWhole ? cached : 0),
      outputTokens: of('outputTokens'),
      cacheReadTokens: of('cacheReadTokens'),
      cacheWrite5mTokens: shortLived,
      cacheWrite1hTokens: longLived,
      reasoningTokens: of('reasoningTokens'),
    },
  };
}

/** Values of the declared dimensions of a grain. */
function dimensionsOf({ columns, dimensions }: RowRules, cells: Cells, grain: Dimension['grain']): DimensionValues {
  const values: Record<string, string> = {};
  for (const { name, grain: of } of dimensions) {
    if (of !== grain || columns[name] === undefined) continue;
    const value = textCell(cells.get(name) ?? null);
    if (value !== '') values[name] = value;
  }
  return values;
}

/**
 * The records of one row. Rows without a session share, for each combination of project and dimensions of grain `session`, one record that carries these and is
 * counted as no session.
 *
 * @param key identity of the row in its table
 * @param revision place of its cursor value: the greatest replaces all others
 * @throws RowError
 */
export function tableRecords(
  rules: RowRules,
  cells: Cells,
  key: string,
  revision: number,
): { request: RequestRecord; session: SessionRecord } {
  const { grain, columns } = rules;
  const cell = cellsOf(cells, columns);
  const atMs = cell('at', (value) => instantCell(value, rules));
  const { counts, known, unknown } = rowTokens(rules, cells);
  const recordedNanoUsd =
    columns.costNanoUsd === undefined
      ? cell('costUsd', (value) => moneyCell(value, 'usd'))
      : cell('costNanoUsd', (value) => moneyCell(value, 'nano'));
  if (known === 0 && recordedNanoUsd === undefined) throw new RowError('neither tokens nor a cost are known');
  const webSearchRequests = cell('webSearchRequests', (value) => countCell(value, MAX_REQUEST_TOKENS)) ?? 0;
  const stated = grain === 'bucket' ? cell('requestCount', (value) => countCell(value, MAX_COUNT)) : 1;
  const isUsed = [...Object.values(counts), webSearchRequests, recordedNanoUsd ?? 0].some((amount) => amount > 0);
  if (stated === 0 && isUsed) throw new RowError(`${columns.requestCount}: 0, and yet something was used`);
  const names = Object.fromEntries(TEXT_FIELDS.map((field) => [field, textCell(cells.get(field) ?? null)])) as Record<
    (typeof TEXT_FIELDS)[number],
    string
  >;
  const project = textCell(cells.get('project') ?? null);
  const values = dimensionsOf(rules, cells, 'session');
  const named = textCell(cells.get('session') ?? null);
  const session = named === '' ? `outside of sessions: ${JSON.stringify([project, values])}` : named;
  const claim = claimKey(CLAIM_RANK.own, atMs);
  return {
    request: {
      key,
      session,
      atMs,
      ...names,
      kind: names.kind || 'main',
      grain: grain === 'bucket' ? 'bucket' : named === '' ? 'sessionless' : 'request',
      quality: unknown > 0 ? 'partial' : stated === undefined ? 'estimated' : 'final',
      requestCount: stated ?? 1,
      webSearchRequests,
      ...counts,
      dimensions: dimensionsOf(rules, cells, 'request'),
      revision,
      ...(recordedNanoUsd !== undefined && { recordedNanoUsd }),
      claim,
    },
    session: {
      id: session,
      parent: '',
      project,
      dimensions: values,
      // Its requests say when it was at work.
      lastAtMs: 0,
      status: 'incomplete',
      statusAtMs: 0,
      statusPosition: 0,
      claim: named === '' ? 0 : claim,
    },
  };
}
