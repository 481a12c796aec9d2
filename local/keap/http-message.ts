/** Requests and answers of HTTP as the simulated Keap's parts hand them on. */
import { undecodable } from './undecodable.ts';

/** A request as it came. Header names are in lower case. */
export interface ReceivedRequest {
  readonly nowMs: number;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of the line with method, path and query, as it came. */
  readonly lineBytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, and what the request was, for the record. */
export interface SentResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For instance `xmlrpc ContactService.update` or `token refresh`. */
  readonly what: string;
}

/** Without a value, the answer has no body. */
export function jsonAnswer(
  status: number,
  value: unknown,
  what: string,
  headers: Readonly<Record<string, string>> = {},
): SentResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=UTF-8', ...headers },
    body: value === undefined ? '' : JSON.stringify(value).replaceAll(undecodable, '"'),
    what,
  };
}

export function htmlAnswer(status: number, html: string, what: string): SentResponse {
  return { status, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: html, what };
}

export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
