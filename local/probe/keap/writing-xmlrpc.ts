/** What Keap makes of changes over XML-RPC. */
import type { Json } from '../question.ts';
import { patch, update, xmlField } from './changes.ts';
import { int, type KeapReply, list, text } from './keap-client.ts';
import type { KeapProbe } from './probe.ts';
import { faultOf, outcomeOf, xmlAnswer } from './shapes.ts';

const catalog = ['local/keap/field-catalog.ts', 'local/keap/fields.ts'];

export const xmlRpcWritingProbes: readonly KeapProbe[] = [
  {
    id: 'xmlrpc/emptied-date',
    question: 'Does an empty text empty a date, and does "0"?',
    reliesOn: [...catalog, 'src/keap/over-xmlrpc/wire-values.ts'],
    promises: ['R2', 'R8'],
    changes: ['birth_date'],
    playedBy: 'KeapBehavior.emptyDates',
    assumed: {
      'empty text': {
        outcome: { fault: 12, text: '[InvalidParameter]Contact.Birthday does not take an empty value' },
        afterwards: 'dateTime.iso8601: 19800131T00:00:00',
      },
      zero: { outcome: 'accepted', afterwards: 'left out' },
    },
    async ask(keap, { contactId }) {
      const answers: Record<string, Json> = {};
      for (const [name, value] of [
        ['empty text', ''],
        ['zero', '0'],
      ] as const) {
        await update(keap, contactId, { Birthday: text('1980-01-31') });
        const reply = await update(keap, contactId, { Birthday: text(value) });
        answers[name] = {
          outcome: outcomeOf(reply),
          afterwards: await xmlField(keap, contactId, 'Birthday', []),
        };
      }
      return answers;
    },
  },
  {
    id: 'xmlrpc/forms-of-dates',
    question: 'Which forms of a date are taken, and is a zone ignored?',
    reliesOn: [...catalog, 'src/xmlrpc/encode.ts'],
    promises: ['R1'],
    changes: ['birth_date'],
    assumed: {
      'a text of the day': 'dateTime.iso8601: 19800229T00:00:00',
      'a text as in the United States': {
        fault: 12,
        text: '[InvalidParameter]Contact.Birthday does not take such a value',
      },
      'a date': 'dateTime.iso8601: 19800229T00:00:00',
      'a date with Z': {
        fault: 0,
        text: 'Failed to parse XML-RPC request: Failed to parse dateTime.iso(number): (number)T23:00:00Z',
      },
    },
    async ask(keap, { contactId }) {
      const answers: Record<string, Json> = {};
      const dated = (value: string) => `<value><dateTime.iso8601>${value}</dateTime.iso8601></value>`;
      for (const [name, value] of [
        ['a text of the day', text('1980-02-29')],
        ['a text as in the United States', text('02/29/1980')],
        ['a date', dated('19800229T00:00:00')],
        ['a date with Z', dated('19800229T23:00:00Z')],
      ] as const) {
        await update(keap, contactId, { Birthday: text('1980-01-31') });
        const reply = await update(keap, contactId, { Birthday: value });
        answers[name] =
          faultOf(reply) ??
          (reply.status < 300 ? await xmlField(keap, contactId, 'Birthday', []) : outcomeOf(reply));
      }
      return answers;
    },
  },
  {
    id: 'xmlrpc/other-characters',
    question:
      'How do emoji and control characters come back, and are references to half an emoji in the answer?',
    reliesOn: ['local/keap/xmlrpc-text.ts', 'src/xmlrpc/references.ts'],
    promises: ['R1', 'R8'],
    changes: ['middle_name'],
    assumed: {
      'a control character that REST v2 has written': 'a\u0001b',
      emoji: 'a&#55357;&#56832;b',
      references: { fault: 0, text: 'Failed to parse XML-RPC request: 1:278: malformed character entity.' },
      'spaces around': ' a ',
    },
    async ask(keap, { contactId }) {
      const readBack = async (reply: KeapReply) => {
        const outcome = outcomeOf(reply);
        if (outcome !== 'accepted') return outcome;
        const { body } = await keap.xmlRpc('ContactService.load', [int(contactId), list(text('MiddleName'))]);
        return /<name>MiddleName<\/name>\s*<value>(?:<string>)?([^<]*)/.exec(body)?.[1] ?? 'left out';
      };
      const seen = async (value: string) => readBack(await update(keap, contactId, { MiddleName: value }));
      return {
        'a control character that REST v2 has written': await readBack(
          await patch(keap, contactId, { middle_name: 'a\u0001b' }),
        ),
        emoji: await seen(text('a😀b')),
        references: await seen('<value><string>a&#55357;&#56832;b</string></value>'),
        'spaces around': await seen(text(' a ')),
      };
    },
  },
  {
    id: 'xmlrpc/other-fields-stay',
    question: 'Does an update leave every field that it does not name?',
    reliesOn: ['local/keap/contacts.ts', 'src/keap/over-xmlrpc/xmlrpc-contact-service.ts'],
    promises: ['R2'],
    changes: ['middle_name', 'spouse_name'],
    assumed: { outcome: 'accepted', named: 'left out', other: 'no element: Probe' },
    async ask(keap, { contactId }) {
      await update(keap, contactId, { MiddleName: text('Probe'), SpouseName: text('Probe') });
      const reply = await update(keap, contactId, { MiddleName: text('') });
      return {
        outcome: outcomeOf(reply),
        named: await xmlField(keap, contactId, 'MiddleName', []),
        other: await xmlField(keap, contactId, 'SpouseName', []),
      };
    },
  },
  {
    id: 'xmlrpc/read-only-field',
    question: 'How is a field refused that Keap keeps itself?',
    reliesOn: ['local/keap/fields.ts'],
    promises: ['R8'],
    changes: [],
    assumed: { fault: 8, text: '[NoFieldAccess]Access to field not allowed: Contact.DateCreated' },
    ask: async (keap, { contactId }) =>
      xmlAnswer(await update(keap, contactId, { DateCreated: text('2020-01-01') })),
  },
  {
    id: 'xmlrpc/long-email',
    question: 'How is an address of more than 100 characters refused as EmailAddress2?',
    reliesOn: ['local/keap/fields.ts', 'src/keap/contacts/field-check.ts'],
    promises: ['R8'],
    changes: ['email_addresses'],
    assumed: { fault: 12, text: '[InvalidParameter]Contact.EmailAddress2 takes at most 100 characters' },
    async ask(keap, { contactId, address }) {
      const long = address(`long-${'x'.repeat(90)}`);
      return outcomeOf(await update(keap, contactId, { EmailAddress2: text(long) }));
    },
  },
];
