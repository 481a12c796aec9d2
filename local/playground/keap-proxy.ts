/** Brings the simulated Keap's consent pages to a real browser. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { defaultClient } from '../keap/keap.ts';
import { closeServer, listen } from './http-server.ts';
import type { PlayWorld } from './play-world.ts';

/**
 * Serves Keap's pages, and the address that Keap redirects back to, to a real browser. They have their own port, so that
 * they don't share the playground's origin. Requests need their own consent form or state token.
 */
export interface KeapProxy {
  readonly origin: string;
  close(): Promise<void>;
}

const consentHost = 'accounts.infusionsoft.com';
const pagePolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

export async function keapProxy(world: () => PlayWorld): Promise<KeapProxy> {
  const server = createServer((asked, response) => {
    answer(world(), asked, response).catch(() =>
      plain(response, 502, 'The simulated Keap is not responding.'),
    );
  });
  const origin = await listen(server, 0);
  const isOurs = ({ headers }: IncomingMessage) => `http://${headers.host}` === origin;
  server.prependListener('request', (asked, response) => {
    if (!isOurs(asked)) plain(response, 403, 'The playground is available on this machine only.');
  });
  return {
    origin,
    close: () => closeServer(server),
  };
}

async function answer(world: PlayWorld, asked: IncomingMessage, response: ServerResponse): Promise<void> {
  if (response.writableEnded) return;
  const { pathname, search } = new URL(asked.url ?? '/', 'http://keap.invalid');
  if (pathname === '/keys') page(response, 200, keysPage);
  else if (pathname.startsWith('/macros/')) {
    const address = `https://script.google.com${pathname}${search}`;
    const { status, html } = await world.lock.runShared(() => world.google.visit(address));
    page(response, status, html);
  } else forward(world, asked, response);
}

/** Sends the request on under Keap's host name; redirects from Keap to Google come back to this server. */
function forward({ keap, google }: PlayWorld, asked: IncomingMessage, response: ServerResponse): void {
  const headers = {
    Host: consentHost,
    'Content-Type': asked.headers['content-type'] ?? 'text/plain',
    'x-simulated-time': String(google.clock.nowMs()),
  };
  const sent = request(`${keap.origin}${asked.url ?? '/'}`, { method: asked.method, headers }, (came) => {
    const location = came.headers.location?.replace('https://script.google.com/', '/');
    const type = came.headers['content-type'];
    response.writeHead(came.statusCode ?? 502, {
      'Content-Security-Policy': pagePolicy,
      'Referrer-Policy': 'no-referrer',
      ...(type === undefined ? {} : { 'Content-Type': type }),
      ...(location === undefined ? {} : { Location: location }),
    });
    came.pipe(response);
  });
  sent.on('error', () => plain(response, 502, 'The simulated Keap is not responding.'));
  asked.pipe(sent);
}

function page(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html;charset=UTF-8',
    'Content-Security-Policy': pagePolicy,
    'Referrer-Policy': 'no-referrer',
  });
  response.end(html);
}

function plain(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'Content-Type': 'text/plain;charset=UTF-8' }).end(text);
}

const keysPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Simulated keys</title>
<style>body{font:16px/1.6 Roboto,Arial,sans-serif;max-width:34em;margin:12vh auto;padding:0 20px;color:#202124}
code{font-size:16px;background:#f1f3f4;padding:2px 6px;border-radius:4px;user-select:all}</style></head><body>
<h1>Your simulated Keap app</h1>
<p>In reality, you would create an app at keys.developer.keap.com and enter the redirect URI from the sidebar.
Here, an app is already set up:</p>
<p>Client id<br><code>${defaultClient.id}</code></p><p>Client secret<br><code>${defaultClient.secret}</code></p>
<p>Copy both into the sidebar, then close this tab.</p></body></html>`;
