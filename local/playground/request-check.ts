/** Keeps other pages and other machines out of the playground. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Rejects every other page of the visitor's browser: a host name rebound to this machine fails by its Host header, a form
 * or a script elsewhere by its Origin, and anything that passes both does not know the token.
 */
export interface RequestCheck {
  /** Part of the page's address after the `#`, which browsers never send. */
  readonly token: string;
  /** Why the Host header is rejected, as a sentence; undefined if it is accepted. */
  hostRefusal(request: IncomingMessage): string | undefined;
  /** The same for requests that read or change anything: they must come from our page and have the token. */
  refusal(request: IncomingMessage): string | undefined;
}

/** `port` is a function because the port is known only once the server listens. */
export function requestCheck(port: () => number): RequestCheck {
  const token = randomBytes(32).toString('base64url');
  const hosts = () => [`127.0.0.1:${port()}`, `localhost:${port()}`];
  const hostRefusal = ({ headers }: IncomingMessage) =>
    hosts().includes(headers.host ?? '') ? undefined : 'The playground is available on this machine only.';
  return {
    token,
    hostRefusal,
    refusal(request) {
      const { host, origin, 'x-playground-token': given } = request.headers;
      const isOurs = origin === `http://${host}` || (origin === undefined && request.method === 'GET');
      if (hostRefusal(request) !== undefined) return hostRefusal(request);
      if (!isOurs) return 'Other pages cannot control the playground.';
      if (isSame(String(given ?? ''), token)) return undefined;
      return 'Open the playground at the full address that npm start printed; it ends with a token.';
    },
  };
}

function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
