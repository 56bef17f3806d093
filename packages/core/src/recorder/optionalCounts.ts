import { UsageError } from '../errors.ts';
import { reportedCount } from './reportedCount.ts';

type Fields = Record<string, unknown>;

/** Reads what a usage object may leave out. */
export interface OptionalCounts {
  /** What was there, but could not be read, one error for each name. */
  faults: ReadonlyMap<string, UsageError>;
  /** What `read` returns; `undefined` when it throws a UsageError, which is then the fault of `name`. */
  of<T>(name: string, read: () => T): T | undefined;
  /** A count; `undefined` when it was not reported, or is none. */
  count(name: string, value: unknown): number | undefined;
  /** The first count that an object has under one of the names; the names come first. */
  first(objects: readonly Fields[], ...names: readonly string[]): number | undefined;
}

/**
 * A reader of counts that may be missing: one that is broken is left out and kept as a fault, so that it does not lose the counts beside it.
 *
 * @example
 * const counts = optionalCounts();
 * counts.first([{ cached: -1 }, { cached: 7 }], 'cached') // => 7
 */
export function optionalCounts(): OptionalCounts {
  const faults = new Map<string, UsageError>();
  const of = <T>(name: string, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      faults.set(name, error);
      return undefined;
    }
  };
  const count = (name: string, value: unknown): number | undefined => of(name, () => reportedCount(name, value));
  return {
    faults,
    of,
    count,
    first: (objects, ...names) => {
      for (const name of names) {
        for (const object of objects) {
          const found = count(name, object[name]);
          if (found !== undefined) return found;
        }
      }
      return undefined;
    },
  };
}
