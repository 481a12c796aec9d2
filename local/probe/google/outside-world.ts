/** The servers that the script fetches from, as far as its questions need them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { unauthorizedBody } from '../../keap/unauthorized.ts';

export interface OutsideWorld {
  /** For the hosts table of the emulator. */
  readonly hosts: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Keap for callers without a token, and Google's redirect to `www`. */
export async function outsideWorld(): Promise<OutsideWorld> {
  const server = createServer((request, response) => {
    switch (request.headers.host) {
      case 'google.com':
        response.writeHead(301, {
          Location: 'https://www.google.com/',
          Date: 'Mon, 23 Nov 2026 08:00:00 GMT',
        });
        return void response.end();
      case 'www.google.com':
        return void response.end('ok');
      default:
        response.writeHead(401, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(unauthorizedBody('no-token')));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    hosts: { 'api.infusionsoft.com': origin, 'google.com': origin, 'www.google.com': origin },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
