import { connect, createServer, type Server, type Socket } from 'node:net';

/** A network path to a server that can be cut and mended. */
export interface SeverableProxy {
  /** The server's URL by way of this path. */
  url: string;
  /** Takes connections from now on. */
  mend(): Promise<void>;
  /** Cuts every connection in the middle of whatever it does, and takes no more. */
  cut(): Promise<void>;
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve());
  });

/** A path to the server of a URL; it is cut at first. */
export async function severableProxy(of: string): Promise<SeverableProxy> {
  const url = new URL(of);
  const [host, toPort] = [url.hostname, Number(url.port || 5432)];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(toPort, host);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  const cut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  // A port that is free, and stays so: nobody else is given it at once.
  await listening(server, 0);
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await cut();
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return { url: url.href, mend: () => listening(server, port), cut };
}
