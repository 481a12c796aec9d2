import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Keeps every other page of the visitor's browser out: a name that was rebound to this machine fails by its Host, a form
 * or a script elsewhere by its Origin, and whoever passes both does not know the token.
 */
export interface RequestCheck {
  /** Goes into the address of the page, behind the `#`, which browsers send nowhere. */
  readonly token: string;
  /** Why this request is none of ours, as a sentence; undefined where it is. */
  strangeHost(request: IncomingMessage): string | undefined;
  /** The same for what reads or changes anything: it must come from our page and bear the token. */
  refusal(request: IncomingMessage): string | undefined;
}

/** `port` is told late, for it is known only once the server listens. */
export function requestCheck(port: () => number): RequestCheck {
  const token = randomBytes(32).toString('base64url');
  const hosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const strangeHost = ({ headers }: IncomingMessage) =>
    hosts().includes(headers.host ?? '') ? undefined : 'The playground answers on this machine only.';
  return {
    token,
    strangeHost,
    refusal(request) {
      const { host, origin, 'x-playground-token': given } = request.headers;
      const isOurs = origin === `http://${host}` || (origin === undefined && request.method === 'GET');
      if (strangeHost(request) !== undefined) return strangeHost(request);
      if (!isOurs) return 'Another page may not drive the playground.';
      if (isSame(String(given ?? ''), token)) return undefined;
      return 'Open the playground by the address that npm start has printed: it ends with a key.';
    },
  };
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
