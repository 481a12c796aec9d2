/** Requests to the outside. No token and no data goes with them. */
import type { Json } from '../../question.ts';
import { byName, givenBy, redacted, thrownBy } from './answers.ts';
import type { Probe } from './probe.ts';

/** Answers 401 to whoever has no token. */
export const keapAddress = 'https://api.infusionsoft.com/crm/rest/v2/contacts';
/** A name that RFC 6761 keeps from ever existing. */
export const deadAddress = 'https://no-such-host.invalid/';
/** Redirects to www.google.com. */
export const redirectAddress = 'https://google.com/';

const fetching = ['local/appsscript/services/url-fetch.ts', 'src/gas/http.ts'];
const sending = ['local/appsscript/fetch-http.ts', 'src/gas/http.ts'];
const reading = ['local/appsscript/fetch-request.ts', 'src/gas/http.ts'];

const quietly = { muteHttpExceptions: true } as const;

export const outsideProbes: readonly Probe[] = [
  {
    id: 'fetch/dead-host',
    question: 'With which words does fetch fail for a host that does not exist?',
    reliesOn: [...sending, 'local/appsscript/google-texts.ts'],
    promises: ['T4', 'R8'],
    assumed: 'Exception: DNS error: https://no-such-host.invalid/',
    ask: () => thrownBy(() => UrlFetchApp.fetch(deadAddress, quietly)),
  },
  {
    id: 'fetch/batch-with-a-dead-host',
    question: 'Does one host that does not exist throw the answers of a whole fetchAll away?',
    reliesOn: fetching,
    promises: ['R1', 'R8'],
    assumed: { exception: 'Exception: DNS error: https://no-such-host.invalid/' },
    ask: () =>
      givenBy(() =>
        UrlFetchApp.fetchAll([
          { url: keapAddress, ...quietly },
          { url: deadAddress, ...quietly },
        ]).map((response) => response.getResponseCode()),
      ),
  },
  {
    id: 'fetch/empty-batch',
    question: 'Does fetchAll take an empty list?',
    reliesOn: fetching,
    promises: ['R8'],
    assumed: 0,
    ask: () => givenBy(() => UrlFetchApp.fetchAll([]).length),
  },
  {
    id: 'fetch/order-of-a-batch',
    question: 'Do the answers of fetchAll come in the order of the requests?',
    reliesOn: fetching,
    promises: ['R1'],
    assumed: [301, 401, 301],
    ask: () =>
      UrlFetchApp.fetchAll([
        { url: redirectAddress, followRedirects: false, ...quietly },
        { url: keapAddress, ...quietly },
        { url: redirectAddress, followRedirects: false, ...quietly },
      ]).map((response) => response.getResponseCode()),
  },
  {
    id: 'fetch/wide-batch',
    question: 'Does fetchAll take thirty requests at once?',
    reliesOn: [...fetching, 'src/keap/http/rate-limiter.ts'],
    promises: ['R3'],
    assumed: 30,
    ask: () =>
      UrlFetchApp.fetchAll(
        Array.from({ length: 30 }, () => ({ url: redirectAddress, followRedirects: false, ...quietly })),
      ).filter((response) => response.getResponseCode() === 301).length,
  },
  {
    id: 'fetch/error-status',
    question: 'With which words does fetch throw for an answer of 401 that is not muted?',
    reliesOn: fetching,
    promises: ['T4', 'T7'],
    assumed:
      'Exception: Request failed for https://api.infusionsoft.com returned code 401. Truncated server response: … (use muteHttpExceptions option to examine full response)',
    ask: () =>
      thrownBy(() => UrlFetchApp.fetch(keapAddress))
        // What the server says is Keap's, and not the question.
        .replace(/(Truncated server response: ).*( \(use muteHttpExceptions)/s, '$1…$2'),
  },
  {
    id: 'fetch/redirects',
    question: 'Does followRedirects: false give the redirect itself, and is it followed otherwise?',
    reliesOn: sending,
    promises: ['T4'],
    assumed: { followed: 200, header: ['Location'], status: 301 },
    ask() {
      const kept = UrlFetchApp.fetch(redirectAddress, { followRedirects: false, ...quietly });
      const names = Object.keys(kept.getAllHeaders()).filter((name) => name.toLowerCase() === 'location');
      const followed = UrlFetchApp.fetch(redirectAddress, quietly).getResponseCode();
      return { status: kept.getResponseCode(), header: names, followed };
    },
  },
  {
    id: 'fetch/header-names',
    question: 'In which case do the names of headers come, from getHeaders and from getAllHeaders?',
    reliesOn: sending,
    promises: ['R8'],
    assumed: { getAllHeaders: ['Content-Type', 'Date'], getHeaders: ['Content-Type', 'Date'] },
    ask() {
      const response = UrlFetchApp.fetch(keapAddress, quietly);
      const named = (headers: object) =>
        Object.keys(headers)
          .filter((name) => /^(content-type|date)$/i.test(name))
          .sort();
      return { getHeaders: named(response.getHeaders()), getAllHeaders: named(response.getAllHeaders()) };
    },
  },
  {
    id: 'fetch/wrong-requests',
    question: 'With which words are wrong addresses, methods and headers refused?',
    reliesOn: reading,
    promises: ['R8', 'T7'],
    assumed: {
      'empty address': 'Exception: Attribute provided with no value: url',
      'header Host': 'Exception: Attribute provided with invalid value: Header:Host',
      'header with a line end': 'Exception: Attribute provided with invalid value: Header:X-Probe',
      'no address': 'Exception: Invalid argument: not an address',
      'space in the address':
        'Exception: Invalid argument: https://api.infusionsoft.com/crm/rest/v2/contacts?a=b c',
      'too long address': 'Exception: Limit Exceeded: URLFetch URL Length.',
      'unknown method': 'Exception: Attribute provided with invalid value: method',
    },
    ask() {
      const options = (given: unknown) => ({ ...quietly, ...(given as object) });
      const refused = (url: string, given: unknown = {}): Json =>
        redacted(thrownBy(() => UrlFetchApp.fetch(url, options(given))));
      return byName([
        ['empty address', refused('')],
        ['no address', refused('not an address')],
        ['space in the address', refused(`${keapAddress}?a=b c`)],
        ['unknown method', refused(keapAddress, { method: 'fetch' })],
        ['header with a line end', refused(keapAddress, { headers: { 'X-Probe': 'a\nb' } })],
        ['header Host', refused(keapAddress, { headers: { Host: 'example.com' } })],
        ['too long address', refused(`${keapAddress}?${'a'.repeat(2100)}`)],
      ]);
    },
  },
  {
    id: 'fetch/outside-the-allowlist',
    question: 'With which words is an address refused that urlFetchWhitelist of the manifest does not name?',
    reliesOn: reading,
    promises: ['T7'],
    assumed:
      'Exception: The URL https://example.com/ is not allowed by the urlFetchWhitelist of the manifest.',
    ask: () => thrownBy(() => UrlFetchApp.fetch('https://example.com/', quietly)),
  },
  {
    id: 'fetch/request-as-sent',
    question: 'What does getRequest make of a PATCH with JSON, without sending it?',
    reliesOn: reading,
    promises: ['R1'],
    assumed: {
      keys: ['contentType', 'followRedirects', 'headers', 'method', 'muteHttpExceptions', 'payload', 'url'],
      method: 'patch',
      payload: '{"a":"é"}',
    },
    ask() {
      const request = UrlFetchApp.getRequest(keapAddress, {
        method: 'patch',
        contentType: 'application/json',
        payload: '{"a":"é"}',
        headers: { 'X-Probe': 'a' },
      });
      return {
        keys: Object.keys(request).sort(),
        method: String(request.method),
        payload: String(request.payload),
      };
    },
  },
];
