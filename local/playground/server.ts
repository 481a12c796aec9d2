/** The playground's server on this machine. */
import { createServer } from 'node:http';
import { commandHandlers } from './command-handlers.ts';
import { closeServer, listen } from './http-server.ts';
import { type KeapProxy, keapProxy } from './keap-proxy.ts';
import { pageFiles } from './page-files.ts';
import { type Playground, playground } from './playground.ts';
import { requestCheck } from './request-check.ts';
import { type RoutesOptions, sendError, serve } from './routes.ts';
import type { OpenedSheet } from './sheet-files.ts';
import { streams } from './streams.ts';

export interface ServerOptions {
  readonly projectDir: string;
  readonly sheet: OpenedSheet;
  /** 0 picks a free one. */
  readonly port: number;
  readonly startMs: number;
}

export interface PlaygroundServer {
  /** With the token after `#`, without which the page can do nothing. */
  readonly url: string;
  readonly play: Playground;
  /** Loads the built project and the page's files again, and has the open pages reload. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** Serves the playground on this machine until it is closed. If the port is in use, rejects and leaves nothing behind. */
export async function startServer(options: ServerOptions): Promise<PlaygroundServer> {
  const theStreams = streams();
  let proxy: KeapProxy | undefined;
  let port = 0;
  const check = requestCheck(() => port);
  const play = await playground({
    ...options,
    keapOrigin: () => proxy?.origin ?? '',
    send: theStreams.send,
  });
  const server = createServer();
  const close = async () => {
    await closeServer(server);
    await proxy?.close();
    await play.stop();
  };
  try {
    proxy = await keapProxy(play.world);
    const routes: RoutesOptions = {
      play,
      streams: theStreams,
      check,
      files: await pageFiles(),
      handlers: commandHandlers(play),
    };
    server.on('request', (request, response) => {
      serve(routes, request, response).catch((error: unknown) => sendError(response, error));
    });
    const origin = await listen(server, options.port);
    port = Number(new URL(origin).port);
    const refresh = async () => {
      routes.files = await pageFiles();
      await play.push();
      theStreams.reload();
    };
    return { url: `${origin}/#${check.token}`, play, refresh, close };
  } catch (error) {
    await close();
    throw error;
  }
}
