import { readTranscript } from './readTranscript.ts';
import type { ReadPlan } from './scanner/fieldTable.ts';
import { threadParts } from './thread/threadParts.ts';
import { threadedReads } from './threadedReads.ts';
import type { TranscriptParserOf } from './TranscriptParser.ts';
import type { UsageSource } from './UsageSource.ts';

/** `read` of a source whose reader the reading thread has as well. */
export function transcriptRead(source: string, parserOf: TranscriptParserOf, plan: ReadPlan): UsageSource['read'] {
  const read: UsageSource['read'] = async function* (file, options = {}) {
    yield* readTranscript(source, file, parserOf, plan, options);
  };
  threadedReads.set(read, (files, cursors) => threadParts(source, files, cursors));
  return read;
}
