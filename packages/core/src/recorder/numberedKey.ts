import { fieldsOf } from './eventFields.ts';
import { isNoObjectError } from './isNoObjectError.ts';
import { RecentMap } from './RecentMap.ts';

type Fields = Record<string, unknown>;

/** What an event says of which response of several it tells; `null` where it does not say so. */
type Marks = (number | string | null)[];

/** A response that this process was told of. */
interface ToldResponse {
  key: string;
  marks: Marks;
  objects: WeakSet<object>;
}

/** Responses of one server's id and time that are kept: more than it makes in a second. */
const MAX_TOLD = 1000;

/** Those of each id and time. */
const told = new RecentMap<ToldResponse[]>();

const countOf = (...values: readonly unknown[]): number | null =>
  values.find((value): value is number => typeof value === 'number' && value > 0) ?? null;

/** Call, number in it, messages so far, input and output: the error of version 4 has those of all steps. */
function marksOf(step: Fields, response: Fields): Marks {
  const { callId, stepNumber } = step;
  const usage = fieldsOf(step['usage']);
  const isOfAll = isNoObjectError(step) && 'promptTokens' in usage;
  return [
    typeof callId === 'string' ? callId : null,
    typeof stepNumber === 'number' ? stepNumber : null,
    Array.isArray(response['messages']) ? response['messages'].length : null,
    isOfAll ? null : countOf(usage['inputTokens'], usage['promptTokens']),
    isOfAll ? null : countOf(usage['outputTokens'], usage['completionTokens']),
  ];
}

const agree = (a: Marks, b: Marks): boolean => a.every((mark, i) => mark === null || b[i] === null || mark === b[i]);

/**
 * The key of a response whose id and time may be those of others too, because a server counts its ids anew, or has one for all, and tells the time in seconds. The first of them that this
 * process is told of has id and time as its key; another is one that is another object and differs in its call, its number, its messages or its counts.
 *
 * @param parts session, id and time
 * @example
 * numberedKey({ usage: { inputTokens: 100 } }, {}, ['s', 'chatcmpl-A1', 0]) // => '["s","chatcmpl-A1",0]'
 * // Another of the same second:
 * numberedKey({ usage: { inputTokens: 150 } }, {}, ['s', 'chatcmpl-A1', 0]) // => '["s","chatcmpl-A1",0,null,null,null,150,null]'
 */
export function numberedKey(step: Fields, response: Fields, parts: readonly (number | string)[]): string {
  const first = JSON.stringify(parts);
  const known = told.get(first) ?? [];
  const marks = marksOf(step, response);
  const same = known.find(({ objects }) => objects.has(response)) ?? known.findLast((of) => agree(of.marks, marks));
  if (same) {
    same.objects.add(response);
    same.marks = same.marks.map((mark, i) => mark ?? marks[i] ?? null);
    return same.key;
  }
  const key = known.length === 0 ? first : JSON.stringify([...parts, ...marks]);
  told.set(first, [...known.slice(1 - MAX_TOLD), { key, marks, objects: new WeakSet([response]) }]);
  return key;
}
