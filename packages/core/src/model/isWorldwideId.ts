/** As many letters and digits as no counter, time or name has by itself: a time in ms has 11 in hexadecimal, 8 to the base 36. */
const RANDOM_CHARACTERS = 12;

/** Ids of servers that number their responses are shorter: Ollama's go from `chatcmpl-0` to `chatcmpl-998`. */
const SHORTEST = 16;

/** A word, or several in camel case: `chatcmpl`, `OllamaChatResponse`, `vLLM`. Letters at random change their case more often. */
const WORDS = /^[A-Z]*[a-z]*([A-Z]+[a-z]{3,})*$/;

/** What of a part of an id is random: of letters and a number after them neither the number nor words. */
function randomOf(part: string): string {
  const letters = /^([A-Za-z]*)[0-9]*$/.exec(part)?.[1];
  if (letters === undefined) return part;
  return WORDS.test(letters) ? '' : letters;
}

/**
 * Whether an id can name one thing in the world: of its 16 characters or more, at least 12 are neither words nor parts that are numbers, with or without letters before them.
 * Such numbers count what a server did, or are times, which two servers, and two calls of one server, may share.
 *
 * @example
 * isWorldwideId('chatcmpl-9f2c4b6a8d0e') // => true
 * isWorldwideId('id-1776784307643') // => false
 */
export function isWorldwideId(id: string): boolean {
  const parts = id.split(/[^0-9A-Za-z]+/);
  return id.length >= SHORTEST && parts.map(randomOf).join('').length >= RANDOM_CHARACTERS;
}
