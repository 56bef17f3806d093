import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';

import type { SourceCursor } from '../../model/SourceCursor.ts';
import type { ReadPart } from '../ReadPart.ts';
import type { SourceFile } from '../UsageSource.ts';
import { type PackedPart, unpackedPart } from './packedPart.ts';
import { PARTS_AHEAD, THREAD_CONTROL, type ThreadData } from './ThreadData.ts';

/** Below this a thread takes longer to start than reading takes. */
const MIN_BYTES = 24 * 1024 * 1024;

/**
 * Where the thread's program lies: beside this module as it is written, as it is built, and in a program that bundles it. Not by a `new URL` of a name and this
 * module's address: of that bundlers make an asset, and where they do not know the name, one of every file that there is.
 */
function programFile(): string | undefined {
  const names = import.meta.url.endsWith('.ts')
    ? ['usagekitReader.ts']
    : ['usagekitReader.js', 'sources/thread/usagekitReader.js', '../sources/thread/usagekitReader.js'];
  try {
    const folder = dirname(fileURLToPath(import.meta.url));
    return names.map((name) => join(folder, name)).find((file) => existsSync(file));
  } catch {
    // Not loaded from a file.
    return undefined;
  }
}

/** The thread, once it runs; `undefined` where there can be none. */
async function startedThread(data: ThreadData): Promise<Worker | undefined> {
  const program = programFile();
  if (!program || 'Bun' in globalThis || 'Deno' in globalThis || availableParallelism() < 2) return undefined;
  try {
    const { Worker } = await import('node:worker_threads');
    // Not `new Worker(…)`: of a program whose name they do not know, bundlers would take in every file that there is.
    const worker: Worker = Reflect.construct(Worker, [program, { workerData: data, name: 'usagekit reader' }]);
    await new Promise<void>((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('error', reject);
      worker.once('exit', reject);
    });
    return worker;
  } catch {
    // Not permitted, or no memory for another thread: the files are read here.
    return undefined;
  }
}

/**
 * Reads files on another thread while this one writes what came before. `undefined` where that cannot be or would not pay.
 *
 * @returns the parts in the order of the files, the same records as reading here gives, `undefined` before one that has to be waited for; ending the iteration early ends the thread
 */
export async function threadParts(
  source: string,
  files: readonly SourceFile[],
  cursors: ReadonlyMap<string, SourceCursor>,
): Promise<AsyncGenerator<ReadPart | undefined, void, undefined> | undefined> {
  if (files.reduce((bytes, file) => bytes + file.size - (cursors.get(file.path)?.offset ?? 0), 0) < MIN_BYTES)
    return undefined;
  const control = new Int32Array(new SharedArrayBuffer(8));
  control[THREAD_CONTROL.credit] = PARTS_AHEAD;
  const own = files.map((file) => cursors.get(file.path)).filter((cursor) => cursor !== undefined);
  const worker = await startedThread({ source, files, cursors: own, control });
  return worker && partsOf(worker, control);
}

/** Parts as they come from a thread. Ending the iteration, once it has begun, ends the thread. */
function partsOf(
  worker: Worker,
  control: Int32Array<SharedArrayBuffer>,
): AsyncGenerator<ReadPart | undefined, void, undefined> {
  const waiting: PackedPart[] = [];
  let [isDone, wake]: [boolean, () => void] = [false, () => {}];
  let failure: unknown;
  // At once, not with the first part that is asked for: what came until then would be lost.
  worker.on('message', (message: PackedPart | 'done') => {
    if (message === 'done') isDone = true;
    else waiting.push(message);
    wake();
  });
  worker.on('error', (error) => {
    failure = error;
    wake();
  });
  worker.on('exit', () => {
    failure ??= isDone ? undefined : new Error('the reading thread ended early');
    wake();
  });
  const freeOne = (): void => {
    Atomics.add(control, THREAD_CONTROL.credit, 1);
    Atomics.notify(control, THREAD_CONTROL.credit);
  };
  async function* parts(): AsyncGenerator<ReadPart | undefined, void, undefined> {
    try {
      for (;;) {
        const part = waiting.shift();
        if (part) {
          freeOne();
          yield unpackedPart(part);
          continue;
        }
        if (isDone) return;
        if (failure !== undefined) throw failure;
        const woken = new Promise<void>((resolve) => (wake = resolve));
        // What has been sent by now comes in with the next turn.
        await new Promise((resolve) => setImmediate(resolve));
        if (waiting.length > 0 || isDone || failure !== undefined) continue;
        yield undefined;
        await woken;
      }
    } finally {
      Atomics.store(control, THREAD_CONTROL.stopped, 1);
      freeOne();
      await worker.terminate();
    }
  }
  return parts();
}
