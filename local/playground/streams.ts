/** Sends changes to the open pages as server-sent events. */
import type { ServerResponse } from 'node:http';
import type { Change } from './protocol.ts';

export interface Streams {
  /** `window` is the id that the page has chosen for itself. */
  open(response: ServerResponse, window: string, first: Change): void;
  /** To all pages, or to one of them. */
  send(change: Change, window?: string): void;
  /** Makes every page reload. */
  reload(): void;
  count(): number;
}

export function streams(): Streams {
  const pages = new Map<ServerResponse, string>();
  const write = (response: ServerResponse, event: string, value: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  return {
    open(response, window, first) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
      write(response, 'change', first);
      pages.set(response, window);
      response.once('close', () => pages.delete(response));
    },
    send(change, window) {
      for (const [response, name] of pages) {
        if (window === undefined || window === name) write(response, 'change', change);
      }
    },
    reload() {
      for (const response of pages.keys()) write(response, 'reload', null);
    },
    count: () => pages.size,
  };
}
