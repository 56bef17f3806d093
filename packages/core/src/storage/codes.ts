import type { DimensionGrain } from '../model/Dimension.ts';
import type { RepricingStage } from '../model/Repricing.ts';
import type { SessionStatus } from '../model/SessionRecord.ts';
import { TOOL_APPROVALS, TOOL_OUTCOMES, type ToolApproval, type ToolOutcome } from '../model/ToolCallRecord.ts';
import { lostWord } from './lostEntry.ts';

/** A closed list of words as small integers in storage. Positions are part of the schema: append only. */
export interface Code<T extends string> {
  code(word: T): number;
  /** @throws UsageError `store_unavailable` for a code that stands for no word, as only damage leaves behind */
  word(code: number): T;
  words: readonly T[];
}

/** @param of what the words are, for the message */
export function codeOf<T extends string>(words: readonly T[], of = 'word'): Code<T> {
  return {
    words,
    code(word) {
      const code = words.indexOf(word);
      if (code < 0) throw new Error(`no code for '${word}'`);
      return code;
    },
    word(code) {
      const word = words[code];
      if (word === undefined) throw lostWord(of, code);
      return word;
    },
  };
}

export const DIMENSION_GRAIN = codeOf<DimensionGrain>(['session', 'request', 'call'], 'grain of a dimension');
export const OUTCOME = codeOf<ToolOutcome>(TOOL_OUTCOMES, 'outcome of a tool call');
export const APPROVAL = codeOf<ToolApproval>(TOOL_APPROVALS, 'approval of a tool call');
export const STATUS = codeOf<SessionStatus>(
  ['running', 'completed', 'failed', 'blocked', 'interrupted', 'incomplete'],
  'status',
);

export const REPRICING_STAGE = codeOf<RepricingStage>(['running', 'done', 'undoing', 'undone'], 'stage of a repricing');

/** What sessions are distributed by; positions are part of the schema. */
export const DISTRIBUTION = codeOf(['cost', 'tokens', 'duration'] as const, 'measure of a distribution');

/** Bits of a session's flag column. */
export const FLAG = { failed: 1, reset: 2 } as const;
