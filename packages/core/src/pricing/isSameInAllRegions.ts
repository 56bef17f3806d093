/** Before Gemini 3; from it on all locations but `global` are dearer since 2026-07-01 (https://cloud.google.com/vertex-ai/generative-ai/pricing). */
const GEMINI = /^gemini-[12](?!\d)/;

/**
 * Whether a model of Google's own, by its id in lower case, costs the same in all locations of Vertex.
 *
 * @example
 * isSameInAllRegions('gemini-2.5-flash') // => true
 * @example
 * isSameInAllRegions('gemini-3.5-flash') // => false
 */
export function isSameInAllRegions(model: string): boolean {
  return GEMINI.test(model);
}
