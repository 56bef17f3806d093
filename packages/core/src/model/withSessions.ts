import type { DimensionValues } from './Dimension.ts';
import type { RequestRecord } from './RequestRecord.ts';
import type { SessionRecord } from './SessionRecord.ts';

/** The values that are known. */
const knownValues = (values: DimensionValues | undefined): [string, string][] =>
  Object.entries(values ?? {}).filter(([, value]) => (value ?? '') !== '');

/** What is known of a request: its own dimensions, and under them those of its session. */
export const knownDimensions = (
  ofSession: DimensionValues | undefined,
  own: DimensionValues | undefined,
): DimensionValues => Object.fromEntries([...knownValues(ofSession), ...knownValues(own)]);

/**
 * A function of a request as one that is told the request with the dimensions of its session under its own, as far as these sessions say: those of the copy
 * of smallest claim that states any. It is the function itself where they state none.
 *
 * @param sessions those of a batch; what other batches say of a session is not known
 * @example
 * const userOf = withSessions([{ id: 's', claim: 0, dimensions: { user: 'alice' } }], ({ dimensions }) => dimensions?.user);
 * userOf({ session: 's' }) // => 'alice'
 */
export function withSessions<R extends Pick<RequestRecord, 'session' | 'dimensions'>, T>(
  sessions: readonly Pick<SessionRecord, 'id' | 'claim' | 'dimensions'>[],
  of: (request: R) => T,
): (request: R) => T {
  const named = new Map<string, { claim: number; text: string; values: DimensionValues }>();
  for (const { id, claim, dimensions } of sessions) {
    const values = knownValues(dimensions);
    if (values.length === 0) continue;
    const text = JSON.stringify(values.toSorted(([a], [b]) => (a < b ? -1 : 1)));
    const before = named.get(id);
    const isFirst = !before || claim < before.claim || (claim === before.claim && text < before.text);
    if (isFirst) named.set(id, { claim, text, values: dimensions ?? {} });
  }
  if (named.size === 0) return of;
  return (request) => {
    const session = named.get(request.session);
    if (!session) return of(request);
    return of({ ...request, dimensions: knownDimensions(session.values, request.dimensions) });
  };
}
