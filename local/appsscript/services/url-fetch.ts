/** `UrlFetchApp`: requests to the outside, one by one or together (Class UrlFetchApp). */
import { type FetchAnswer, fetched, headerOf, LateAnswer } from '../fetch-http.ts';
import { type FetchRequest, fetchRequest } from '../fetch-request.ts';
import { usualFetchMs } from '../google-limits.ts';
import { requireFull, requireScope } from '../permissions.ts';
import { spend } from '../quotas.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { ResponseData } from '../service-references.ts';
import type { Context } from '../world.ts';

/** `UrlFetchApp`: one request, or a batch that goes out together and is answered in its order. */
export function urlFetchApp(context: Context): ServiceObject {
  const requirePermission = (method: string) => {
    requireFull(context, method, 'script.external_request');
    requireScope(context, method, 'script.external_request');
  };
  return serviceObject('UrlFetchApp', {
    async fetch(url, options) {
      requirePermission('UrlFetchApp.fetch');
      const is = signature('UrlFetchApp.fetch', options === undefined ? [url] : [url, options]);
      const more = options === undefined ? {} : is.record(options);
      const [response] = await fetchTogether(context, [
        fetchRequest(context, { ...more, url: is.text(url) }),
      ]);
      return response;
    },
    async fetchAll(requests) {
      requirePermission('UrlFetchApp.fetchAll');
      const is = signature('UrlFetchApp.fetchAll', [requests]);
      if (!Array.isArray(requests)) return is.refuse();
      const asked = requests.map((one: unknown) =>
        fetchRequest(context, typeof one === 'string' ? { url: one } : is.record(one)),
      );
      return await fetchTogether(context, asked);
    },
    getRequest(url, options) {
      const is = signature('UrlFetchApp.getRequest', options === undefined ? [url] : [url, options]);
      const more = options === undefined ? {} : is.record(options);
      const asked = fetchRequest(context, { ...more, url: is.text(url) });
      const { headers, isMute, followsRedirects, body } = asked;
      return {
        ...{ url: asked.url.href, method: asked.method.toLowerCase(), headers },
        ...{ contentType: headers['Content-Type'], payload: body?.toString('utf8') },
        ...{ muteHttpExceptions: isMute, followRedirects: followsRedirects },
      };
    },
  });
}

/**
 * Takes as long as the slowest. One that stays silent, or fails aloud, throws away the answers of all.
 * probe: fetch/batch-with-a-dead-host
 */
async function fetchTogether(context: Context, asked: readonly FetchRequest[]): Promise<ResponseData[]> {
  const { world } = context;
  spend(context, 'urlfetch', asked.length, world.limits.fetchesPerDay);
  const answers = await Promise.allSettled(asked.map((one) => fetched(context, one)));
  if (world.clock.isVirtual) world.clock.moveTo(world.clock.nowMs() + Math.max(0, ...answers.map(tookMs)));
  return answers.map((answer, index) => {
    if (answer.status === 'rejected') throw answer.reason;
    refuseFailure(asked[index], answer.value);
    return responseData(answer.value);
  });
}

function tookMs(answer: PromiseSettledResult<FetchAnswer>): number {
  if (answer.status === 'fulfilled') return answer.value.tookMs;
  return answer.reason instanceof LateAnswer ? answer.reason.tookMs : usualFetchMs;
}

function refuseFailure(asked: FetchRequest | undefined, { status, body }: FetchAnswer): void {
  if (asked === undefined || asked.isMute || status < 400) return;
  const start = body.toString('utf8').slice(0, 200);
  throw new ScriptException(
    `Request failed for ${asked.url.origin} returned code ${status}. Truncated server response: ${start} (use muteHttpExceptions option to examine full response)`,
  );
}

function responseData({ status, headers: allHeaders, body }: FetchAnswer): ResponseData {
  const entries = Object.entries(allHeaders).map(([name, value]) => [name, [value].flat().at(-1) ?? '']);
  const headers = Object.fromEntries(entries);
  const text = textOf(body, allHeaders);
  return new ResponseData({ status, headers, allHeaders, text, bytes: body.toString('base64') });
}

/** In the charset that the content type names, else in UTF-8 (HTTPResponse.getContentText). */
function textOf(body: Buffer, headers: FetchAnswer['headers']): string {
  const charset = /charset="?([\w-]+)/i.exec(headerOf(headers, 'content-type') ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(body);
  } catch {
    return body.toString('utf8');
  }
}
