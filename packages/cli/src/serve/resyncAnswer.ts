import type { IncomingHttpHeaders } from 'node:http';

import type { ImportSummary } from '@usagekit/core/sources';

import { ApiError } from './ApiError.ts';

/** Reads everything again; see `sync({ full: true })`. */
export type Resync = () => Promise<ImportSummary>;

/** What a resync found, as the page is told. */
export type ResyncAnswer = Pick<
  ImportSummary,
  'filesTotal' | 'sessions' | 'requests' | 'toolCalls' | 'skippedCount' | 'durationMs'
>;

/**
 * Whether a page of this very server sent the request. Browsers name the origin of every POST, and no page can name another: a form or a script elsewhere cannot start
 * the work.
 */
function isSameOrigin({ host, origin, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  return host !== undefined && origin === `http://${host}` && (site === undefined || site === 'same-origin');
}

/**
 * The answer to `POST /api/sync`, once everything was read again.
 *
 * @throws ApiError 403 when it does not come from the page of this server
 */
export async function resyncAnswer(headers: IncomingHttpHeaders, resync: Resync): Promise<ResyncAnswer> {
  if (!isSameOrigin(headers)) {
    throw new ApiError(403, 'forbidden_origin', 'only the page of this server may start a sync');
  }
  const { filesTotal, sessions, requests, toolCalls, skippedCount, durationMs } = await resync();
  return { filesTotal, sessions, requests, toolCalls, skippedCount, durationMs };
}
