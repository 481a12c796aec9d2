/** What Keap makes of changes over REST v2. */
import type { Json } from '../question.ts';
import { contactOf, patch, textNow } from './changes.ts';
import { type KeapClient, list, text } from './keap-client.ts';
import type { Given, KeapProbe } from './probe.ts';
import { jsonOf, listOf, outcomeOf, recordOf } from './shapes.ts';

const patching = ['local/keap/rest/contact-patch.ts', 'src/keap/over-rest/contact-patch.ts'];
const addressing = ['local/keap/rest/address-codes.ts', 'src/keap/contacts/address-text.ts'];
const catalog = ['local/keap/field-catalog.ts', 'local/keap/fields.ts'];

export const restWritingProbes: readonly KeapProbe[] = [
  {
    id: 'rest/list-replacement',
    question: 'Does a list that is written replace the whole list, so that other items are removed?',
    reliesOn: patching,
    promises: ['R2'],
    changes: ['phone_numbers'],
    assumed: { outcome: 'accepted', left: ['PHONE1'] },
    async ask(keap, { contactId }) {
      const phones = (...fields: readonly string[]) =>
        fields.map((field, index) => ({ field, number: `555010${index}` }));
      await patch(keap, contactId, { phone_numbers: phones('PHONE1', 'PHONE2') });
      const outcome = await patch(keap, contactId, { phone_numbers: phones('PHONE1') });
      const left = listOf((await contactOf(keap, contactId, 'phone_numbers')).phone_numbers);
      return { outcome: outcomeOf(outcome), left: left.map(({ field }) => String(field)) };
    },
  },
  {
    id: 'rest/email-filter',
    question: 'Which addresses of a contact does the filter email compare, and ContactService.findByEmail?',
    reliesOn: ['local/keap/rest/contacts-resource.ts', 'src/keap/over-rest/find-contacts.ts'],
    promises: ['R3'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.emailFilter',
    assumed: {
      'filter, EMAIL1': 'found',
      'filter, EMAIL2': 'found',
      'findByEmail, EMAIL1': 'found',
      'findByEmail, EMAIL2': 'found',
    },
    async ask(keap, { contactId, address }) {
      const [first, second] = [address('filter-1'), address('filter-2')];
      await patch(keap, contactId, {
        email_addresses: [
          { email: first, field: 'EMAIL1' },
          { email: second, field: 'EMAIL2' },
        ],
      });
      const filtered = async (email: string) => {
        const reply = await keap.rest(
          'GET',
          `/contacts?fields=id&filter=email%3D%3D${encodeURIComponent(email)}`,
        );
        const ids = listOf(recordOf(jsonOf(reply)).contacts).map(({ id }) => String(id));
        return ids.includes(String(contactId)) ? 'found' : ids.length === 0 ? 'not found' : 'others';
      };
      const found = async (email: string) => {
        const reply = await keap.xmlRpc('ContactService.findByEmail', [text(email), list(text('Id'))]);
        return reply.body.includes(`>${contactId}<`) ? 'found' : 'not found';
      };
      return {
        'filter, EMAIL1': await filtered(first),
        'filter, EMAIL2': await filtered(second),
        'findByEmail, EMAIL1': await found(first),
        'findByEmail, EMAIL2': await found(second),
      };
    },
  },
  {
    id: 'rest/masked-and-absent',
    question: 'Is a property emptied that the mask names and the body lacks?',
    reliesOn: patching,
    promises: ['R2', 'R9'],
    changes: ['middle_name'],
    playedBy: 'KeapBehavior.maskedAbsent',
    assumed: { outcome: 'accepted', afterwards: 'as written' },
    async ask(keap, { contactId }) {
      await patch(keap, contactId, { middle_name: 'Probe' });
      const reply = await keap.rest('PATCH', `/contacts/${contactId}?update_mask=middle_name`, {});
      return {
        outcome: outcomeOf(reply),
        afterwards: await textNow(keap, contactId, 'middle_name', 'Probe'),
      };
    },
  },
  {
    id: 'rest/emptied-owner',
    question: 'What takes the owner of a contact away: 0, or an empty text?',
    reliesOn: ['local/keap/field-catalog.ts', 'src/keap/over-rest/contact-patch.ts'],
    promises: ['R2'],
    changes: ['owner_id'],
    playedBy: 'KeapBehavior.noOwner',
    assumed: {
      zero: { outcome: 'accepted', afterwards: 'empty' },
      'empty text': {
        outcome: { refused: 400, words: 'Input could not be converted to a valid request' },
        afterwards: 'as written',
      },
    },
    async ask(keap, { contactId }) {
      const owner = String((await contactOf(keap, contactId, 'owner_id')).owner_id ?? '');
      // What was empty could not be put back for certain.
      if (owner === '' || owner === '0') return { notAsked: 'The contact has no owner.' };
      const answers: Record<string, Json> = {};
      for (const [name, value] of [
        ['zero', '0'],
        ['empty text', ''],
      ] as const) {
        await patch(keap, contactId, { owner_id: owner });
        const outcome = outcomeOf(await patch(keap, contactId, { owner_id: value }));
        answers[name] = { outcome, afterwards: await textNow(keap, contactId, 'owner_id', owner) };
      }
      return answers;
    },
  },
  {
    id: 'rest/null-and-empty',
    question: 'Do null and an empty text empty a property?',
    reliesOn: patching,
    promises: ['R2', 'R9'],
    changes: ['middle_name'],
    assumed: {
      null: {
        outcome: { refused: 400, words: 'The body/middle_name must be string {"type":"string"}.' },
        afterwards: 'as written',
      },
      empty: { outcome: 'accepted', afterwards: 'empty' },
    },
    async ask(keap, { contactId }) {
      const answers: Record<string, Json> = {};
      for (const [name, value] of [
        ['null', null],
        ['empty', ''],
      ] as const) {
        await patch(keap, contactId, { middle_name: 'Probe' });
        const reply = await patch(keap, contactId, { middle_name: value });
        answers[name] = {
          outcome: outcomeOf(reply),
          afterwards: await textNow(keap, contactId, 'middle_name', 'Probe'),
        };
      }
      return answers;
    },
  },
  {
    id: 'rest/without-a-mask',
    question: 'Does a change without a mask leave what its body does not name?',
    reliesOn: patching,
    promises: ['R2'],
    changes: ['middle_name', 'spouse_name'],
    assumed: { outcome: 'accepted', other: 'as written' },
    async ask(keap, { contactId }) {
      await patch(keap, contactId, { middle_name: 'Probe', spouse_name: 'Probe' });
      const reply = await keap.rest('PATCH', `/contacts/${contactId}`, { middle_name: 'Other' });
      return { outcome: outcomeOf(reply), other: await textNow(keap, contactId, 'spouse_name', 'Probe') };
    },
  },
  {
    id: 'rest/notes',
    question: 'Are notes written?',
    reliesOn: [...patching, 'local/keap/rest/contract.ts', 'src/keap/over-rest/field-paths.ts'],
    promises: ['R1'],
    changes: ['notes'],
    playedBy: 'KeapBehavior.notes',
    assumed: { outcome: 'accepted', afterwards: 'as written' },
    async ask(keap, { contactId }) {
      const reply = await patch(keap, contactId, { notes: 'A note of the probe' });
      return {
        outcome: outcomeOf(reply),
        afterwards: await textNow(keap, contactId, 'notes', 'A note of the probe'),
      };
    },
  },
  {
    id: 'rest/spaces-and-line-ends',
    question: 'Do spaces around a text, line ends and emoji stay as they are written?',
    reliesOn: patching,
    promises: ['R1'],
    changes: ['notes', 'middle_name'],
    assumed: { spaces: 'as written', emoji: 'as written', 'line ends': 'as written' },
    async ask(keap, { contactId }) {
      const kept = async (name: string, value: string) => {
        const reply = await patch(keap, contactId, { [name]: value });
        return reply.status < 300 ? await textNow(keap, contactId, name, value) : outcomeOf(reply);
      };
      return {
        spaces: await kept('middle_name', ' a  b '),
        emoji: await kept('middle_name', 'a😀b'),
        'line ends': await kept('notes', 'a\nb\r\nc'),
      };
    },
  },
  {
    id: 'rest/region-without-country-code',
    question: 'How is a region refused that comes without a country_code?',
    reliesOn: addressing,
    promises: ['R1', 'R8'],
    changes: ['addresses'],
    playedBy: 'KeapBehavior.addresses',
    assumed: { refused: 400, words: 'COUNTRY CODE needed if Region Exists' },
    ask: (keap, given) =>
      addressAnswer(keap, given, { line1: '1 Main Street', region: 'Arizona', country: 'United States' }),
  },
  {
    id: 'rest/region-with-country-code',
    question: 'Is a region taken by its name where a country_code stands beside it?',
    reliesOn: addressing,
    promises: ['R1'],
    changes: ['addresses'],
    playedBy: 'KeapBehavior.addresses',
    assumed: {
      country: 'United States',
      country_code: 'USA',
      line1: '1 Main Street',
      region: 'Arizona',
      region_code: 'US-AZ',
    },
    ask: (keap, given) =>
      addressAnswer(keap, given, { line1: '1 Main Street', region: 'Arizona', country_code: 'USA' }),
  },
  {
    id: 'rest/region-code',
    question: 'Is a region taken by its code, and does the answer name it?',
    reliesOn: addressing,
    promises: ['R1'],
    changes: ['addresses'],
    assumed: {
      country: 'United States',
      country_code: 'USA',
      line1: '1 Main Street',
      region: 'Arizona',
      region_code: 'US-AZ',
    },
    ask: (keap, given) =>
      addressAnswer(keap, given, { line1: '1 Main Street', region_code: 'US-AZ', country_code: 'USA' }),
  },
  {
    id: 'rest/unknown-region',
    question: 'How is a region refused that the country does not have?',
    reliesOn: addressing,
    promises: ['R1', 'R8'],
    changes: ['addresses'],
    playedBy: 'KeapBehavior.addresses',
    assumed: { refused: 400, words: 'OTHER Region is invalid' },
    ask: (keap, given) =>
      addressAnswer(keap, given, { line1: '1 Main Street', region: 'Bavaria', country_code: 'USA' }),
  },
  {
    id: 'rest/country-by-name',
    question: 'Is a country taken by its name alone?',
    reliesOn: addressing,
    promises: ['R1'],
    changes: ['addresses'],
    playedBy: 'KeapBehavior.addresses',
    assumed: { country: 'Germany', country_code: 'DEU', line1: '1 Main Street' },
    ask: (keap, given) => addressAnswer(keap, given, { line1: '1 Main Street', country: 'Germany' }),
  },
  {
    id: 'rest/postal-codes',
    question: 'Does a postal code stay as it is, and does it stand in zip_code as well?',
    reliesOn: patching,
    promises: ['R1'],
    changes: ['addresses'],
    assumed: { line1: '1 Main Street', postal_code: '85001-1234' },
    ask: (keap, given) => addressAnswer(keap, given, { line1: '1 Main Street', postal_code: '85001-1234' }),
  },
  {
    id: 'rest/phone-numbers',
    question: 'Do phone numbers stay as they are written, with brackets, a plus, letters or an extension?',
    reliesOn: patching,
    promises: ['R1'],
    changes: ['phone_numbers'],
    assumed: {
      '(480) 555-0100': '(480) 555-0100',
      '+1 480 555 0100': '+1 480 555 0100',
      '+49 30 5550100': '+49 30 5550100',
      '4805550100': '4805550100',
      '480.555.0100 x12': '480.555.0100 x12',
    },
    async ask(keap, { contactId }) {
      const answers: Record<string, Json> = {};
      for (const number of [
        '(480) 555-0100',
        '+1 480 555 0100',
        '+49 30 5550100',
        '4805550100',
        '480.555.0100 x12',
      ]) {
        const reply = await patch(keap, contactId, { phone_numbers: [{ field: 'PHONE1', number }] });
        const [item] = listOf((await contactOf(keap, contactId, 'phone_numbers')).phone_numbers);
        answers[number] = reply.status < 300 ? String(item?.number ?? 'empty') : outcomeOf(reply);
      }
      return answers;
    },
  },
  {
    id: 'rest/time-zones',
    question: 'Which time zones are taken?',
    reliesOn: ['local/keap/time-zones.ts', ...catalog],
    promises: ['R1', 'R8'],
    changes: ['time_zone'],
    playedBy: 'KeapBehavior.checksTimeZones',
    assumed: {
      'America/New_York': 'as written',
      'US/Eastern': { refused: 400, words: 'Input could not be converted to a valid request' },
      EST: { refused: 400, words: 'Input could not be converted to a valid request' },
      'Europe/Vaduz': { refused: 400, words: 'Input could not be converted to a valid request' },
    },
    ask: async (keap, { contactId }) =>
      eachText(keap, contactId, 'time_zone', ['America/New_York', 'US/Eastern', 'EST', 'Europe/Vaduz']),
  },
  {
    id: 'rest/locales',
    question: 'Which locales are taken?',
    reliesOn: catalog,
    promises: ['R1', 'R8'],
    changes: ['preferred_locale'],
    playedBy: 'KeapBehavior.checksLocales',
    assumed: {
      en_US: 'as written',
      en: { refused: 400, words: 'Input could not be converted to a valid request' },
      'en-US': { refused: 400, words: 'Input could not be converted to a valid request' },
      English: { refused: 400, words: 'Input could not be converted to a valid request' },
    },
    ask: async (keap, { contactId }) =>
      eachText(keap, contactId, 'preferred_locale', ['en_US', 'en', 'en-US', 'English']),
  },
  {
    id: 'rest/dates',
    question: 'Which forms of a birthday are taken, and do null and an empty text empty it?',
    reliesOn: [...patching, ...catalog],
    promises: ['R1', 'R2'],
    changes: ['birth_date'],
    assumed: {
      day: { outcome: 'accepted', afterwards: '1980-02-29' },
      moment: {
        outcome: { refused: 400, words: 'Input could not be converted to a valid request' },
        afterwards: '1980-01-31',
      },
      'wrong day': { outcome: 'accepted', afterwards: '1981-02-29' },
      empty: { outcome: 'accepted', afterwards: 'empty' },
      null: {
        outcome: { refused: 400, words: 'The body/birth_date must be string {"type":"string"}.' },
        afterwards: '1980-01-31',
      },
    },
    async ask(keap, { contactId }) {
      const answers: Record<string, Json> = {};
      for (const [name, value] of [
        ['day', '1980-02-29'],
        ['moment', '1980-02-29T00:00:00Z'],
        ['wrong day', '1981-02-29'],
        ['empty', ''],
        ['null', null],
      ] as const) {
        await patch(keap, contactId, { birth_date: '1980-01-31' });
        const reply = await patch(keap, contactId, { birth_date: value });
        const now = (await contactOf(keap, contactId, 'birth_date')).birth_date;
        answers[name] = {
          outcome: outcomeOf(reply),
          afterwards: now === undefined || now === null ? 'empty' : String(now),
        };
      }
      return answers;
    },
  },
  {
    id: 'rest/long-texts',
    question: 'How are texts refused that are longer than the contract allows?',
    reliesOn: [...patching, 'local/keap/rest/contract.ts'],
    promises: ['R8'],
    changes: ['given_name', 'website'],
    assumed: {
      'given_name of 41': {
        refused: 400,
        words: 'The body/given_name must NOT have more than 40 characters {"limit":40}.',
      },
      'website of 101': {
        refused: 400,
        words: 'The body/website must NOT have more than 100 characters {"limit":100}.',
      },
    },
    async ask(keap, { contactId }) {
      const of = async (name: string, length: number) =>
        outcomeOf(await patch(keap, contactId, { [name]: 'x'.repeat(length) }));
      return { 'given_name of 41': await of('given_name', 41), 'website of 101': await of('website', 101) };
    },
  },
  {
    id: 'rest/wrong-addresses',
    question: 'How are email addresses refused that are none, and two in one slot?',
    reliesOn: patching,
    promises: ['R8'],
    changes: ['email_addresses'],
    assumed: {
      none: { refused: 400, words: 'email_addresses: not a valid email address.' },
      'two in one slot': { refused: 400, words: "email_addresses: the field 'EMAIL3' is wrong." },
      'an unknown slot': {
        refused: 400,
        words:
          'The body/email_addresses/1/field must be equal to one of the allowed values {"allowedValues":["EMAIL_FIELD_UNSPECIFIED","EMAIL1","EMAIL2","EMAIL3"]}.',
      },
    },
    async ask(keap, given) {
      const emails = listOf((await contactOf(keap, given.contactId, 'email_addresses')).email_addresses);
      const others = emails
        .filter(({ field }) => field !== 'EMAIL3')
        .map(({ email, field }) => ({ email, field }));
      const of = async (...items: readonly Json[]) =>
        outcomeOf(await patch(keap, given.contactId, { email_addresses: [...others, ...items] }));
      const email = given.address('slot');
      return {
        none: await of({ field: 'EMAIL3', email: 'not an address' }),
        'two in one slot': await of({ field: 'EMAIL3', email }, { field: 'EMAIL3', email }),
        'an unknown slot': await of({ field: 'EMAIL9', email }),
      };
    },
  },
  {
    id: 'rest/unknown-custom-field',
    question: 'How is a custom field refused that the account does not have?',
    reliesOn: patching,
    promises: ['R8'],
    changes: ['custom_fields'],
    playedBy: 'KeapBehavior.restRefusals',
    assumed: { refused: 400, words: "custom_fields: there is no field with the id '(number)'." },
    async ask(keap, { contactId }) {
      const kept = listOf((await contactOf(keap, contactId, 'custom_fields')).custom_fields);
      const filled = kept.filter(({ content }) => content !== null && content !== undefined);
      return outcomeOf(
        await patch(keap, contactId, { custom_fields: [...filled, { id: '999999', content: 'a' }] }),
      );
    },
  },
];

async function eachText(
  keap: KeapClient,
  contactId: number,
  name: string,
  values: readonly string[],
): Promise<Json> {
  const answers: Record<string, Json> = {};
  for (const value of values) {
    const reply = await patch(keap, contactId, { [name]: value });
    answers[value] = reply.status < 300 ? await textNow(keap, contactId, name, value) : outcomeOf(reply);
  }
  return answers;
}

/** Writes an address into the slot OTHER, and tells what became of its country, region and codes. */
async function addressAnswer(
  keap: KeapClient,
  { contactId }: Given,
  written: Readonly<Record<string, string>>,
): Promise<Json> {
  const reply = await patch(keap, contactId, { addresses: [{ field: 'OTHER', ...written }] });
  if (reply.status >= 300) return outcomeOf(reply);
  const [item = {}] = listOf((await contactOf(keap, contactId, 'addresses')).addresses);
  // All of it was made up.
  const { field: _field, ...shown } = item;
  const entries = Object.entries(shown).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}
