import { fileURLToPath } from 'node:url';

import type { UsageDataSource } from '@usagekit/core';

import { openServer } from './openServer.ts';
import type { Resync } from './resyncAnswer.ts';
import { requestListener } from './requestListener.ts';
import { staticFiles } from './staticFiles.ts';

/**
 * A listening server with the built dashboard and the JSON API of a data source.
 *
 * @param port see `openServer`
 * @param resync what the page's button does
 */
export function dashboardServer(
  source: UsageDataSource,
  port: number | undefined,
  resync: Resync,
): Promise<{ url: string; close(): Promise<void> }> {
  // The bundler puts this file beside the `app` folder.
  const folder = fileURLToPath(new URL('./app/', import.meta.url));
  return openServer(requestListener(staticFiles(folder), source, resync), port);
}
