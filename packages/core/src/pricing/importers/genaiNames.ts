import { isSameModel } from '../isSameModel.ts';
import { matchModel } from '../matchModel.ts';
import { isRecord } from './isRecord.ts';
import { jsonText } from './jsonText.ts';

/** Names that a row answers to. */
export interface ImportedNames {
  /** In lower case, without route. */
  id: string;
  aliases: string[];
  prefixes: string[];
}

type Reject = (part: string, reason: string) => void;

/** One begins the other. */
const isKin = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const nameOf = (text: string): string => matchModel('', text).snapshot;
/** The version that ends the name of a model on Bedrock: a beginning that has it is a whole name, which `nameOf` has without it. */
const VERSION = /-v\d+(?::\d+)?$/;
const isWhole = (text: string): boolean => VERSION.test(text) && !VERSION.test(nameOf(text));
/** A dated id, which the plain one covers. */
const SNAPSHOT = /^\^((?:[^\\^$.*+?()[\]{}|]|\\[.-])+)-\\d\{[48]\}(?:-\\d\{2\}-\\d\{2\})?\$$/;
/** Names without a word, `-[tT][tT][sS]` in any case. */
const WITHOUT = /^\^\(\?!\.\*-((?:[a-z]|\[[a-z]{2}\])+)\(\?:\$\|-\)\)$/i;
/** No list nests its rules further. */
const DEEPEST = 8;

/** The word of a rule that keeps names with it out; `undefined` for any other rule. */
const wordKeptOut = (rule: unknown): string | undefined => {
  const pattern: unknown = isRecord(rule) && Object.keys(rule).length === 1 ? rule['regex'] : undefined;
  const word = typeof pattern === 'string' ? WITHOUT.exec(pattern)?.[1] : undefined;
  const letters = word?.match(/\[..\]|./g)?.map((letter) => [...new Set(letter.toLowerCase().replace(/[[\]]/g, ''))]);
  return letters?.every(({ length }) => length === 1) ? letters.join('') : undefined;
};

/** The beginning in a rule that says «begins with this, and has none of these words», where no beginning covers names with those words anyway. */
const beginningOf = (parts: readonly unknown[]): string | null => {
  const [rule, ...others] = parts.filter((part) => wordKeptOut(part) === undefined);
  const beginning: unknown = isRecord(rule) && Object.keys(rule).length === 1 ? rule['starts_with'] : undefined;
  if (typeof beginning !== 'string' || isWhole(beginning) || others.length > 0) return null;
  const prefix = nameOf(beginning);
  const words = parts.flatMap((part) => wordKeptOut(part) ?? []);
  return words.some((word) => `${prefix}-`.includes(`-${word}-`) || isSameModel(`${prefix}-${word}`, prefix))
    ? null
    : prefix;
};

/**
 * The names in a genai-prices match rule. Exact names and beginnings are kept; of what stands anywhere in a name only that which begins like the model's own
 * id; patterns for snapshot dates are covered by the plain id. Of rules that must hold together only a beginning that leaves out words for the kind of a
 * model is kept. Everything else is told to `reject`.
 *
 * @example
 * genaiNames('grok-4-0709', { or: [{ equals: 'grok-4-0709' }, { equals: 'grok-4' }] }, () => {})
 * // => { id: 'grok-4-0709', aliases: ['grok-4'], prefixes: [] }
 */
export function genaiNames(modelId: string, match: unknown, reject: Reject): ImportedNames {
  const id = nameOf(modelId);
  const aliases = new Set<string>();
  const prefixes = new Set<string>();
  const read = (rule: unknown, depth: number): void => {
    const [[kind = '', value] = [], ...others] = isRecord(rule) ? Object.entries(rule) : [];
    if (depth > DEEPEST) reject('match', 'rules are nested too deeply');
    else if (others.length > 0) reject('match', `not one rule: ${jsonText(rule)}`);
    else if (kind === 'or' && Array.isArray(value)) {
      for (const part of value) read(part, depth + 1);
    } else if (kind === 'and' && Array.isArray(value)) {
      const beginning = beginningOf(value);
      if (beginning === null || beginning === '') reject('match', `names by ${jsonText(rule)} are not found`);
      else prefixes.add(beginning);
    } else if (typeof value !== 'string') reject('match', `not a rule: ${jsonText(rule)}`);
    else readName(kind, value);
  };
  const readName = (kind: string, value: string): void => {
    const name = nameOf(value);
    if (name === '') reject('match', `«${kind} ${value}» names no model`);
    else if (kind === 'equals') aliases.add(name);
    else if (kind === 'starts_with') (isWhole(value) ? aliases : prefixes).add(name);
    else if (kind === 'contains' && id.endsWith(name)) aliases.add(id);
    else if (kind === 'contains' && isKin(name, id)) (isWhole(value) ? aliases : prefixes).add(name);
    else if (kind === 'ends_with' && name === id) aliases.add(id);
    else if (kind === 'regex' && SNAPSHOT.test(value))
      aliases.add(nameOf((SNAPSHOT.exec(value)?.[1] ?? '').replaceAll('\\', '')));
    else reject('match', `names by «${kind} ${value}» are not found`);
  };
  read(match, 0);
  // What a shorter beginning covers needs no further one.
  const shortest = [...prefixes].filter(
    (one) => ![...prefixes].some((other) => other !== one && one.startsWith(other)),
  );
  return { id, aliases: [...aliases].filter((name) => name !== id), prefixes: shortest };
}
