import { expect, it } from 'vitest';
import type { ContactId } from '../../../src/keap/contacts/contact.ts';
import type { Exchange } from '../../../src/keap/http/exchange.ts';
import { xmlRpcContactService } from '../../../src/keap/over-xmlrpc/xmlrpc-contact-service.ts';
import { bodyOf } from '../../support/fake-http.ts';

it.each([
  ['2026-01-31', '20260131T00:00:00'],
  ['2026-01-31 08:30:00', '20260131T08:30:00'],
])('apply() sends the date %s as XML-RPC writes it', (text, written) => {
  const bodies: string[] = [];
  const exchange: Exchange = {
    send: (calls) =>
      calls.map(({ request }) => {
        bodies.push(bodyOf(request));
        return { kind: 'unanswered', reason: 'nobody there' };
      }),
    probe: () => true,
    waitForMinute: () => {},
    maxConcurrency: 25,
    concurrency: () => 25,
  };
  xmlRpcContactService(exchange).apply([{ id: 7 as ContactId, fields: new Map([['Birthday', text]]) }]);
  expect(bodies[0]).toContain(`<dateTime.iso8601>${written}</dateTime.iso8601>`);
});
