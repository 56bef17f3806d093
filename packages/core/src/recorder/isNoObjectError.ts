/**
 * Whether what a handler was given is the error of the AI SDK, versions 4 to 7, that says that the model wrote no object, or not the one that was asked for. It has id, time and usage of the response.
 *
 * @example
 * isNoObjectError({ name: 'AI_NoObjectGeneratedError' }) // => true
 */
export function isNoObjectError(event: Record<string, unknown>): boolean {
  return event['name'] === 'AI_NoObjectGeneratedError';
}
