/** The browser's part of the consent, without a browser. */
import { request } from 'node:http';

/** The response of a page or a redirect. */
export interface Page {
  readonly status: number;
  readonly url: string;
  readonly location: string | undefined;
  readonly body: string;
}

/** Opens pages by their real addresses, which `hosts` maps to this machine. */
export interface Browser {
  open(url: string): Promise<Page>;
  /** Submits a page's first form with its fields and the button that has this value. */
  press(page: Page, buttonValue: string): Promise<Page>;
}

/** `nowMs` is the simulated time. */
export function browser(hosts: Readonly<Record<string, string>>, nowMs: () => number): Browser {
  return {
    open: (url) => visit(hosts, url, 'GET', '', nowMs()),
    press(page, buttonValue) {
      const form = /<form[^>]*action="([^"]*)"/i.exec(page.body);
      const button = new RegExp(`<button[^>]*name="([^"]+)"[^>]*value="${buttonValue}"`, 'i').exec(page.body);
      if (form === null || button === null) {
        throw new Error(`The page at ${new URL(page.url).host} has no button "${buttonValue}".`);
      }
      const fields = [...page.body.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/gi)];
      const body = new URLSearchParams([
        ...fields.map(([, name, value]): [string, string] => [name ?? '', unescapeHtml(value ?? '')]),
        [button[1] ?? '', buttonValue],
      ]);
      return visit(
        hosts,
        new URL(unescapeHtml(form[1] ?? ''), page.url).href,
        'POST',
        body.toString(),
        nowMs(),
      );
    },
  };
}

function visit(
  hosts: Readonly<Record<string, string>>,
  url: string,
  method: 'GET' | 'POST',
  body: string,
  nowMs: number,
): Promise<Page> {
  const { host, pathname, search } = new URL(url);
  const origin = hosts[host];
  if (origin === undefined) throw new Error(`There is no ${host} on this machine.`);
  const time = { 'x-simulated-time': String(nowMs) };
  const headers = { Host: host, 'Content-Type': 'application/x-www-form-urlencoded', ...time };
  return new Promise((resolve, reject) => {
    const sent = request(`${origin}${pathname}${search}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, url, location: response.headers.location, body: text }),
      );
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? body : undefined);
  });
}

/** The text that this HTML shows; handles only the references that our pages use. */
export function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
