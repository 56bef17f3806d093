import { aiSdkPrompt } from './aiSdkPrompt.ts';
import { fieldsOf, itemsOf } from './eventFields.ts';
import { isNoObjectError } from './isNoObjectError.ts';
import { isToolAnswer } from './isToolAnswer.ts';

type Fields = Record<string, unknown>;

/**
 * Whether a step is the first of its call. Versions 6 and 7 number their steps, 4 names them; the messages of a response of version 5 are those of all steps so far, one of the assistant for
 * each that wrote anything. An object is one step.
 */
export function beginsCall(step: Fields): boolean | undefined {
  const { stepNumber, stepType, content } = step;
  if (typeof stepNumber === 'number') return stepNumber === 0;
  if (typeof stepType === 'string') return stepType === 'initial';
  if ('object' in step) return true;
  const messages = fieldsOf(step['response'])['messages'];
  // Of an error of `generateText` the steps were told; one without messages is of an object.
  if (!Array.isArray(messages)) return isNoObjectError(step) ? true : undefined;
  const hasWritten = itemsOf(content).some(({ type, text }) => type !== 'source' && text !== '');
  return itemsOf(messages).filter(({ role }) => role === 'assistant').length === (hasWritten ? 1 : 0);
}

/** Whether a call goes on after an answer to a tool: its prompt ends with one, or the SDK of version 6 ran a tool that was approved before it asked. */
function goesOn(step: Fields): boolean {
  const last = aiSdkPrompt(step).at(-1);
  const [answered] = itemsOf(fieldsOf(step['response'])['messages']);
  return (last !== undefined && isToolAnswer(last)) || answered?.['role'] === 'tool';
}

/**
 * Whether an AI SDK step is the first after a prompt; `undefined` when it does not say so. A call that goes on with the answer that a tool got from the client or a person is none, where the
 * step has what was asked.
 *
 * @example
 * isFirstStep({ stepNumber: 0 }) // => true
 * isFirstStep({ stepNumber: 0, request: { messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'tool' }] } }) // => false
 */
export function isFirstStep(step: Fields): boolean | undefined {
  const begins = beginsCall(step);
  return begins !== false && goesOn(step) ? false : begins;
}
