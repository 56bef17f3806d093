import { RATE_BUCKETS } from './picoRates.ts';

/** What may stand somewhere in a row: a plain value by its kind, a list of a shape, or an object by its names, those that may be absent with a `?`. */
type Shape = 'text' | 'count' | 'flag' | readonly [Shape] | { readonly [name: string]: Shape };

const RATES: Shape = Object.fromEntries(RATE_BUCKETS.map((bucket) => [`${bucket}?`, 'text']));
const TIERS: Shape = [{ promptOver: 'count', 'inclusive?': 'flag', rates: RATES }];
const WINDOW: Shape = { start: 'text', end: 'text', 'weekdays?': ['count'], 'exceptDays?': ['text'] };
const ROW: Shape = {
  id: 'text',
  provider: 'text',
  model: 'text',
  'match?': { 'aliases?': ['text'], 'prefixes?': ['text'] },
  'serviceTier?': 'text',
  'speed?': 'text',
  'residency?': ['text'],
  validFrom: 'text',
  'validTo?': 'text',
  knownFrom: 'text',
  source: 'text',
  rates: RATES,
  'tiers?': TIERS,
  'timeBands?': [{ windows: [WINDOW], rates: RATES, 'tiers?': TIERS }],
  'fees?': { 'webSearch?': 'text' },
  'origin?': 'text',
};

const KINDS = {
  text: ['text', (value: unknown) => typeof value === 'string'],
  count: ['a whole number of 0 or more', (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0],
  flag: ['true or false', (value: unknown) => typeof value === 'boolean'],
} as const;

const wrongValue = (value: unknown, shape: Shape, at: string): string | undefined => {
  if (typeof shape === 'string') {
    const [kind, isOfKind] = KINDS[shape];
    return isOfKind(value) ? undefined : `${at} must be ${kind}`;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) return `${at} must be a list`;
    return first(value.map((item, i) => () => wrongValue(item, shape[0], `${at}[${i}]`)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${at || 'it'} must be an object`;
  const names = Object.keys(shape).map((name) => name.replace('?', ''));
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) return `${at || 'it'} has no '${unknown}', only ${names.join(', ')}`;
  const parts = new Map<string, unknown>(Object.entries(value));
  return first(
    Object.entries(shape).map(([name, part]) => () => {
      const [plain, isOptional] = [name.replace('?', ''), name.endsWith('?')];
      const found = parts.get(plain);
      // Databases have null for what is absent.
      const isAbsent = isOptional && (found === undefined || found === null);
      return isAbsent ? undefined : wrongValue(found, part, at ? `${at}.${plain}` : plain);
    }),
  );
};

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

const first = (checks: readonly (() => string | undefined)[]): string | undefined => {
  for (const check of checks) {
    const why = check();
    if (why !== undefined) return why;
  }
  return undefined;
};

/**
 * What of a price row has a name or a type that none has; `undefined` when all of it is as `PriceRow` says. A name that nobody reads would make another
 * price than the one that was meant: `tier: 'batch'` the standard one.
 *
 * @example
 * wrongShape({ tier: 'batch' })?.slice(0, 18) // => "it has no 'tier', "
 */
export function wrongShape(row: unknown): string | undefined {
  return wrongValue(row, ROW, '');
}
