import { createServer, type Server } from 'node:http';
import { commandHandlers } from './command-handlers.ts';
import { type KeapProxy, keapProxy } from './keap-proxy.ts';
import { listening } from './listening.ts';
import { pageFiles } from './page-files.ts';
import { type Playground, playground } from './playground.ts';
import { requestCheck } from './request-check.ts';
import { type RoutesOptions, refuse, serve } from './routes.ts';
import type { OpenedSheet } from './sheet-files.ts';
import { streams } from './streams.ts';

export interface ServerOptions {
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  /** 0 is a free one. */
  readonly port: number;
  readonly startMs: number;
}

export interface PlaygroundServer {
  /** With the key behind `#`, without which the page can do nothing. */
  readonly url: string;
  readonly play: Playground;
  /** Takes the built project and the page's own files as they are now, and has the open pages load themselves again. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the playground on this machine until it is closed. Rejects where the port is taken, and leaves nothing behind. */
export async function startServer(options: ServerOptions): Promise<PlaygroundServer> {
  const open = streams();
  let door: KeapProxy | undefined;
  let port = 0;
  const theGuard = requestCheck(() => port);
  const play = await playground({
    ...options,
    door: () => door?.origin ?? '',
    tell: open.send,
  });
  const server = createServer();
  const close = async () => {
    await closed(server);
    await door?.close();
    await play.stop();
  };
  try {
    door = await keapProxy(play.world);
    const parts: RoutesOptions = {
      play,
      open,
      guard: theGuard,
      files: await pageFiles(),
      deeds: commandHandlers(play),
    };
    server.on('request', (request, response) => {
      serve(parts, request, response).catch((error: unknown) => refuse(response, error));
    });
    const origin = await listening(server, options.port);
    port = Number(new URL(origin).port);
    const refresh = async () => {
      parts.files = await pageFiles();
      await play.push();
      open.reload();
    };
    return { url: `${origin}/#${theGuard.token}`, play, refresh, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** At once, whoever is still connected, and also where it has never listened. */
function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
