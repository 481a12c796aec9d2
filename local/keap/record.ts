/** The record of every request that came. */
import type { ReceivedRequest } from './http-message.ts';

/** A request as it came, readable, with everything secret masked. */
export interface RecordedRequest {
  readonly atMs: number;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  readonly what: string;
  /** 0 where the connection was cut. */
  readonly status: number;
  readonly body: string;
  readonly answer: string;
  /** Whether a token, a key or the client's secret was in the URL, which ends up in logs. */
  readonly hasSecretInUrl: boolean;
}

/** The requests so far, in the order in which they were answered. */
export interface RequestRecord {
  add(asked: ReceivedRequest, what: string, status: number, answer: string): void;
  all(): RecordedRequest[];
  /** How many of each kind, by `what`. */
  counts(): { [what: string]: number };
  forget(): void;
}

/** `secrets` are masked wherever they are, in clear or as a form writes them. */
export function requestRecord(secrets: readonly string[]): RequestRecord {
  let requests: RecordedRequest[] = [];
  const known = secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
  const masked = (text: string) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, '…'), text)
      .replace(/simulated-(access|refresh|code)-[0-9a-f]+/g, 'simulated-$1-…');
  return {
    add(asked, what, status, answer) {
      const { nowMs: atMs, host, method, path, query } = asked;
      const isForm = what.startsWith('token') || what.startsWith('consent');
      const body = masked(isForm ? withoutSecretValues(asked.body) : asked.body);
      const address = `${decodedOr(path)}?${[...query].flat().join(' ')}`;
      const hasSecretInUrl = query.has('access_token') || masked(address) !== address;
      requests.push({
        ...{ atMs, host, method, path: masked(path), query: masked(queryOf(asked)), what, status, body },
        ...{ answer: masked(answer), hasSecretInUrl },
      });
    },
    all: () => requests,
    counts() {
      const counts: { [what: string]: number } = {};
      for (const { what } of requests) counts[what] = (counts[what] ?? 0) + 1;
      return counts;
    },
    forget() {
      requests = [];
    },
  };
}

/** The path as it is where it is not well encoded. */
function decodedOr(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function queryOf({ query }: ReceivedRequest): string {
  const shown = new URLSearchParams(query);
  for (const name of ['access_token', 'code']) if (shown.has(name)) shown.set(name, '…');
  return shown.toString();
}

/** What an unknown client sends to these addresses may be somebody's secret as well. */
function withoutSecretValues(form: string): string {
  return form.replace(/(^|&)(client_secret|refresh_token|code)=[^&]*/g, '$1$2=…');
}
