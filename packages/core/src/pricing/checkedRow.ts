import { UsageError } from '../errors.ts';
import { platformNamed } from './platformNamed.ts';
import type { PriceRow } from './PriceRow.ts';
import { publisherNamed } from './publisherNamed.ts';
import { variantOf } from './variantOf.ts';
import { wrongShape } from './wrongShape.ts';

const isStandardName = (name: string | undefined): boolean => Boolean(name) && variantOf(name ?? '') === '';

/** Why no request ever has this provider; `undefined` when one may. */
function wrongProvider({ provider }: PriceRow): string | undefined {
  const plain = provider.trim().toLowerCase();
  const publisher = publisherNamed(plain);
  const meant = platformNamed(plain) === undefined ? (publisher?.id ?? plain) : plain;
  if (meant === provider) return undefined;
  const residency = publisher?.residency ? ` and residency ['${publisher.residency}']` : '';
  return `no request is billed by '${provider}': write '${meant}'${residency}`;
}

function wrongMatch({ model, match }: PriceRow): string | undefined {
  if (model.trim() === '' || model.trim().endsWith('/')) return 'model must be a model id';
  const prefix = match?.prefixes?.find((it) => it !== it.trim() || it.includes('/'));
  return prefix === undefined ? undefined : `no canonical id begins with '${prefix}': leave out the route`;
}

function wrongVariant({ serviceTier, speed, residency, timeBands }: PriceRow): string | undefined {
  if (isStandardName(serviceTier)) return 'leave out serviceTier for the standard tier';
  if (isStandardName(speed)) return 'leave out speed for standard speed';
  if (residency?.length === 0) return "residency is for nobody: leave it out, or write ['us']";
  return timeBands?.some(({ windows }) => windows.length === 0) ? 'a time band has no windows' : undefined;
}

/**
 * A row as it is, once all of its names are ones that a request can meet. Prices and dates are checked where they are parsed.
 *
 * @throws `invalid_argument` for an empty id, a provider or model that no request has, a residency of nobody, a name that a row does not have, and a value of another type
 * @example
 * checkedRow({ id: 'own/x', provider: '', model: 'x', validFrom: '2026-01-01', knownFrom: '2026-01-01', source: '', rates: { input: '1' } }).id // => 'own/x'
 */
export function checkedRow(row: PriceRow): PriceRow {
  if (typeof row !== 'object' || row === null) {
    throw new UsageError('invalid_argument', `a price row must be an object, not ${String(row)}`);
  }
  const { id, provider } = row;
  if (typeof id !== 'string' || id.trim() === '') {
    throw new UsageError(
      'invalid_argument',
      `a price row of '${provider}' for '${row.model}' has no id: give it one of its own`,
    );
  }
  const why = wrongShape(row) ?? wrongProvider(row) ?? wrongMatch(row) ?? wrongVariant(row);
  if (why !== undefined) throw new UsageError('invalid_argument', `price row '${id}': ${why}`);
  return row;
}
