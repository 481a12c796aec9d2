/** Requests to the outside, and what `UrlFetchApp` refuses. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isBelow } from '../../../local/appsscript/fetch-request.ts';
import { exceptionOf, givenScript, resultIn, resultOf, startMs } from './given-script.ts';

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

async function givenServer(answer: (seen: Seen, response: ServerResponse) => void) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString('utf8');
    });
    request.on('end', () => {
      const one = { method: request.method, url: request.url, headers: request.headers, body };
      seen.push(one);
      answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, hosts: { 'api.example.com': origin, '*.many.example': origin } };
}

const echo = (seen: Seen, response: ServerResponse) => response.end(JSON.stringify(seen));

describe('UrlFetchApp', () => {
  it('sends the request to the server that the hosts table names, with the original host name', async () => {
    const { seen, hosts } = await givenServer(echo);
    await resultOf(
      `UrlFetchApp.fetch('https://api.example.com/a?b=%20c', {
        method: 'post', payload: 'grüße', contentType: 'text/xml', headers: { Authorization: 'Bearer x', 'Content-Type': 'lost' } })`,
      { hosts },
    );
    expect(seen).toMatchObject([
      {
        method: 'POST',
        url: '/a?b=%20c',
        body: 'grüße',
        headers: { authorization: 'Bearer x', 'content-type': 'text/xml' },
      },
    ]);
    expect(seen[0]?.headers.host).toBe('api.example.com');
    expect(Number(seen[0]?.headers['x-simulated-time'])).toBeGreaterThanOrEqual(startMs);
    expect(seen[0]?.headers['user-agent']).toContain('Google-Apps-Script');
  });

  it('sends objects, and text without a type, as a form (UrlFetchApp.fetch, "Advanced parameters")', async () => {
    const { seen, hosts } = await givenServer(echo);
    await resultOf(
      `const url = 'https://api.example.com/';
       UrlFetchApp.fetch(url, { method: 'post', payload: { a: 'x y', b: 1 } });
       UrlFetchApp.fetch(url, { method: 'post', payload: 'raw' });
       UrlFetchApp.fetch(url, { method: 'put', payload: '{}', headers: { 'content-type': 'application/json' } });`,
      { hosts },
    );
    expect(seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['a=x+y&b=1', 'application/x-www-form-urlencoded'],
      ['raw', 'application/x-www-form-urlencoded'],
      ['{}', 'application/json'],
    ]);
  });

  it('gives the code, text, bytes, and headers in the case in which they were sent (Class HTTPResponse)', async () => {
    const { hosts } = await givenServer((_seen, response) => {
      response.writeHead(201, {
        'X-Case': 'kept',
        'Set-Cookie': ['a=1', 'b=2'],
        'x-simulated-duration-ms': '900',
      });
      response.end('€');
    });
    const google = givenScript(
      `function main() {
        const response = UrlFetchApp.fetch('https://api.example.com/');
        const { 'X-Case': cased, 'Set-Cookie': last, ...others } = response.getHeaders();
        return [response.getResponseCode(), response.getContentText(), response.getContentText('UTF-8'), response.getContent(),
          cased, last, response.getAllHeaders()['Set-Cookie'], 'x-simulated-duration-ms' in others, String(response)];
      }`,
      { hosts },
    );
    expect(await resultIn(google)).toEqual([
      ...[201, '€', '€', [-30, -126, -84], 'kept', 'b=2', ['a=1', 'b=2'], false, '€'],
    ]);
    expect(google.executions[0]?.durationMs).toBe(900);
  });

  it('decodes text with the charset of the response', async () => {
    const { hosts } = await givenServer((_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=ISO-8859-1' });
      response.end(Buffer.from([0xfc]));
    });
    expect(
      await resultOf("return UrlFetchApp.fetch('https://api.example.com/').getContentText()", { hosts }),
    ).toBe('ü');
  });

  it('sends a batch at once and gives the answers in its order; it takes as long as the slowest one (fetchAll)', async () => {
    const held: (() => void)[] = [];
    const { hosts } = await givenServer(({ url = '' }, response) => {
      response.setHeader('x-simulated-duration-ms', url === '/slow' ? '3000' : '100');
      held.push(() => response.end(url));
      // Answers once both requests are here, the last one first.
      if (held.length === 2) for (const send of held.reverse()) send();
    });
    const google = givenScript(
      `function main() {
        return UrlFetchApp.fetchAll(['https://api.example.com/slow', { url: 'https://api.example.com/quick' }])
          .map((response) => response.getContentText());
      }`,
      { hosts },
    );
    expect(await resultIn(google)).toEqual(['/slow', '/quick']);
    expect(google.executions[0]?.durationMs).toBe(3000);
  });

  it('throws for codes of 400 and more, unless muteHttpExceptions is set', async () => {
    const { hosts } = await givenServer((_seen, response) => {
      response.statusCode = 404;
      response.end('no such thing '.repeat(30));
    });
    const message = await exceptionOf("UrlFetchApp.fetch('https://api.example.com/secret?token=x')", {
      hosts,
    });
    expect(message).toMatch(
      /^Exception: Request failed for https:\/\/api\.example\.com returned code 404\. Truncated server response: no such .* \(use muteHttpExceptions option to examine full response\)$/,
    );
    expect(message).not.toContain('token');
    expect(
      await resultOf(
        "return UrlFetchApp.fetch('https://api.example.com/', { muteHttpExceptions: true }).getResponseCode()",
        { hosts },
      ),
    ).toBe(404);
  });

  it('discards the whole batch where one request fails or gets no answer, though all were sent', async () => {
    const { seen, hosts } = await givenServer(({ url }, response) =>
      url === '/gone' ? response.destroy() : response.end('fine'),
    );
    const all =
      "['https://api.example.com/one', 'https://api.example.com/gone', 'https://api.example.com/two']";
    expect(
      await exceptionOf(`UrlFetchApp.fetchAll(${all}.map((url) => ({ url, muteHttpExceptions: true })))`, {
        hosts,
      }),
    ).toBe('Exception: Address unavailable: https://api.example.com/gone');
    expect(seen.map(({ url }) => url).sort()).toEqual(['/gone', '/one', '/two']);
  });

  it('throws for an unknown host, and where no answer comes within a minute', async () => {
    const { hosts } = await givenServer((_seen, response) => {
      response.setHeader('x-simulated-duration-ms', '61000');
      response.end('late');
    });
    expect(await exceptionOf("UrlFetchApp.fetch('https://nowhere.example/x')", { hosts })).toBe(
      'Exception: DNS error: https://nowhere.example/x',
    );
    const google = givenScript("function main() { UrlFetchApp.fetch('https://api.example.com/x') }", {
      hosts,
    });
    expect(await google.run('main')).toMatchObject({
      error: { message: 'Timeout: https://api.example.com/x' },
      durationMs: 60_000,
    });
  });

  it('follows redirects unless followRedirects is false, and only so many', async () => {
    const { seen, hosts } = await givenServer(({ url }, response) => {
      if (url === '/end') {
        response.end('here');
        return;
      }
      response.writeHead(url === '/keeps' ? 307 : 302, { Location: url === '/loop' ? '/loop' : '/end' });
      response.end();
    });
    const post = "{ method: 'post', payload: 'body' }";
    expect(
      await resultOf(`return UrlFetchApp.fetch('https://api.example.com/', ${post}).getContentText()`, {
        hosts,
      }),
    ).toBe('here');
    await resultOf(`UrlFetchApp.fetch('https://api.example.com/keeps', ${post})`, { hosts });
    expect(seen.map(({ method, body }) => [method, body])).toEqual([
      ...[
        ['POST', 'body'],
        ['GET', ''],
        ['POST', 'body'],
        ['POST', 'body'],
      ],
    ]);
    expect(
      await resultOf(
        "return UrlFetchApp.fetch('https://api.example.com/', { followRedirects: false }).getResponseCode()",
        { hosts },
      ),
    ).toBe(302);
    expect(await exceptionOf("UrlFetchApp.fetch('https://api.example.com/loop')", { hosts })).toContain(
      'Too many redirects',
    );
  });

  it('sends `*.many.example` to one server', async () => {
    const { hosts } = await givenServer(({ headers }, response) => response.end(headers.host));
    expect(
      await resultOf("return UrlFetchApp.fetch('https://a.many.example/').getContentText()", { hosts }),
    ).toBe('a.many.example');
  });

  it.each([
    ["UrlFetchApp.fetch('')", 'Attribute provided with no value: url'],
    ["UrlFetchApp.fetch('not a url')", 'Invalid argument: not a url'],
    ["UrlFetchApp.fetch('ftp://api.example.com/')", 'Invalid argument: ftp://api.example.com/'],
    [
      "UrlFetchApp.fetch('https://api.example.com/' + 'x'.repeat(2082))",
      'Limit Exceeded: URLFetch URL Length.',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { method: 'brew' })",
      'Attribute provided with invalid value: method',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { header: {} })",
      'Unexpected option of UrlFetchApp: header',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { muteHttpExceptions: 'yes' })",
      'Attribute provided with invalid value: muteHttpExceptions',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { headers: { Host: 'x' } })",
      'Attribute provided with invalid value: Header:Host',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { headers: { 'X-A': 'a\\r\\nb' } })",
      'Attribute provided with invalid value: Header:X-A',
    ],
    [
      "UrlFetchApp.fetch('https://api.example.com/', { headers: { 'X-A': 'x'.repeat(8193) } })",
      'Limit Exceeded: URLFetch Header Size.',
    ],
    [
      'UrlFetchApp.fetchAll({})',
      "The parameters (Object) don't match the method signature for UrlFetchApp.fetchAll.",
    ],
    [
      'UrlFetchApp.fetch(null)',
      "The parameters (null) don't match the method signature for UrlFetchApp.fetch.",
    ],
  ])('rejects %s', async (call, message) => {
    expect(await exceptionOf(call, { hosts: { 'api.example.com': 'http://127.0.0.1:9' } })).toBe(
      `Exception: ${message}`,
    );
  });

  it('counts every request of a batch towards the daily quota (Quotas, "URL Fetch calls")', async () => {
    const { hosts } = await givenServer(echo);
    const google = givenScript(
      "function main() { UrlFetchApp.fetchAll(['https://api.example.com/', 'https://api.example.com/']) }",
      {
        hosts,
        limits: { fetchesPerDay: 3 },
      },
    );
    expect((await google.run('main')).kind).toBe('completed');
    expect(await google.run('main')).toMatchObject({
      error: { message: 'Service invoked too many times for one day: urlfetch.' },
    });
  });

  it('requests only URLs that the manifest lists (Allowlist URLs)', async () => {
    const { hosts } = await givenServer(echo);
    const whitelist = ['https://api.example.com/v1', 'https://*.many.example/'];
    const fetchOf = (url: string) =>
      exceptionOf(`UrlFetchApp.fetch('${url}'); throw new Error('fetched')`, { hosts, whitelist });
    expect(await fetchOf('https://a.many.example/x')).toBe('Error: fetched');
    expect(await fetchOf('https://api.example.com/v2')).toContain('not allowed by the urlFetchWhitelist');
    expect(await fetchOf('http://api.example.com/v1')).toContain('not allowed by the urlFetchWhitelist');
  });
});

describe('isBelow() (Allowlist URLs, the rules of matching)', () => {
  it.each([
    [
      'https://example.com/foo',
      ['/foo', '/foo/', '/foo/bar', '/foo?bar', '/foo#bar'],
      ['/foobar', '/fo', '/', '/Foo'],
    ],
    ['https://example.com/foo/', ['/foo/', '/foo/bar'], ['/foo', '/foobar']],
    ['https://example.com/', ['/', '/any', ''], []],
  ])('%s', (prefix, inside, outside) => {
    for (const path of inside)
      expect([path, isBelow(new URL(`https://example.com${path}`), prefix)]).toEqual([path, true]);
    for (const path of outside)
      expect([path, isBelow(new URL(`https://example.com${path}`), prefix)]).toEqual([path, false]);
    expect(isBelow(new URL('http://example.com/foo/'), prefix)).toBe(false);
    expect(isBelow(new URL('https://sub.example.com/foo/'), prefix)).toBe(false);
    expect(isBelow(new URL('https://example.com:8443/foo/'), prefix)).toBe(false);
  });

  it('matches only subdomains with a leading wildcard', () => {
    const prefix = 'https://*.example.com/';
    expect(isBelow(new URL('https://a.example.com/x'), prefix)).toBe(true);
    expect(isBelow(new URL('https://a.b.example.com/x'), prefix)).toBe(true);
    expect(isBelow(new URL('https://example.com/x'), prefix)).toBe(false);
    expect(isBelow(new URL('https://evilexample.com/x'), prefix)).toBe(false);
    expect(isBelow(new URL('https://a.example.com.evil.example/x'), prefix)).toBe(false);
    expect(isBelow(new URL('https://a.example.com/x'), 'https://a.*.com/')).toBe(false);
  });
});
