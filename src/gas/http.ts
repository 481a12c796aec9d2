/** HTTP by `UrlFetchApp`: the only place where requests leave, and where secrets are put into them. */
import { missingPermissionIn, permissionMissing } from '../permission-texts.ts';
import type { Http, HttpRequest, HttpResult } from '../platform/http.ts';
import type { Secret } from '../secret.ts';

/** Sends each batch with one `fetchAll`. The names of reply headers are in lower case. */
export function gasHttp(): Http {
  return {
    send(requests) {
      if (requests.length === 0) return [];
      try {
        return UrlFetchApp.fetchAll(requests.map(toFetchRequest)).map(toHttpReply);
      } catch (error) {
        if (missingPermissionIn(error) !== undefined) throw permissionMissing('script.external_request');
        // One unreachable host loses the whole batch, and nothing shows which requests were served.
        const silence = silenceOf(error);
        return requests.map(() => silence);
      }
    },
  };
}

function toFetchRequest(request: HttpRequest): GoogleAppsScript.URL_Fetch.URLFetchRequest {
  const headers: Record<string, string> = {};
  let contentType: string | undefined;
  for (const [name, value] of Object.entries(request.headers)) {
    // UrlFetchApp takes the content type from its own option and ignores the header.
    if (name.toLowerCase() === 'content-type') contentType = revealText(value);
    else headers[name] = revealText(value);
  }
  return {
    url: request.url,
    method: request.method.toLowerCase() as GoogleAppsScript.URL_Fetch.HttpMethod,
    headers,
    muteHttpExceptions: true,
    followRedirects: false,
    ...(contentType === undefined ? {} : { contentType }),
    ...(request.body === undefined ? {} : { payload: revealText(request.body) }),
  };
}

function revealText(text: string | Secret): string {
  return typeof text === 'string' ? text : text.reveal();
}

function toHttpReply(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResult {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getHeaders()))
    headers[name.toLowerCase()] = String(value);
  return {
    kind: 'reply',
    status: response.getResponseCode(),
    headers,
    body: response.getContentText('UTF-8'),
  };
}

/**
 * Google's messages contain the URL, which may contain a token, so only the kind of failure is passed on. They are in the
 * user's language, so the kind is decided by what Google does not translate: a limit names the service `urlfetch` and no
 * address; the one on calls in a short time also names the method that helps, and the one of the day nothing else.
 */
function silenceOf(error: unknown): HttpResult {
  const message = error instanceof Error ? error.message : '';
  const isLimit = /\burlfetch\b/.test(message) && !/:\/\//.test(message);
  if (isLimit && message.includes('Utilities.sleep')) {
    return { kind: 'silence', reason: 'Google allows no more requests for a moment', isUnsent: true };
  }
  if (isLimit) {
    const reason = "Google's daily quota of requests is used up";
    return { kind: 'silence', reason, isUnsent: true, isQuotaSpent: true };
  }
  if (/timeout|timed out/i.test(message)) return { kind: 'silence', reason: 'time-out' };
  if (/DNS/i.test(message)) return { kind: 'silence', reason: 'the host was not found' };
  return { kind: 'silence', reason: 'no connection' };
}
