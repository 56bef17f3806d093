import type { IncomingHttpHeaders } from 'node:http';

import type { UsageDataSource } from '@usagekit/core';

import { isWrongUse } from '../isWrongUse.ts';
import { analyticsQuery } from './analyticsQuery.ts';
import { ApiError } from './ApiError.ts';
import { type Resync, resyncAnswer } from './resyncAnswer.ts';
import { sessionQuery } from './sessionQuery.ts';

function failed(error: unknown): { status: number; body: unknown } {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
  const status = error instanceof ApiError ? error.status : isWrongUse(code) ? 400 : 500;
  return { status, body: { error: { code, message } } };
}

const SYNC = '/api/sync';

/** Methods that an address of the API is for. */
export function apiMethods(pathname: string): readonly string[] {
  return pathname === SYNC ? ['POST'] : ['GET', 'HEAD'];
}

/** A request to the JSON API, whose method is one of {@link apiMethods}. */
export interface ApiRequest {
  url: URL;
  headers: IncomingHttpHeaders;
}

/**
 * The answer of the JSON API: figures, or what a sync found, with status 200, or `{ error: { code, message } }` with 400, 403, 404 or 500.
 */
export async function apiAnswer(
  { url, headers }: ApiRequest,
  source: UsageDataSource,
  resync: Resync,
): Promise<{ status: number; body: unknown }> {
  try {
    if (url.pathname === '/api/analytics') {
      return { status: 200, body: await source.getAnalytics(analyticsQuery(url.searchParams)) };
    }
    if (url.pathname === '/api/sessions') {
      return { status: 200, body: await source.getSessions(sessionQuery(url.searchParams)) };
    }
    if (url.pathname === SYNC) return { status: 200, body: await resyncAnswer(headers, resync) };
    throw new ApiError(404, 'not_found', `there is no ${url.pathname}: use /api/analytics or /api/sessions`);
  } catch (error) {
    return failed(error);
  }
}
