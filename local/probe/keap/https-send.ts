/** Sends requests to the real Keap, or to a simulated one on this machine. */
import { request as plainRequest } from 'node:http';
import { request as safeRequest } from 'node:https';
import type { KeapReply, KeapRequest, Send } from './keap-client.ts';

/** Other clients had to wait as long for contact and status calls. */
const timeoutMs = 60_000;

/** Over HTTPS to the host that a request names. */
export const sendToKeap: Send = (request) =>
  sent(request, (options, answer) => safeRequest(`https://${request.host}${request.path}`, options, answer));

/** To an origin on this machine, with the host that a request names. Throws for any other origin. */
export function sendToLoopback(origin: string): Send {
  if (!/^http:\/\/127\.0\.0\.1:\d+$/.test(origin)) {
    throw new Error(
      'KEAP_PROBE_ORIGIN has to be http://127.0.0.1 with a port, because a token is sent there.',
    );
  }
  return (request) =>
    sent(request, (options, answer) => plainRequest(origin + request.path, options, answer));
}

type Answer = Parameters<typeof plainRequest>[2] & object;

function sent(
  { host, method, headers, body }: KeapRequest,
  start: (options: object, answer: Answer) => ReturnType<typeof plainRequest>,
): Promise<KeapReply> {
  return new Promise((resolve, reject) => {
    const options = { method, timeout: timeoutMs, headers: { Accept: '*/*', ...headers, Host: host } };
    const outgoing = start(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(named),
          body: Buffer.concat(chunks).toString('utf8'),
        });
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('No answer came in time.')));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
