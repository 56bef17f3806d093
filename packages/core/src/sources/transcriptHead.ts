import { closeSync, openSync, readSync } from 'node:fs';
import * as zlib from 'node:zlib';

import { isCompressed } from './CompressedBytes.ts';

/** Of a packed file so much is unpacked for its beginning: more than the largest block, of which a part gives nothing (RFC 8878, 3.1.1.2). */
const PACKED_BYTES = 160 * 1024;
/** More than that only a file made to harm comes to. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/**
 * The beginning of a transcript, unpacked where it is packed.
 *
 * @param length bytes at most
 * @throws the system's error when the file cannot be read, or that of the program that unpacks it
 */
export function transcriptHead(path: string, length: number): Buffer {
  const fd = openSync(path, 'r');
  try {
    const isPacked = isCompressed(path);
    const bytes = Buffer.allocUnsafe(isPacked ? PACKED_BYTES : length);
    const read = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0));
    if (!isPacked || read.length === 0) return read;
    // What is cut off gives what it holds.
    const options = { finishFlush: zlib.constants.ZSTD_e_flush, maxOutputLength: MAX_UNPACKED_BYTES };
    return zlib.zstdDecompressSync(read, options).subarray(0, length);
  } finally {
    closeSync(fd);
  }
}
