/** Lets only those requests out that a run may send: reads, and changes of the one contact and of made-up addresses. */
import { type KeapRequest, RequestRefused, type Send } from './keap-client.ts';

/** The addresses that a run makes up; the domain receives no email (RFC 2606). */
const madeUp = /^probe-[\w-]+@example\.com$/i;

/** The only methods of XML-RPC that read. */
const reads = [
  'ContactService.load',
  'DataService.load',
  'DataService.query',
  'DataService.count',
  'ContactService.findByEmail',
  'APIEmailService.getOptStatus',
];

/** Rejects every other request before it is sent. `contactId` is undefined in a run that only reads. */
export function guarded(send: Send, contactId: number | undefined): Send {
  return async (request) => {
    if (isAllowed(request, contactId)) return send(request);
    throw new RequestRefused(`The probe must not send ${request.method} ${request.path.split('?')[0]}.`);
  };
}

function isAllowed(request: KeapRequest, contactId: number | undefined): boolean {
  const { method, path, body = '' } = request;
  if (path === '/crm/xmlrpc/v1') return isAllowedCall(body, contactId);
  if (method === 'GET') return true;
  if (method !== 'PATCH' || contactId === undefined) return false;
  const below = path.replace('/crm/rest/v2', '').split('?')[0] ?? '';
  const address = /^\/emailAddresses\/([^/]+)\/status$/.exec(below)?.[1];
  return address === undefined
    ? below === `/contacts/${contactId}`
    : madeUp.test(decodeURIComponent(address));
}

function isAllowedCall(body: string, contactId: number | undefined): boolean {
  const method = /<methodName>([^<]*)<\/methodName>/.exec(body)?.[1];
  // Without a method's name it is the question about a body that is no XML.
  if (method === undefined) return !/methodCall/.test(body);
  if (reads.includes(method) || method === 'ContactService.noSuchMethod') return true;
  if (contactId === undefined) return false;
  const [, second = ''] = [...body.matchAll(/<param>(.*?)<\/param>/gs)].map(([, param = '']) => param);
  switch (method) {
    case 'ContactService.update':
      return second === `<value><int>${contactId}</int></value>`;
    case 'APIEmailService.optIn':
    case 'APIEmailService.optOut':
      return madeUp.test(/<string>([^<]*)<\/string>/.exec(second)?.[1] ?? '');
    default:
      return false;
  }
}
