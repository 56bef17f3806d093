/** The same listener to errors, which never throws itself: whoever reports a failure must not become one. */
export function quietly(onError: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    try {
      onError(error);
    } catch {
      // Nobody is left to be told.
    }
  };
}
