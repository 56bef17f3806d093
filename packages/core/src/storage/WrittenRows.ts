import type { Joined } from '../metrics/Ledger.ts';
import type { RequestCost } from '../model/RequestCost.ts';
import type { RequestRecord } from '../model/RequestRecord.ts';
import type { ToolCallRecord } from '../model/ToolCallRecord.ts';
import type { TurnRecord } from '../model/TurnRecord.ts';

/** A joined record with the id of its session's row. */
export interface InSession<R> {
  record: Joined<R>;
  session: number;
}

/** Rows that a write has added or replaced, as they now are. */
export interface WrittenRows {
  requests: readonly (InSession<RequestRecord> & { cost: RequestCost })[];
  calls: readonly InSession<ToolCallRecord>[];
  turns: readonly InSession<TurnRecord>[];
}
