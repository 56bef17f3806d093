import type { SessionStatus } from '../model/SessionRecord.ts';

/** How a session stands after a response, by the reason why the response ended; tools that were called may go on with it. */
const BY_REASON: ReadonlyMap<unknown, SessionStatus> = new Map([
  ['stop', 'completed'],
  ['error', 'failed'],
]);

/**
 * How a session stands after an event of the AI SDK. Of a step its finish reason says it; of `generateObject` and `streamObject` whether there is an object, because versions 4 to 6 state no
 * reason there, and a model may stop without having written one. The text of an object that nobody has read yet says nothing.
 *
 * @example
 * aiSdkStatus({ finishReason: 'stop' }) // => 'completed'
 * aiSdkStatus({ finishReason: 'stop', object: undefined, error: new Error('no object') }) // => 'failed'
 */
export function aiSdkStatus(event: Record<string, unknown>): SessionStatus {
  if ('object' in event) {
    const isWhole = event['object'] !== undefined && (event['error'] ?? undefined) === undefined;
    return isWhole ? 'completed' : 'failed';
  }
  if ('objectText' in event) return 'incomplete';
  return BY_REASON.get(event['finishReason']) ?? 'incomplete';
}
