import type { RequestRecord } from './RequestRecord.ts';
import type { RunRecord } from './RunRecord.ts';
import type { SessionRecord } from './SessionRecord.ts';
import type { SourceCursor } from './SourceCursor.ts';
import type { ToolCallRecord } from './ToolCallRecord.ts';
import type { TurnRecord } from './TurnRecord.ts';

/** Records of one source that are written in one transaction, with the cursors that say how far its files are now read. */
export interface UsageBatch {
  /** Source id, e.g. `claude-code`. */
  source: string;
  requests: RequestRecord[];
  toolCalls: ToolCallRecord[];
  turns: TurnRecord[];
  sessions: SessionRecord[];
  runs?: RunRecord[];
  cursors: SourceCursor[];
}
