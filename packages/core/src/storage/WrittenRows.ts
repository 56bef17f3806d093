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

/** A record as it is written, with the id of its session's row. */
interface Written<R> {
  record: R;
  session: number;
}

/** Rows that a write has added or replaced, as they now are. */
export interface WrittenRows {
  requests: readonly (Written<RequestRecord> & { cost: RequestCost })[];
  calls: readonly Written<ToolCallRecord>[];
  turns: readonly Written<TurnRecord>[];
}
