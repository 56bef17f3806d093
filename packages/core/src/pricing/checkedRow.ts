import { UsageError } from '../errors.ts';
import { RATE_BUCKETS } from './picoRates.ts';
import { platformNamed } from './platformNamed.ts';
import type { PriceRow } from './PriceRow.ts';
import { publisherNamed } from './publisherNamed.ts';
import { variantOf } from './variantOf.ts';

const isStandardName = (name: string | undefined): boolean => Boolean(name) && variantOf(name ?? '') === '';

const listed = (names: Iterable<string>): string => [...names].join(', ');

/** Names in an object that mean nothing there. */
const unknownName = (of: object | undefined, known: readonly string[]): string | undefined =>
  Object.keys(of ?? {}).find((name) => !known.includes(name));

/** Why no request ever has this provider; `undefined` when one may. */
function wrongProvider(provider: unknown): string | undefined {
  if (typeof provider !== 'string') return "provider must be text; '' = whoever bills the model";
  const plain = provider.trim().toLowerCase();
  const publisher = publisherNamed(plain);
  const meant = platformNamed(plain) === undefined ? (publisher?.id ?? plain) : plain;
  if (meant === provider) return undefined;
  const residency = publisher?.residency ? ` and residency ['${publisher.residency}']` : '';
  return `no request is billed by '${provider}': write '${meant}'${residency}`;
}

function wrongMatch({ model, match }: PriceRow): string | undefined {
  if (typeof model !== 'string' || model.trim() === '' || model.trim().endsWith('/')) return 'model must be a model id';
  const name = unknownName(match, ['aliases', 'prefixes']);
  if (name !== undefined) return `match has no '${name}', only aliases and prefixes`;
  const prefix = (match?.prefixes ?? []).find((it) => it !== it.trim() || it.includes('/'));
  return prefix === undefined ? undefined : `no canonical id begins with '${prefix}': leave out the route`;
}

function wrongVariant({ serviceTier, speed, residency }: PriceRow): string | undefined {
  if (isStandardName(serviceTier)) return 'leave out serviceTier for the standard tier';
  if (isStandardName(speed)) return 'leave out speed for standard speed';
  const isEmpty = residency !== undefined && residency.length === 0;
  return isEmpty ? "residency is for nobody: leave it out, or write ['us']" : undefined;
}

function wrongNames({ rates, tiers = [], timeBands = [], fees }: PriceRow): string | undefined {
  const all = [
    rates,
    ...tiers.map((tier) => tier.rates),
    ...timeBands.flatMap((band) => [band.rates, ...(band.tiers ?? []).map((tier) => tier.rates)]),
  ];
  if (all.some((of) => typeof of !== 'object' || of === null)) return 'rates must be an object';
  const rate = all.map((of) => unknownName(of, RATE_BUCKETS)).find((name) => name !== undefined);
  if (rate !== undefined) return `rates has no '${rate}', only ${listed(RATE_BUCKETS)}`;
  if (timeBands.some(({ windows }) => windows.length === 0)) return 'a time band has no windows';
  const fee = unknownName(fees, ['webSearch']);
  return fee === undefined ? undefined : `fees has no '${fee}', only webSearch`;
}

/**
 * A row as it is, once all of its names are ones that a request can meet. Prices and dates are checked where they are parsed.
 *
 * @throws `invalid_argument` for an empty id, a provider or model that no request has, a residency of nobody, and unknown names of rates, fees and matches
 * @example
 * checkedRow({ id: 'own/x', provider: '', model: 'x', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '', rates: { input: '1' } }).id // => 'own/x'
 */
export function checkedRow(row: PriceRow): PriceRow {
  const { id, provider } = row;
  if (typeof id !== 'string' || id.trim() === '') {
    throw new UsageError(
      'invalid_argument',
      `a price row of '${provider}' for '${row.model}' has no id: give it one of its own`,
    );
  }
  const why = wrongProvider(provider) ?? wrongMatch(row) ?? wrongVariant(row) ?? wrongNames(row);
  if (why !== undefined) throw new UsageError('invalid_argument', `price row '${id}': ${why}`);
  return row;
}
