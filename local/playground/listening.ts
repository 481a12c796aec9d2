import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Has the server listen on this machine only; port 0 is a free one. Gives its origin. Rejects where the port is taken. */
export function listening(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
