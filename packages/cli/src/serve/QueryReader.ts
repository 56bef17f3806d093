import { ApiError } from './ApiError.ts';

const invalid = (message: string): ApiError => new ApiError(400, 'invalid_argument', message);

/**
 * Reads the parameters of a URL strictly: unknown and repeated ones are refused, every value must be one that is allowed. An
 * empty value counts as absent.
 *
 * @throws ApiError 400 that names the parameter
 */
export class QueryReader {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams, known: readonly string[]) {
    for (const name of new Set(parameters.keys())) {
      if (!known.includes(name)) throw invalid(`unknown parameter '${name}': known are ${known.join(', ')}`);
      if (parameters.getAll(name).length > 1) throw invalid(`'${name}' was given more than once`);
    }
    this.#parameters = parameters;
  }

  text(name: string): string | undefined {
    return this.#parameters.get(name) || undefined;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const text = this.text(name);
    const value = values.find((v) => v === text);
    if (text !== undefined && value === undefined) {
      throw invalid(`'${name}' is '${text}': use one of ${values.join(', ')}`);
    }
    return value;
  }

  switch(name: string): boolean | undefined {
    const value = this.oneOf(name, ['1', '0', 'true', 'false']);
    return value === undefined ? undefined : value === '1' || value === 'true';
  }

  /** A whole number from 0 to `most`. */
  count(name: string, most: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value <= most)) throw invalid(`'${name}' is '${text}': use a whole number from 0 to ${most}`);
    return value;
  }

  /** Values to keep per dimension, as a JSON object of lists of texts. */
  filter(name: string): Record<string, string[]> | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      value = undefined;
    }
    const lists = value && typeof value === 'object' && !Array.isArray(value) ? Object.values(value) : [undefined];
    if (lists.every((list) => Array.isArray(list) && list.every((v) => typeof v === 'string'))) {
      return value as Record<string, string[]>;
    }
    throw invalid(`'${name}' must be a JSON object of lists of texts, such as {"model":["claude-opus-4-5"]}`);
  }
}
