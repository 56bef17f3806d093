import type { COMBINATION_NAMES } from '../metrics/combinationText.ts';
import { counterText, MAX_PROMPT_TOKENS, type REQUEST_NAMES, USED_COUNTERS } from '../metrics/requestValues.ts';
import { rolledCombination } from './rawCells.ts';
import type { Attribute, AttributeSource } from './rollupAttributes.ts';

type RequestName = (typeof REQUEST_NAMES)[number];
type CombinationName = (typeof COMBINATION_NAMES)[number];

/** Columns of the ledger in the order of the counters. */
const COLUMNS = ['r.input', 'r.cache_read', 'r.cache_w5m', 'r.cache_w1h', 'r.output', 'r.web_search'];

const PROMPT = 'r.input + r.cache_read + r.cache_w5m + r.cache_w1h';

/** Counters behind a mask. */
const maskText = (mask: number): string => counterText((_, at) => ((mask >> at) & 1) === 1);

const MASKS = new Map(Array.from({ length: 2 ** USED_COUNTERS.length }, (_, mask) => [maskText(mask), mask]));

/** Rollups do not have it. */
const packed: Attribute['packed'] = () => null;

/** What tells one request from another of the same price key. */
const REQUEST_ATTRIBUTES: Readonly<Record<RequestName, Attribute>> = {
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

/** Combinations of dimension values: in the ledger, and in cells. */
const COMBINATIONS: Readonly<Record<CombinationName, { ledger: string; cells: string }>> = {
  'session.dimensions': { ledger: 's.dimset', cells: 'dimset' },
  'request.dimensions': { ledger: 'r.dimset', cells: 'request_dimset' },
};

/** A combination as cells have it, not mapped through any dimension: what is frozen in them stays told apart, whatever leaves or joins the rollups later. */
function combination({ ctx, trx, tenant }: AttributeSource, name: CombinationName, place: number): Attribute {
  const { ledger, cells } = COMBINATIONS[name];
  const { dimsets } = ctx.dictionaries;
  return {
    name,
    ...rolledCombination(ledger, place, true),
    joinText: ledger,
    packed: (level) => (level === 'L1' ? { column: cells } : null),
    texts: async (ids) => {
      const texts = await dimsets.texts(trx, tenant, ids);
      return (id) => [texts.get(id) ?? ''];
    },
    ids: async (values) => [...(await dimsets.known(trx, tenant, values)).values()],
  };
}

const isOwn = (name: string): name is RequestName => Object.hasOwn(REQUEST_ATTRIBUTES, name);

export const isRequestName = (name: string): name is RequestName | CombinationName =>
  isOwn(name) || Object.hasOwn(COMBINATIONS, name);

/** The attribute of such a name. `place` numbers the joins of a statement. */
export function requestAttribute(of: AttributeSource, name: RequestName | CombinationName, place: number): Attribute {
  return isOwn(name) ? REQUEST_ATTRIBUTES[name] : combination(of, name, place);
}
