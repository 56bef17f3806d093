import { parentPort, workerData } from 'node:worker_threads';

import { ClaudeCodeParser } from '../claude-code/parse.ts';
import { claudeCodeReadPlan } from '../claude-code/readPlan.ts';
import { CodexParser } from '../codex/parse.ts';
import { codexReadPlan } from '../codex/readPlan.ts';
import { PartBuilder } from '../PartBuilder.ts';
import { transcriptBatches } from '../readTranscript.ts';
import type { ReadPlan } from '../scanner/fieldTable.ts';
import type { TranscriptParserOf } from '../TranscriptParser.ts';
import { buffersOf, packedPart } from './packedPart.ts';
import { THREAD_CONTROL, type ThreadData } from './ThreadData.ts';

/** Records in one part, and how long one may take to gather. As few as that are gone before the heap's young generation is full. */
const PART_RECORDS = 500;
const PART_MS = 40;

const READERS: Record<string, [TranscriptParserOf, ReadPlan]> = {
  'claude-code': [(...of) => new ClaudeCodeParser(...of), claudeCodeReadPlan],
  codex: [(...of) => new CodexParser(...of), codexReadPlan],
};

/** Reads files one after the other and sends what they hold, never more than may wait. */
async function run(
  { source, files, cursors, control }: ThreadData,
  send: (message: unknown, own: ArrayBuffer[]) => void,
): Promise<void> {
  const reader = READERS[source];
  if (!reader) throw new Error(`no reader of ${source}`);
  const [parserOf, plan] = reader;
  const { credit, stopped } = THREAD_CONTROL;
  const builder = new PartBuilder(source);
  const options = {
    cursors: new Map(cursors.map((cursor) => [cursor.file, cursor])),
    onSkipped: builder.skip,
    onUnknownType: builder.unknownType,
  };
  let sentMs = performance.now();
  send('ready', []);
  const post = (): void => {
    while (Atomics.load(control, credit) <= 0 && !Atomics.load(control, stopped)) Atomics.wait(control, credit, 0);
    Atomics.sub(control, credit, 1);
    const part = packedPart(builder.take());
    send(part, buffersOf(part));
    sentMs = performance.now();
  };
  for (const file of files) {
    let isRead = false;
    for (const batch of transcriptBatches(source, file, parserOf, plan, options)) {
      if (Atomics.load(control, stopped)) return;
      if (batch instanceof Promise) {
        await batch;
        continue;
      }
      isRead = true;
      builder.add(batch);
      if (builder.size >= PART_RECORDS || performance.now() - sentMs >= PART_MS) post();
    }
    builder.fileDone(file.size, isRead);
  }
  post();
  send('done', []);
}

/** The program of the reading thread: reads what the thread was started with. Does nothing on the main thread. */
export function runReader(): void {
  const port = parentPort;
  // What it throws ends the thread, which reports it.
  if (port) void run(workerData as ThreadData, (message, own) => port.postMessage(message, own));
}
