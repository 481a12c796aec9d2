/** Starts and stops the playground's HTTP servers. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on this machine only; port 0 picks a free one. Gives the origin. Rejects if the port is in use. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Ends all connections at once; also works for a server that never listened. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
