import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream';
import * as zlib from 'node:zlib';

import { BYTES_BACK, type FileBytes } from './FileBytes.ts';

const CHUNK_BYTES = 64 * 1024;
/** The ending of files that Codex packs once they are a week old. */
const ENDING = '.zst';

/** Whether a transcript is packed in a form that can be read here. */
export function isCompressed(path: string): boolean {
  return path.endsWith(`.jsonl${ENDING}`);
}

/** Whether this runtime unpacks them: Node.js does from 22.15 on. */
export function canDecompress(): boolean {
  return 'createZstdDecompress' in zlib;
}

/** The path that a packed transcript had before: it is the same transcript. */
export function uncompressedPath(path: string): string {
  return isCompressed(path) ? path.slice(0, -ENDING.length) : path;
}

/** What is wrong with a packed file, in words; an error of the system is passed on. */
const readError = (error: unknown): unknown =>
  error instanceof Error && 'syscall' in error
    ? error
    : new Error('compressed, and damaged or incomplete', { cause: error });

/** What a file's frames hold, one after the other: the runtime's own stream ends with the first of them. */
async function* unpacked(path: string): AsyncGenerator<Buffer, void, undefined> {
  const { size } = statSync(path);
  for (let start = 0; start < size;) {
    const frame = zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES });
    // An error of either stream ends the other one, and is thrown by the loop.
    pipeline(createReadStream(path, { start }), frame, () => {});
    for await (const bytes of frame) yield bytes as Buffer;
    if (frame.bytesWritten === 0) return;
    start += frame.bytesWritten;
  }
}

/**
 * Bytes of a file that is packed with Zstandard, as they were before. They come one after the other; memory is bounded by how far a reader may go back, not by the file.
 * Call `close` when no more is wanted.
 */
export class CompressedBytes implements FileBytes {
  readonly #chunks: AsyncGenerator<Buffer, void, undefined>;
  /** Pieces that may be asked for, and where each begins. */
  readonly #kept: { start: number; bytes: Buffer }[] = [];
  #end = 0;
  #isOver = false;
  #failure: { error: unknown } | undefined;

  constructor(path: string) {
    this.#chunks = unpacked(path);
  }

  /** Settles, always without an error, when `read` has something to say: more bytes, the end or an error. */
  async more(): Promise<void> {
    try {
      const { value, done } = await this.#chunks.next();
      if (done) this.#isOver = true;
      else this.#keep(value);
    } catch (error) {
      this.#failure = { error: readError(error) };
    }
  }

  /** @throws Error when it is not a whole Zstandard file */
  read(into: Buffer, at: number, length: number, position: number): number | undefined {
    if (position >= this.#end) {
      if (this.#failure) throw this.#failure.error;
      return this.#isOver ? 0 : undefined;
    }
    const piece = this.#kept.findLast(({ start }) => start <= position);
    if (!piece) throw new RangeError(`byte ${position} is no longer kept`);
    return piece.bytes.copy(into, at, position - piece.start, position - piece.start + length);
  }

  /** Ends the unpacking. */
  close(): Promise<unknown> {
    return this.#chunks.return();
  }

  #keep(bytes: Buffer): void {
    this.#kept.push({ start: this.#end, bytes });
    this.#end += bytes.length;
    while ((this.#kept[1]?.start ?? this.#end) <= this.#end - BYTES_BACK) this.#kept.shift();
  }
}
