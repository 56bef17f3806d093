/** What a function makes of each of a list, one after the other as they are asked for: none of many has to wait for the last. */
export function* mapped<T, R>(list: readonly T[], of: (item: T, at: number) => R): Generator<R, void, undefined> {
  for (let at = 0; at < list.length; at += 1) yield of(list[at] as T, at);
}
