import { UsageError } from '../errors.ts';

/** Kinds of entries of the table `uk_dictionary`. Positions are part of the schema: append only. */
export const ENTRY_KINDS = ['name', 'combination of dimensions', 'set of models', 'rate class'] as const;

/** Places of the kinds. */
export const KIND = { name: 0, dimset: 1, modelSet: 2, rateClass: 3 } as const;

/** What helps where entries are lost that nothing else tells. */
export const BEYOND_REBUILD =
  'a rebuild cannot make it again: restore a backup of the database, or begin a new one and sync again';

const HELP: Readonly<Record<number, string>> = {
  [KIND.name]:
    '`usagekit doctor --rebuild`, or rebuild() of the store, makes it again where other rows tell it, and says where it cannot',
  [KIND.modelSet]: '`usagekit doctor --rebuild`, or rebuild() of the store, makes it again',
};

/** Marks errors that say that an entry is lost. */
class LostEntry extends Error {
  override name = 'LostEntry';
}

/**
 * The error for an entry that rows refer to and that is not there, or is not what was written.
 *
 * @param entry its id, 0 where that is not known, or what stands in its place
 */
export function lostEntry(kind: number, entry: number | string): UsageError {
  const which = typeof entry === 'string' ? ` '${entry.slice(0, 40)}'` : entry === 0 ? '' : ` ${entry}`;
  return new UsageError(
    'store_unavailable',
    `the ${ENTRY_KINDS[kind]}${which} in the table uk_dictionary is lost or damaged: ${HELP[kind] ?? BEYOND_REBUILD}`,
    { cause: new LostEntry() },
  );
}

/**
 * The error for a small integer that stands for none of a closed list of words.
 *
 * @param of what the words are, e.g. `status`
 */
export function lostWord(of: string, code: number): UsageError {
  return new UsageError(
    'store_unavailable',
    `the database is damaged: ${code} stands for no ${of}. \`usagekit doctor\`, or check() of the store, says where, and what helps`,
    { cause: new LostEntry() },
  );
}

/** The error for rows of the ledger whose session has no row. */
export function lostSession(id: number): UsageError {
  return new UsageError('store_unavailable', `in the table uk_session the session ${id} is lost: ${BEYOND_REBUILD}`);
}

/** Whether an error is a {@link lostEntry} or a {@link lostWord}. */
export const isLostEntry = (error: unknown): boolean => error instanceof UsageError && error.cause instanceof LostEntry;

/**
 * The list that an entry's text stands for. The caller says of what.
 *
 * @throws UsageError `store_unavailable` when it is none
 */
export function entryList<List extends unknown[]>(kind: number, text: string): List {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return list as List;
  } catch {
    // Told below.
  }
  throw lostEntry(kind, text);
}

/** The models of a set, by its text. */
export const modelsOf = (text: string): string[] => (text === '' ? [] : entryList<string[]>(KIND.modelSet, text));
