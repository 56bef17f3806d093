import { joinLedger } from '../metrics/joinLedger.ts';
import { emptyLedger, type Ledger } from '../metrics/Ledger.ts';
import type { SkippedLine } from '../model/SkippedLine.ts';
import type { SourceCursor } from '../model/SourceCursor.ts';
import type { UsageBatch } from '../model/UsageBatch.ts';
import type { UsageSource } from '../sources/UsageSource.ts';
import { examplePrice } from './ledgerArbitraries.ts';

/** A reader of sources that keeps a ledger and cursors from one reading to the next, as a store does. */
export interface SourceContractReading {
  ledger: Ledger;
  cursors: Map<string, SourceCursor>;
  skipped: SkippedLine[];
  batches: UsageBatch[];
  /** Reads what is new in a source; with `anew`, everything. */
  read(source: UsageSource, anew?: boolean): Promise<void>;
  /** The ledger in a form that can be compared. */
  comparable(): unknown;
}

/** A reading of nothing so far. */
export function sourceContractReading(): SourceContractReading {
  const reading: SourceContractReading = {
    ledger: emptyLedger(),
    cursors: new Map(),
    skipped: [],
    batches: [],
    read: async (source, anew = false) => {
      const onSkipped = (line: SkippedLine): void => void reading.skipped.push(line);
      const cursors = anew ? new Map<string, SourceCursor>() : reading.cursors;
      for (const file of source.files(onSkipped)) {
        for await (const batch of source.read(file, { cursors, onSkipped })) {
          reading.batches.push(batch);
          joinLedger(reading.ledger, batch, examplePrice);
          for (const cursor of batch.cursors) reading.cursors.set(cursor.file, cursor);
        }
      }
    },
    comparable: () => {
      const sorted = (map: Map<string, object>): unknown =>
        [...map]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, record]) => [key, { ...record, order: String((record as { order: bigint }).order) }]);
      const { requests, toolCalls, turns, sessions } = reading.ledger;
      return {
        requests: sorted(requests),
        toolCalls: sorted(toolCalls),
        turns: sorted(turns),
        sessions: sorted(sessions),
      };
    },
  };
  return reading;
}
