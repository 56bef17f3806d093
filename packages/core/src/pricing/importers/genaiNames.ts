import { matchModel } from '../matchModel.ts';
import { isRecord } from './isRecord.ts';

/** Names that a row answers to. */
export interface ImportedNames {
  /** In lower case, without route. */
  id: string;
  aliases: string[];
  prefixes: string[];
}

/** One begins the other. */
const isKin = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const nameOf = (text: string): string => matchModel('', text).snapshot;
/** A dated id, which the plain one covers. */
const SNAPSHOT = /^\^(.+?)-\\d\{[48]\}(?:-\\d\{2\}-\\d\{2\})?\$$/;

/**
 * The names in a genai-prices match rule. Exact names and beginnings are kept; of what stands anywhere in a name only that which begins like the model's own
 * id; patterns for snapshot dates are covered by the plain id. Everything else is told to `reject`.
 *
 * @example
 * genaiNames('grok-4-0709', { or: [{ equals: 'grok-4-0709' }, { equals: 'grok-4' }] }, () => {})
 * // => { id: 'grok-4-0709', aliases: ['grok-4'], prefixes: [] }
 */
export function genaiNames(
  modelId: string,
  match: unknown,
  reject: (part: string, reason: string) => void,
): ImportedNames {
  const id = nameOf(modelId);
  const aliases = new Set<string>();
  const prefixes = new Set<string>();
  const read = (rule: unknown): void => {
    const [kind = '', value] = (isRecord(rule) ? Object.entries(rule)[0] : undefined) ?? [];
    if ((kind === 'or' || kind === 'and') && Array.isArray(value)) {
      for (const part of value) read(part);
    } else if (typeof value !== 'string') reject('match', `not a rule: ${JSON.stringify(rule)}`);
    else if (kind === 'equals') aliases.add(nameOf(value));
    else if (kind === 'starts_with') prefixes.add(nameOf(value));
    else if (kind === 'contains' && id.endsWith(nameOf(value))) aliases.add(id);
    else if (kind === 'contains' && isKin(nameOf(value), id)) prefixes.add(nameOf(value));
    else if (kind === 'ends_with' && nameOf(value) === id) aliases.add(id);
    else if (kind === 'regex' && SNAPSHOT.test(value))
      aliases.add(nameOf((SNAPSHOT.exec(value)?.[1] ?? '').replaceAll('\\', '')));
    else reject('match', `names by «${kind} ${value}» are not found`);
  };
  read(match);
  // What a shorter beginning covers needs no further one.
  const shortest = [...prefixes].filter(
    (one) => ![...prefixes].some((other) => other !== one && one.startsWith(other)),
  );
  return { id, aliases: [...aliases].filter((name) => name !== id), prefixes: shortest };
}
