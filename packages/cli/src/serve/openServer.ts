import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { CommandError } from '../args/CommandError.ts';

const DEFAULT_PORT = 4777;
/** How many ports from the default on are tried before giving up. */
const TRIES = 50;

function listening(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}

/**
 * A server on 127.0.0.1 that is listening.
 *
 * @param port the one wanted, 0 = any; when absent 4777 or the next free one
 * @throws CommandError when the wanted port, or every port tried, is taken
 */
export async function openServer(
  listener: RequestListener,
  port: number | undefined,
): Promise<{ url: string; close(): Promise<void> }> {
  const ports = port === undefined ? Array.from({ length: TRIES }, (_, i) => DEFAULT_PORT + i) : [port];
  const server = createServer(listener);
  for (const candidate of ports) {
    if (!(await listening(server, candidate))) continue;
    const { port: actual } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${actual}/`,
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          // A browser keeps its connection open; waiting for it would keep the program from ending.
          server.closeAllConnections();
        }),
    };
  }
  throw new CommandError(
    1,
    port === undefined
      ? `ports ${DEFAULT_PORT} to ${DEFAULT_PORT + TRIES - 1} are all taken: choose one with --port`
      : `port ${port} is taken or not allowed: choose another one, or leave --port out`,
  );
}
