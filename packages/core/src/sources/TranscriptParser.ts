import type { RequestRecord } from '../model/RequestRecord.ts';
import type { SessionRecord } from '../model/SessionRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';

/** Records found since the last time they were taken. */
export interface ParsedRecords {
  requests: RequestRecord[];
  toolCalls: ToolCallRecord[];
  turns: TurnRecord[];
  sessions: SessionRecord[];
}

/**
 * Turns the lines of one file into records, one after the other. It may carry knowledge from line to line (open tool calls, the current turn, the current
 * model), and that knowledge is its state: a parser made from it goes on as if it had read the file from the start.
 */
export interface TranscriptParser {
  /** Takes one parsed line. Returns the reason when nothing of it can be used. */
  line(record: Record<string, unknown>, position: number): string | undefined;
  /** Hands over what was found, and begins anew. */
  taken(): ParsedRecords;
  /** A JSON object, small whatever the file's length. */
  state(): string;
}

/** Makes the parser of a file; `state` is what an earlier one left, or `undefined` at the start of the file. */
export type TranscriptParserOf = (
  file: string,
  state: string | undefined,
  onUnknownType: (type: string) => void,
) => TranscriptParser;
