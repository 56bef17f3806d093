import { readSync } from 'node:fs';

/** The bytes that lines are made of, by their place. */
export interface FileBytes {
  /**
   * Puts the bytes from a position on into a buffer, as many as come at once. They are asked for in order; a reader goes back by {@link BYTES_BACK} at most.
   *
   * @returns how many; 0 = the end; `undefined` = none yet, which is only of packed files
   * @throws the system's error, or that of the program that unpacks them
   */
  read(into: Buffer, at: number, length: number, position: number): number | undefined;
}

/** How far behind what was read last a reader may ask again: it goes back to the beginning of a long line, and behind a line after it has read on. */
export const BYTES_BACK = 9 * 1024 * 1024;

/** Bytes of an open file. */
export function fileBytes(fd: number): FileBytes {
  return { read: (into, at, length, position) => readSync(fd, into, at, length, position) };
}
