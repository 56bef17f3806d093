/** As many letters and digits as no counter, time or name has by itself: a time in ms has 11 in hexadecimal, 8 to the base 36. */
const RANDOM_CHARACTERS = 12;

/** Ids of servers that number their responses are shorter: Ollama's go from `chatcmpl-0` to `chatcmpl-998`. */
const SHORTEST = 16;

/**
 * Whether an id can name one thing in the world: of its 16 characters or more, at least 12 are neither its first word nor parts that are numbers, with or without a word before them.
 * Such numbers count what a server did, or are times, which two servers, and two calls of one server, may share.
 *
 * @example
 * isWorldwideId('chatcmpl-9f2c4b6a8d0e') // => true
 * isWorldwideId('id-1776784307643') // => false
 */
export function isWorldwideId(id: string): boolean {
  const parts = id.split(/[^0-9A-Za-z]+/);
  const random = parts.filter((part, i) => !/^[A-Za-z]*[0-9]+$/.test(part) && !(i === 0 && /^[A-Za-z]+$/.test(part)));
  return id.length >= SHORTEST && random.join('').length >= RANDOM_CHARACTERS;
}
