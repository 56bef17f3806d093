import type { RequestRecord } from '../model/RequestRecord.ts';
import { isWorldwideId } from '../model/isWorldwideId.ts';

/** What tells one tool call of a step from others. */
interface IdentifiedCall {
  id: string;
  /** Whether the provider runs it. */
  isHosted: boolean;
  /** Whether the step has the call itself, not its result alone. */
  isCalled: boolean;
}

/** How many calls are remembered: a handler may serve an agent for as long as the process runs, and results come a few steps after their calls. */
const MAX_HOSTED = 1000;

/**
 * The key of a tool call of an AI SDK step: request and id, because servers number the calls of each response. A call that the provider runs may have its result in a later response: it is
 * known by its id, where that names one in the world, in its session; else a result without a call is that of the last call of this id.
 *
 * @param hosted keys of the last calls that the provider runs, by ids that may repeat, at most 1,000; this one is added
 * @example
 * aiSdkToolKey({ key: 'request/r', session: 's' }, { id: 'call_0', isHosted: false, isCalled: true }, new Map()) // => 'request/r/call_0'
 */
export function aiSdkToolKey(
  request: Pick<RequestRecord, 'key' | 'session'>,
  { id, isHosted, isCalled }: IdentifiedCall,
  hosted: Map<string, string>,
): string {
  const key = `${request.key}/${id}`;
  if (!isHosted) return key;
  if (isWorldwideId(id)) return `call/${JSON.stringify([request.session, id])}`;
  if (!isCalled) return hosted.get(id) ?? key;
  hosted.delete(id);
  hosted.set(id, key);
  const [oldest = id] = hosted.keys();
  if (hosted.size > MAX_HOSTED) hosted.delete(oldest);
  return key;
}
