import { counterText, MAX_PROMPT_TOKENS, type REQUEST_NAMES, USED_COUNTERS } from '../metrics/requestValues.ts';
import type { Attribute } from './rollupAttributes.ts';

type RequestName = (typeof REQUEST_NAMES)[number];

/** Columns of the ledger in the order of the counters. */
const COLUMNS = ['r.input', 'r.cache_read', 'r.cache_w5m', 'r.cache_w1h', 'r.output', 'r.web_search'];

const PROMPT = 'r.input + r.cache_read + r.cache_w5m + r.cache_w1h';

/** Counters behind a mask. */
const maskText = (mask: number): string => counterText((_, at) => ((mask >> at) & 1) === 1);

const MASKS = new Map(Array.from({ length: 2 ** USED_COUNTERS.length }, (_, mask) => [maskText(mask), mask]));

/** Rollups do not have it. */
const packed: Attribute['packed'] = () => null;

/** What tells one request from another of the same price key. */
export const REQUEST_ATTRIBUTES: Readonly<Record<RequestName, Attribute>> = {
  'request.promptTokens': {
    name: 'request.promptTokens',
    column: `(case when ${PROMPT} > ${MAX_PROMPT_TOKENS} then ${MAX_PROMPT_TOKENS} else ${PROMPT} end)`,
    packed,
    texts: async () => (id) => [String(id)],
    ids: async (values) => values.map(Number).filter((id, i) => String(id) === values[i] && Number.isSafeInteger(id)),
  },
  'request.usedCounters': {
    name: 'request.usedCounters',
    column: `(${COLUMNS.map((column, at) => `case when ${column} > 0 then ${1 << at} else 0 end`).join(' + ')})`,
    packed,
    texts: async () => (id) => [maskText(id)],
    ids: async (values) => values.flatMap((value) => MASKS.get(value) ?? []),
  },
};

export const isRequestName = (name: string): name is RequestName => Object.hasOwn(REQUEST_ATTRIBUTES, name);
