/** What XML-RPC answers to reads. */
import type { Json } from '../question.ts';
import { int, list, struct, text } from './keap-client.ts';
import { type KeapProbe, missingId } from './probe.ts';
import { faultOf, outcomeOf, refusalOf, xmlAnswer, xmlScalar } from './shapes.ts';

const methods = ['local/keap/contact-methods.ts', 'src/keap/over-xmlrpc/xmlrpc-contact-service.ts'];
const tables = ['local/keap/tables.ts', 'src/keap/over-xmlrpc/xmlrpc-contact-service.ts'];
const wire = ['local/keap/xmlrpc-text.ts', 'src/xmlrpc/decode.ts'];
const grammar = ['local/keap/xmlrpc-grammar.ts', 'src/xmlrpc/encode.ts'];

export const xmlRpcReadingProbes: readonly KeapProbe[] = [
  {
    id: 'xmlrpc/missing-contact',
    question: 'What is the answer to a contact that does not exist?',
    reliesOn: methods,
    promises: ['R1', 'R8'],
    assumed: { fault: 5, text: '[RecordNotFound]Record not found for Id:(number)' },
    ask: async (keap) =>
      xmlAnswer(await keap.xmlRpc('ContactService.load', [int(missingId), list(text('Id'))])),
  },
  {
    id: 'xmlrpc/count',
    question: 'Does DataService.count tell how many contacts there are?',
    reliesOn: [...tables, 'src/keap/over-xmlrpc/find-contacts.ts'],
    promises: ['R3'],
    assumed: 'a number',
    async ask(keap) {
      const reply = await keap.xmlRpc('DataService.count', [text('Contact'), struct({ Id: text('%') })]);
      return /<(?:i4|int)>\d+</.test(reply.body) ? 'a number' : xmlAnswer(reply);
    },
  },
  {
    id: 'xmlrpc/ordered-query',
    question: 'Does a query take an order, and give the contacts in it?',
    reliesOn: [...tables, 'src/keap/over-xmlrpc/find-contacts.ts'],
    promises: ['R3'],
    assumed: 'ascending',
    async ask(keap) {
      const query = [text('Contact'), int(3), int(0), struct({ Id: text('%') }), list(text('Id'))];
      const order = [text('Id'), '<value><boolean>1</boolean></value>'];
      const reply = await keap.xmlRpc('DataService.query', [...query, ...order]);
      const ids = [...reply.body.matchAll(/<(?:i4|int)>(\d+)</g)].map(([, id]) => Number(id));
      if (ids.length === 0) return xmlAnswer(reply);
      return ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)) ? 'ascending' : 'another';
    },
  },
  {
    id: 'xmlrpc/unknown-field',
    question: 'How is a field refused that contacts do not have?',
    reliesOn: [...methods, 'local/keap/fields.ts'],
    promises: ['R8'],
    assumed: { fault: 10, text: '[NoFieldFound]No field found: Contact.NoSuchField' },
    ask: async (keap, { ids }) =>
      xmlAnswer(
        await keap.xmlRpc('ContactService.load', [int(ids[0] ?? missingId), list(text('NoSuchField'))]),
      ),
  },
  {
    id: 'xmlrpc/unknown-table',
    question: 'How is a table refused that does not exist?',
    reliesOn: tables,
    promises: [],
    assumed: { fault: 9, text: '[NoTableFound]No table found: NoSuchTable' },
    ask: async (keap) =>
      xmlAnswer(await keap.xmlRpc('DataService.load', [text('NoSuchTable'), int(1), list(text('Id'))])),
  },
  {
    id: 'xmlrpc/unknown-method',
    question: 'How is a method refused that does not exist?',
    reliesOn: ['local/keap/xmlrpc-methods.ts', 'local/keap/xmlrpc-endpoint.ts'],
    promises: ['R8'],
    assumed: { fault: 0, text: 'No such handler: ContactService.noSuchMethod' },
    ask: async (keap) => xmlAnswer(await keap.xmlRpc('ContactService.noSuchMethod', [])),
  },
  {
    id: 'xmlrpc/wrong-types',
    question: 'How is a call refused whose parameters have other types than the method takes?',
    reliesOn: ['local/keap/method.ts', 'src/keap/over-xmlrpc/methods.ts'],
    promises: ['R8'],
    assumed: {
      fault: 0,
      text: 'No method matching arguments: java.lang.String, java.lang.String, [Ljava.lang.Object;',
    },
    ask: async (keap) => xmlAnswer(await keap.xmlRpc('ContactService.load', [text('1'), list(text('Id'))])),
  },
  {
    id: 'xmlrpc/no-xml',
    question: 'What is the answer to a body that is not XML?',
    reliesOn: grammar,
    promises: ['R8'],
    assumed: { fault: 0, text: 'Failed to parse XML-RPC request: 1:7: text data outside of root node.' },
    ask: async (keap) => xmlAnswer(await keap.raw('not XML')),
  },
  {
    id: 'xmlrpc/extension-types',
    question: 'Are the extension types nil and i8 refused in a request?',
    reliesOn: grammar,
    promises: ['R8'],
    assumed: {
      nil: { fault: 0, text: 'Failed to parse XML-RPC request: Unknown type: nil' },
      i8: { fault: 0, text: 'Failed to parse XML-RPC request: Unknown type: i8' },
    },
    ask: async (keap) => ({
      nil: xmlAnswer(await keap.xmlRpc('ContactService.load', ['<value><nil/></value>', list(text('Id'))])),
      i8: xmlAnswer(
        await keap.xmlRpc('ContactService.load', [`<value><i8>${missingId}</i8></value>`, list(text('Id'))]),
      ),
    }),
  },
  {
    id: 'xmlrpc/no-token',
    question: 'What does the gateway answer to a call without a token?',
    reliesOn: ['local/keap/gateway.ts', 'src/keap/http/reply-status.ts'],
    promises: ['T4'],
    assumed: {
      status: 401,
      body: {
        fault: { detail: { errorcode: 'oauth.v2.InvalidAccessToken' }, faultstring: 'Invalid access token' },
      },
    },
    ask: async (keap) =>
      refusalOf(
        await keap.xmlRpc('DataService.load', [text('Contact'), int(missingId), list(text('Id'))], {
          credential: 'none',
        }),
      ),
  },
  {
    id: 'xmlrpc/unknown-token',
    question: 'What does the gateway answer to a token that it never gave?',
    reliesOn: ['local/keap/gateway.ts', 'src/keap/http/reply-status.ts'],
    promises: ['T4'],
    assumed: {
      status: 401,
      body: {
        fault: {
          detail: { errorcode: 'keymanagement.service.invalid_access_token' },
          faultstring: 'Invalid Access Token',
        },
      },
    },
    ask: async (keap) =>
      refusalOf(
        await keap.xmlRpc('DataService.load', [text('Contact'), int(missingId), list(text('Id'))], {
          credential: 'made-up',
        }),
      ),
  },
  {
    id: 'xmlrpc/token-in-the-key-header',
    question: 'Does X-Keap-API-Key take the token that Authorization takes?',
    reliesOn: ['local/keap/gateway.ts', 'src/keap/auth/key-credentials.ts'],
    promises: ['T4'],
    assumed: 'accepted',
    async ask(keap) {
      const reply = await keap.xmlRpc('APIEmailService.getOptStatus', [text('nobody@example.com')], {
        credential: 'key header',
      });
      return reply.status < 300 ? 'accepted' : reply.status;
    },
  },
  {
    id: 'xmlrpc/query-by-ids',
    question: 'Does DataService.query with a list of ids give exactly these contacts, by id?',
    reliesOn: tables,
    promises: ['R1', 'R3'],
    assumed: { 'all and no other': true, 'in the order of the list': false },
    async ask(keap, { ids }) {
      const asked = [...ids].reverse();
      const reply = await keap.xmlRpc('DataService.query', [
        ...[text('Contact'), int(1000), int(0)],
        ...[struct({ Id: list(...[...asked, missingId].map(int)) }), list(text('Id'))],
      ]);
      const fault = faultOf(reply);
      if (fault !== undefined || reply.status >= 300) return fault ?? refusalOf(reply);
      const got = [...reply.body.matchAll(/<(?:i4|int)>(\d+)</g)].map(([, id]) => Number(id));
      return {
        'all and no other': [...got].sort().join() === [...ids].sort().join(),
        'in the order of the list': got.length > 1 ? got.join() === asked.join() : 'one contact only',
      };
    },
  },
  {
    id: 'xmlrpc/query-by-too-many-ids',
    question: 'How is a query with a list of 1,001 ids refused?',
    reliesOn: tables,
    promises: ['R3'],
    assumed: { fault: 12, text: '[InvalidParameter]A list takes at most (number) ids' },
    ask: async (keap) =>
      xmlAnswer(
        await keap.xmlRpc('DataService.query', [
          ...[text('Contact'), int(1), int(0)],
          ...[
            struct({ Id: list(...Array.from({ length: 1001 }, (_, index) => int(missingId - index))) }),
            list(text('Id')),
          ],
        ]),
      ),
  },
  {
    id: 'xmlrpc/query-by-other-lists',
    question: 'How is a query with a list of texts refused?',
    reliesOn: tables,
    promises: ['R3'],
    assumed: { fault: 12, text: '[InvalidParameter]A list is not possible for Contact.Email' },
    ask: async (keap) =>
      xmlAnswer(
        await keap.xmlRpc('DataService.query', [
          ...[text('Contact'), int(1), int(0)],
          ...[struct({ Email: list(text('nobody@example.com')) }), list(text('Id'))],
        ]),
      ),
  },
  {
    id: 'xmlrpc/too-large-page',
    question: 'How is a query of 1,001 contacts refused?',
    reliesOn: tables,
    promises: ['R3'],
    assumed: { fault: 12, text: '[InvalidParameter]The limit is 1 to (number)' },
    ask: async (keap) =>
      xmlAnswer(
        await keap.xmlRpc('DataService.query', [
          ...[text('Contact'), int(1001), int(0)],
          ...[struct({ Id: int(missingId) }), list(text('Id'))],
        ]),
      ),
  },
  {
    id: 'xmlrpc/types-of-a-contact',
    question: 'Which types do the fields of a contact have, and are empty fields left out?',
    reliesOn: ['local/keap/contact-struct.ts', ...wire],
    promises: ['R1', 'R2'],
    assumed: {
      value: { struct: ['DateCreated: dateTime.iso8601', 'Id: i4', 'LastUpdated: dateTime.iso8601'] },
    },
    ask: async (keap, { ids }) =>
      xmlAnswer(
        await keap.xmlRpc('ContactService.load', [
          int(ids[0] ?? missingId),
          list(...['Id', 'DateCreated', 'LastUpdated'].map(text)),
        ]),
      ),
  },
  {
    id: 'xmlrpc/form-of-dates',
    question: 'Which form has a date, and does it name a zone?',
    reliesOn: ['local/keap/contact-struct.ts', 'src/xmlrpc/decode.ts'],
    promises: ['R1', 'R5'],
    assumed: '99999999T99:99:99',
    async ask(keap, { ids }) {
      const { body } = await keap.xmlRpc('ContactService.load', [
        int(ids[0] ?? missingId),
        list(text('DateCreated')),
      ]);
      return (/<dateTime\.iso8601>([^<]*)</.exec(body)?.[1] ?? 'no date').replace(/\d/g, '9');
    },
  },
  {
    id: 'xmlrpc/status-of-an-unknown-address',
    question: 'What does getOptStatus say of an address that Keap has never heard of?',
    reliesOn: ['local/keap/opt-methods.ts', 'local/keap/opt-book.ts'],
    promises: ['R9'],
    assumed: 0,
    async ask(keap, { address }) {
      const reply = await keap.xmlRpc('APIEmailService.getOptStatus', [text(address('unknown'))]);
      return xmlScalar(reply) ?? xmlAnswer(reply);
    },
  },
  {
    id: 'xmlrpc/email-statuses',
    question: 'Is there a table EmailAddStatus with a row for each address, and which fields has it?',
    reliesOn: ['local/keap/email-status-table.ts', 'src/keap/over-xmlrpc/opt-statuses.ts'],
    promises: ['R9', 'R10'],
    assumed: {
      value: { array: ['DateCreated: dateTime.iso8601', 'Email: no element', 'Id: i4', 'Type: no element'] },
    },
    ask: async (keap) =>
      xmlAnswer(
        await keap.xmlRpc('DataService.query', [
          ...[text('EmailAddStatus'), int(1), int(0), struct({ Email: text('%') })],
          list(...['Id', 'Email', 'Type', 'DateCreated'].map(text)),
        ]),
      ),
  },
  {
    id: 'xmlrpc/form-fields',
    question: 'What does DataFormField tell of a custom field of contacts?',
    reliesOn: ['local/keap/form-field-table.ts', 'src/keap/over-xmlrpc/xmlrpc-contact-service.ts'],
    promises: ['R2'],
    assumed: {
      value: {
        array: [
          'DataType: i4',
          'FormId: i4',
          'GroupId: i4',
          'Id: i4',
          'Label: no element',
          'Name: no element',
          'Values: no element',
        ],
      },
    },
    async ask(keap) {
      const reply = await keap.xmlRpc('DataService.query', [
        ...[text('DataFormField'), int(1000), int(0), struct({ FormId: int(-1) })],
        list(...['Id', 'Name', 'Label', 'DataType', 'FormId', 'GroupId', 'Values'].map(text)),
      ]);
      const isEmpty = /<methodResponse/.test(reply.body) && !/<member>/.test(reply.body);
      return isEmpty ? { notAsked: 'The account has no custom field.' } : xmlAnswer(reply);
    },
  },
  {
    id: 'xmlrpc/users',
    question: 'What do the tables User and LeadSource tell, and does % find every row?',
    reliesOn: ['local/keap/directory.ts', 'src/keap/over-xmlrpc/records.ts'],
    promises: ['R2'],
    assumed: {
      User: {
        value: {
          array: ['Email: no element', 'FirstName: no element', 'Id: i4', 'LastName: no element'],
        },
      },
      LeadSource: { value: { array: ['Id: i4', 'Name: no element'] } },
    },
    async ask(keap) {
      const answers: Record<string, Json> = {};
      for (const [table, names] of [
        ['User', ['Id', 'FirstName', 'LastName', 'Email']],
        ['LeadSource', ['Id', 'Name']],
      ] as const) {
        const query = [text(table), int(1000), int(0), struct({ Id: text('%') }), list(...names.map(text))];
        answers[table] = xmlAnswer(await keap.xmlRpc('DataService.query', query));
      }
      return answers;
    },
  },
  {
    id: 'xmlrpc/still-there',
    question: 'Does XML-RPC answer at all on this day?',
    reliesOn: ['local/keap/brownout.ts', 'src/keap/contacts/automatic-contact-service.ts'],
    promises: ['R3'],
    assumed: 'answers',
    async ask(keap) {
      const reply = await keap.xmlRpc('APIEmailService.getOptStatus', [text('nobody@example.com')]);
      return /<methodResponse/.test(reply.body) ? 'answers' : outcomeOf(reply);
    },
  },
];
