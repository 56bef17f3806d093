import type { UsageDataSource } from '@usagekit/core';

import { queryParameters } from './queryParameters.ts';

/**
 * The answer to a request to the JSON API.
 *
 * @throws Error with a message for the reader
 */
export async function answer<T>(url: string, options: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw new Error('The usage server does not answer. Is it still running?', { cause: error });
  }
  const body = (await response.json().catch(() => undefined)) as T | { error?: { message?: string } } | undefined;
  if (response.ok && body !== undefined) return body as T;
  const message = body && typeof body === 'object' && 'error' in body ? body.error?.message : undefined;
  throw new Error(message ?? `The usage server answered with status ${response.status}.`);
}

const withParameters = (url: string, parameters: Record<string, string>): string =>
  `${url}?${new URLSearchParams(parameters)}`;

/**
 * Figures from the JSON API of `usagekit serve`.
 *
 * @param url address of the API without a slash at its end, e.g. `api` for the page's own server
 */
export function httpSource(url: string): UsageDataSource {
  return {
    getAnalytics: (query) => answer(withParameters(`${url}/analytics`, queryParameters(query))),
    getSessions: (query) =>
      answer(
        withParameters(`${url}/sessions`, {
          ...queryParameters(query),
          ...(query.sortBy && { sort_by: query.sortBy }),
          ...(query.sortOrder && { sort_order: query.sortOrder }),
          ...(query.limit !== undefined && { limit: String(query.limit) }),
          ...(query.offset !== undefined && { offset: String(query.offset) }),
        }),
      ),
  };
}
