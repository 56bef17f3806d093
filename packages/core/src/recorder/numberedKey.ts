import { fieldsOf } from './eventFields.ts';
import { isNoObjectError } from './isNoObjectError.ts';
import type { RecentMap } from './RecentMap.ts';

type Fields = Record<string, unknown>;

/** What an event says of which response of several it tells: input and output, call, number in it, messages so far; `null` where it does not say so. */
type Marks = (number | string | null)[];

/** A response that a recorder was told of. */
interface ToldResponse {
  key: string;
  marks: Marks;
  objects: WeakSet<object>;
  /** Told of as an object, which is one step: no error has the usage of it and of others. */
  isOfObject: boolean;
}

/** What a recorder was told of, by session, id and time. */
export type ToldResponses = RecentMap<ToldResponse[]>;

/** Responses of one server's id and time that are kept: more than it makes in a second. */
const MAX_TOLD = 1000;

const countOf = (...values: readonly unknown[]): number | null =>
  values.find((value): value is number => typeof value === 'number' && value > 0) ?? null;

/** Counts come first: all that tell of a response have them, but only its steps the rest. */
function marksOf(step: Fields, response: Fields): Marks {
  const { callId, stepNumber } = step;
  const usage = fieldsOf(step['usage']);
  return [
    countOf(usage['inputTokens'], usage['promptTokens']),
    countOf(usage['outputTokens'], usage['completionTokens']),
    typeof callId === 'string' ? callId : null,
    typeof stepNumber === 'number' ? stepNumber : null,
    Array.isArray(response['messages']) ? response['messages'].length : null,
  ];
}

const agree = (a: Marks, b: Marks): boolean => a.every((mark, i) => mark === null || b[i] === null || mark === b[i]);

/**
 * The key of a response whose id and time may be those of others too, because a server counts its ids anew, or has one for all, and tells the time in seconds: id, time and counts, which
 * are the same whoever is told of it with its counts. Of several with one key those that come later, and are other objects that differ in their call, its number or its messages, have these as well.
 *
 * @param told the recorder's memory, which the response is added to
 * @param parts session, id and time
 * @example
 * numberedKey(new Map(), { usage: { inputTokens: 100 } }, {}, ['s', 'chatcmpl-A1', 0]) // => '["s","chatcmpl-A1",0,100,null]'
 * // Without counts:
 * numberedKey(new Map(), {}, {}, ['s', 'chatcmpl-A2', 0]) // => '["s","chatcmpl-A2",0]'
 */
export function numberedKey(
  told: ToldResponses,
  step: Fields,
  response: Fields,
  parts: readonly (number | string)[],
): string {
  const id = JSON.stringify(parts);
  const known = told.get(id) ?? [];
  const marks = marksOf(step, response);
  // The error of version 4 has the counts of all steps of its call, where it is none of an object.
  const isOfAll = isNoObjectError(step) && 'promptTokens' in fieldsOf(step['usage']);
  const marksFor = ({ isOfObject }: ToldResponse): Marks =>
    isOfAll && !isOfObject ? [null, null, ...marks.slice(2)] : marks;
  const same =
    known.find(({ objects }) => objects.has(response)) ?? known.findLast((of) => agree(of.marks, marksFor(of)));
  if (same) {
    same.objects.add(response);
    const more = marksFor(same);
    same.marks = same.marks.map((mark, i) => mark ?? more[i] ?? null);
    return same.key;
  }
  const counts = marks.slice(0, 2);
  const first = counts.every((count) => count === null) ? id : JSON.stringify([...parts, ...counts]);
  const key = known.every((of) => of.key !== first) ? first : JSON.stringify([...parts, ...marks]);
  const isOfObject = 'object' in step || isNoObjectError(step);
  told.set(id, [...known.slice(1 - MAX_TOLD), { key, marks, objects: new WeakSet([response]), isOfObject }]);
  return key;
}
