import { UsageError } from '../errors.ts';
import { FIRST_TIME_MS } from '../model/recordedTime.ts';
import { fieldsOf, firstText } from './eventFields.ts';
import { isWorldwideId } from '../model/isWorldwideId.ts';
import { numberedKey, type ToldResponses } from './numberedKey.ts';

/** What a response is known by, and when it began, ms. */
export interface AiSdkIdentity {
  key: string;
  atMs: number;
}

/** The time a response says it is of, ms; `undefined` when it says none, or one before 1990, which stands for none. */
function statedMs(timestamp: unknown): number | undefined {
  const ms = timestamp instanceof Date ? timestamp.getTime() : Date.parse(firstText(timestamp));
  return ms >= FIRST_TIME_MS ? ms : undefined;
}

/** Identities of responses that have none of their own. All callbacks of a step, its result and its error share its response, except those of `streamObject`. */
const madeUp = new WeakMap<object, AiSdkIdentity>();

/** Version 7 numbers the steps of a call that it gives an id; so it does of objects, whose one step is the first. */
function callKey({ callId, stepNumber }: Record<string, unknown>): string {
  const id = firstText(callId);
  return isWorldwideId(id) ? `${id}#${Number(stepNumber ?? 0)}` : globalThis.crypto.randomUUID();
}

/**
 * What the response of an AI SDK step is known by: its id, where that names one in the world; where a server numbers its responses, session, id and time, and what tells them apart
 * (`numberedKey`); else a key that is made up and kept with the response as an object, so that the same response told again is the same, and another never is. A response without a time of
 * its own is of the present.
 *
 * @param told responses that the recorder was told of
 * @param step of any version
 * @param session the conversation
 * @param nowMs the present, ms
 * @throws UsageError `invalid_argument` for what has no response of a language model, which has an id, though it may be empty
 * @example
 * aiSdkIdentity(new Map(), { response: { id: 'chatcmpl-7', timestamp: '2026-03-08T12:00:00Z' } }, 's', Date.UTC(2026, 2, 9)).key // => '["s","chatcmpl-7",1772971200000]'
 */
export function aiSdkIdentity(
  told: ToldResponses,
  step: Record<string, unknown>,
  session: string,
  nowMs: number,
): AiSdkIdentity {
  const response = fieldsOf(step['response']);
  const { id } = response;
  if (typeof id !== 'string') {
    throw new UsageError('invalid_argument', 'not a step of the AI SDK: it has no response with an id');
  }
  const responseMs = statedMs(response['timestamp']);
  const atMs = Math.min(responseMs ?? nowMs, nowMs);
  if (isWorldwideId(id)) return { key: id, atMs };
  if (id !== '' && responseMs !== undefined)
    return { key: numberedKey(told, step, response, [session, id, responseMs]), atMs };
  const known = madeUp.get(response);
  if (known) return known;
  const identity = { key: callKey(step), atMs };
  madeUp.set(response, identity);
  return identity;
}
