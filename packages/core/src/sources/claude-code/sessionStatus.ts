import type { SessionStatus } from '../../model/SessionRecord.ts';
import { objectOf, objectsOf, textOf } from '../recordFields.ts';

/** Content blocks of a message; a plain text is one block. */
export function contentBlocks(message: Record<string, unknown> | undefined): Record<string, unknown>[] {
  const content = message?.['content'];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return objectsOf(content);
}

/** The first text of a message, or `''`. */
export function messageText(message: Record<string, unknown> | undefined): string {
  return textOf(contentBlocks(message).find((b) => b['type'] === 'text')?.['text']).trimStart();
}

const NOT_PROMPTED = /^<(command-|local-command|task-notification|bash-|user-memory)/;

/** Whether a `user` record is what a person asked: not a tool result, not the agent's own notes, commands or summaries. */
export function isPrompt(record: Record<string, unknown>): boolean {
  const message = objectOf(record['message']);
  if (record['isMeta'] === true || record['isCompactSummary'] === true) return false;
  if (record['isSidechain'] === true || typeof record['agentId'] === 'string') return false;
  const blocks = contentBlocks(message);
  if (blocks.some((b) => b['type'] === 'tool_result')) return false;
  const origin = objectOf(record['origin'])?.['kind'];
  if (origin !== undefined && origin !== 'human') return false;
  const text = messageText(message);
  const hasImage = blocks.some((b) => b['type'] === 'image');
  return (text !== '' || hasImage) && !NOT_PROMPTED.test(text) && !text.startsWith('[Request interrupted');
}

/** Reasons for which a response ends before its answer does. */
const UNFINISHED = new Set(['max_tokens', 'pause_turn', 'model_context_window_exceeded', 'compaction']);

/** Whether a message is a text that waits for no tool. */
const isText = (message: Record<string, unknown> | undefined): boolean => {
  const blocks = contentBlocks(message);
  const asks = blocks.some((b) => b['type'] === 'tool_use') || message?.['stop_reason'] === 'tool_use';
  return blocks.some((b) => b['type'] === 'text') && !asks;
};

/** Whether a main-chain record leaves the word to the person, whatever the session's status: a text that was cut off does, too. */
export const endsWork = (record: Record<string, unknown>, status: SessionStatus): boolean =>
  status !== 'incomplete' || (record['type'] === 'assistant' && isText(objectOf(record['message'])));

/**
 * How the session would stand if this main-chain record were its last; `undefined` when the record says nothing about it.
 */
export function statusAfter(record: Record<string, unknown>): SessionStatus | undefined {
  const message = objectOf(record['message']);
  if (record['interruptedByShutdown'] === true) return 'interrupted';
  if (record['type'] === 'assistant') {
    if (message?.['model'] === '<synthetic>') return record['isApiErrorMessage'] === true ? 'failed' : undefined;
    const reason = textOf(message?.['stop_reason']);
    if (reason === 'refusal') return 'failed';
    return isText(message) && !UNFINISHED.has(reason) ? 'completed' : 'incomplete';
  }
  if (record['isMeta'] === true || record['isCompactSummary'] === true) return undefined;
  const blocks = contentBlocks(message);
  if (blocks.some((b) => textOf(b['text']).startsWith('[Request interrupted'))) return 'interrupted';
  if (blocks.some((b) => b['type'] === 'tool_result')) return 'incomplete';
  return isPrompt(record) ? 'incomplete' : undefined;
}
