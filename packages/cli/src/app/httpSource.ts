import type { UsageDataSource } from '@usagekit/core';

import { queryParameters } from './queryParameters.ts';

async function answer<T>(url: string, parameters: Record<string, string>): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`${url}?${new URLSearchParams(parameters)}`);
  } catch (error) {
    throw new Error('The usage server does not answer. Is it still running?', { cause: error });
  }
  const body = (await response.json().catch(() => undefined)) as T | { error?: { message?: string } } | undefined;
  if (response.ok && body !== undefined) return body as T;
  const message = body && typeof body === 'object' && 'error' in body ? body.error?.message : undefined;
  throw new Error(message ?? `The usage server answered with status ${response.status}.`);
}

/**
 * Figures from the JSON API of `usagekit serve`.
 *
 * @param url address of the API without a slash at its end, e.g. `api` for the page's own server
 */
export function httpSource(url: string): UsageDataSource {
  return {
    getAnalytics: (query) => answer(`${url}/analytics`, queryParameters(query)),
    getSessions: (query) =>
      answer(`${url}/sessions`, {
        ...queryParameters(query),
        ...(query.sortBy && { sort_by: query.sortBy }),
        ...(query.sortOrder && { sort_order: query.sortOrder }),
        ...(query.limit !== undefined && { limit: String(query.limit) }),
        ...(query.offset !== undefined && { offset: String(query.offset) }),
      }),
  };
}
