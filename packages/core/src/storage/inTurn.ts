const turns = new WeakMap<object, Promise<unknown>>();

/** Does work on something after all work on it that was asked for before, whether that succeeded or not. */
export function inTurn<T>(of: object, work: () => Promise<T>): Promise<T> {
  const result = (turns.get(of) ?? Promise.resolve()).then(work);
  turns.set(
    of,
    result.catch(() => {}),
  );
  return result;
}
