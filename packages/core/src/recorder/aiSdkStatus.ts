import type { SessionStatus } from '../model/SessionRecord.ts';
import { isNoObjectError } from './isNoObjectError.ts';

/** How a session stands, and what outranks it of statements of one time: providers tell the time in seconds. */
interface StatedStatus {
  status: SessionStatus;
  /** 0 where work goes on, 1 where another callback of the response may know better, 2 where the response ended the work. */
  statusPosition: number;
}

/** How a session stands after a response, by the reason why the response ended; tools that were called may go on with it. */
const BY_REASON: ReadonlyMap<unknown, SessionStatus> = new Map([
  ['stop', 'completed'],
  ['error', 'failed'],
]);

/** Whether a text is one object as the SDK reads it: JSON. Its words are not kept. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function statusOf(event: Record<string, unknown>): SessionStatus {
  if (isNoObjectError(event)) return 'failed';
  const { object, error, objectText, finishReason } = event;
  if ('object' in event) return object !== undefined && (error ?? undefined) === undefined ? 'completed' : 'failed';
  if ('objectText' in event) return typeof objectText === 'string' && !isJson(objectText) ? 'failed' : 'incomplete';
  return BY_REASON.get(finishReason) ?? 'incomplete';
}

/**
 * How a session stands after an event of the AI SDK. Of a step its finish reason says it; of `generateObject` and `streamObject` whether there is an object, because versions 4 to 6 state no
 * reason there, and a model may stop without having written one. The text of an object that nobody has compared with its schema yet says no more than that there is none, where it is no JSON: the
 * program may repair it. Nothing in a step says that its text should have been an object: `generateText` and `streamText` throw the error that does.
 *
 * @example
 * aiSdkStatus({ finishReason: 'stop' }) // => { status: 'completed', statusPosition: 2 }
 * aiSdkStatus({ finishReason: 'stop', object: undefined, error: new Error('no object') }) // => { status: 'failed', statusPosition: 2 }
 */
export function aiSdkStatus(event: Record<string, unknown>): StatedStatus {
  const status = statusOf(event);
  const isUnsure = !isNoObjectError(event) && 'objectText' in event && !('object' in event);
  return { status, statusPosition: status === 'incomplete' ? 0 : isUnsure ? 1 : 2 };
}
