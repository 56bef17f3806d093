import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { UsageDataSource } from '@usagekit/core';

import { apiAnswer, apiMethods } from './apiAnswer.ts';
import type { Resync } from './resyncAnswer.ts';
import { SECURITY_HEADERS } from './SECURITY_HEADERS.ts';
import type { StaticFile } from './staticFiles.ts';

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether the request was addressed to this computer by name: a page that rebinds its own name to 127.0.0.1 is not. */
function isLocal(host: string | undefined): boolean {
  return LOCAL_HOSTS.has((host ?? '').replace(/:\d+$/, '').toLowerCase());
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer, cache = 'no-store'): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': cache,
  });
  response.end(body);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

const refusal = (code: string, message: string): unknown => ({ error: { code, message } });

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, StaticFile>,
  source: UsageDataSource,
  resync: Resync,
): Promise<void> {
  if (!isLocal(request.headers.host)) {
    return sendJson(response, 403, refusal('forbidden_host', 'this server answers on 127.0.0.1 and localhost only'));
  }
  const base = 'http://127.0.0.1';
  const url = URL.canParse(request.url ?? '', base) ? new URL(request.url ?? '', base) : undefined;
  if (!url) return sendJson(response, 400, refusal('invalid_argument', 'the URL cannot be read'));
  const methods = apiMethods(url.pathname);
  if (!methods.includes(request.method ?? '')) {
    response.setHeader('allow', methods.join(', '));
    return sendJson(response, 405, refusal('method_not_allowed', `only ${methods.join(' and ')} is allowed`));
  }
  if (url.pathname.startsWith('/api/')) {
    const { status, body } = await apiAnswer({ url, headers: request.headers }, source, resync);
    return sendJson(response, status, body);
  }
  const file = files.get(url.pathname);
  if (!file) return sendJson(response, 404, refusal('not_found', `there is no ${url.pathname}`));
  send(response, 200, file.type, file.body, file.hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}

/** Answers the requests of one dashboard: its files and its JSON API, to this computer only. Nothing is read of a request's body. */
export function requestListener(
  files: ReadonlyMap<string, StaticFile>,
  source: UsageDataSource,
  resync: Resync,
): RequestListener {
  return (request, response) => {
    void answer(request, response, files, source, resync).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, refusal('internal', String(error)));
      response.destroy();
    });
  };
}
