import { describe, expect, it } from 'vitest';
import { type CustomFieldType, customFieldTypes } from '../../local/keap/custom-fields.ts';
import { refusalShapes } from '../../local/keap/rest/refusal-shapes.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import { ApiDown } from '../../src/keap/http/api-down.ts';
import { change, givenService, ids } from './given-service.ts';

/** Every kind of field that both APIs can write. */
const full = {
  FirstName: 'Minerva',
  LastName: 'McGonagall',
  Title: 'Prof.',
  Email: 'one@example.com',
  EmailAddress2: 'two@example.com',
  EmailAddress3: 'three@example.com',
  Phone1: '111',
  Phone1Ext: '9',
  Phone1Type: 'Work',
  Phone5: '555',
  Fax1: '911',
  Fax1Type: 'Home',
  StreetAddress1: '1 First Street',
  City: 'Phoenix',
  State: 'Arizona',
  PostalCode: '85001',
  ZipFour1: '1234',
  Country: 'United States',
  Address2Street1: '2 Second Street',
  Country2: 'Canada',
  City3: 'Third City',
  Company: 'Hogwarts',
  Birthday: '1935-10-04',
  Website: 'https://example.com',
  ContactNotes: 'Likes\nowls',
  _Color: 'red',
  _Size: '12',
};

/** What a field takes that does not take any text. */
const newValues: Readonly<Record<string, string>> = {
  Birthday: '2001-02-03',
  State: 'Nevada',
  Country: 'Canada',
  Country2: 'Germany',
};

const customFields = ['_Color', '_Size', '_Empty'];

const choices = ['Red', 'Green', 'Sky, blue'] as const;

/** Each type with what the sheet shows, what Keap keeps of it, and another value. */
const typedFields: readonly [type: CustomFieldType, shown: string, kept: string, other: string][] = [
  ['DATE', '2026-01-31', '2026-01-31', '2026-07-31'],
  ['DATE_TIME', '2026-01-31 13:30:00', '2026-01-31T13:30:00', '2026-07-31'],
  ['YES_NO', 'Yes', '1', 'No'],
  ['WHOLE_NUMBER', '12', '12', '-3'],
  ['DECIMAL_NUMBER', '1.5', '1.5', '2'],
  ['CURRENCY', '12.5', '12.5', '1234'],
  ['PERCENT', '12.5', '12.5', '0'],
  ['DROPDOWN', 'Red', 'Red', 'Sky, blue'],
  ['RADIO', 'Green', 'Green', 'Red'],
  ['DRILLDOWN', 'Red', 'Red', 'Green'],
  ['LIST_BOX', 'Red, Green', 'Red,Green', 'Red'],
  ['PHONE_NUMBER', '+1 555 0100', '+1 555 0100', '2'],
  ['EMAIL', 'a@example.com', 'a@example.com', 'b@example.com'],
  ['WEBSITE', 'https://example.com', 'https://example.com', 'https://example.org'],
  ['SOCIAL_SECURITY_NUMBER', '000-00-0000', '000-00-0000', '000-00-0001'],
  ['STATE', 'AZ', 'AZ', 'NV'],
  ['YEAR', '2026', '2026', '2025'],
  ['MONTH', 'January', 'January', 'May'],
  ['DAY_OF_WEEK', 'Monday', 'Monday', 'Friday'],
  ['NAME', 'Ana', 'Ana', 'Bea'],
  ['USER', '1', '1', '2'],
  ['USER_LIST_BOX', '1, 2', '1,2', '2'],
  ['TEXT', 'anything', 'anything', '07'],
  ['TEXT_AREA', 'any\nthing', 'any\nthing', 'else'],
];

const hasOptions = (type: CustomFieldType) => /DROPDOWN|RADIO|DRILLDOWN|^LIST_BOX/.test(type);

/** XML-RPC refuses by faults alone; REST v2 in all of these shapes. */
const worlds = [
  ['XML-RPC', 'turns'],
  ...([...refusalShapes, 'turns'] as const).map((shape) => ['REST v2', shape] as const),
] as const;

describe.each(worlds)('%s, refusals: %s', (name, restRefusals) => {
  const given = async ({ behavior, ...options }: Parameters<typeof givenService>[0] = {}) => {
    const world = await givenService({
      customFields,
      ...options,
      behavior: { ...behavior, restRefusals },
    });
    const service: ContactService = name === 'XML-RPC' ? world.xmlRpc : world.rest;
    return { ...world, service, contacts: () => world.keap.contacts() };
  };

  it('names its API', async () => {
    const { service } = await given({});
    expect(service.api()).toBe(name);
  });

  it('reads the given fields in the order of the ids, with empty texts for empty fields and repeated ids', async () => {
    const { service } = await given({
      contacts: [
        { id: 7, fields: full },
        { id: 9, fields: {} },
      ],
    });
    const names = ['Email', 'EmailAddress2', 'Phone5', 'Phone2', 'Country2', 'Company', '_Size', '_Empty'];
    const loaded = service.load(ids(9, 7, 9), names);
    const [nobody, minerva, again] = loaded.map((one) =>
      one.kind === 'found' ? [...one.fields] : one.reason,
    );
    expect(nobody).toEqual(names.map((one) => [one, '']));
    expect(again).toEqual(nobody);
    expect(minerva).toEqual([
      ['Email', 'one@example.com'],
      ['EmailAddress2', 'two@example.com'],
      ['Phone5', '555'],
      ['Phone2', ''],
      ['Country2', 'Canada'],
      ['Company', 'Hogwarts'],
      ['_Size', '12'],
      ['_Empty', ''],
    ]);
  });

  it('reads 1,200 contacts in a few calls', async () => {
    const all = Array.from({ length: 1_200 }, (_, index) => index + 1_000_001);
    const contacts = all.map((id) => ({ id, fields: { Email: `c${id}@example.com` } }));
    const { service, keap } = await given({ contacts });
    const loaded = service.load(ids(...all), ['Email']);
    expect(loaded.map((one) => (one.kind === 'found' ? one.fields.get('Email') : one.reason))).toEqual(
      contacts.map(({ fields }) => fields.Email),
    );
    expect((await keap.requests()).length).toBeLessThan(10);
  });

  it('reports an id that does not exist in Keap, alone and among others', async () => {
    const { service } = await given({ contacts: [{ id: 7, fields: full }] });
    const sentence = 'Keap has no contact with this id. Check the id, or delete the row. (Keap: ';
    const [alone] = service.load(ids(8), ['Email']);
    const [other, among] = service.load(ids(7, 8), ['Email']);
    const [written] = service.apply([change(8, { FirstName: 'Nobody' })]);
    const [merged] = service.apply([change(8, { Email: 'nobody@example.com' })]);
    expect(other?.kind).toBe('found');
    for (const one of [alone, among, written, merged]) {
      expect(one).toMatchObject({ kind: 'failed', reason: expect.stringContaining(sentence) });
    }
  });

  it('leaves out a custom field that does not exist in Keap, and reports a change that names it', async () => {
    const { service } = await given({
      contacts: [
        { id: 7, fields: full },
        { id: 9, fields: {} },
      ],
    });
    const sentence =
      'Keap does not have this field. Check the headers of your columns; a custom field begins with _.';
    const loaded = service.load(ids(7, 9), ['Email', '_Nowhere']);
    expect(loaded.map((one) => one.kind === 'found' && [...one.fields])).toEqual([
      [['Email', 'one@example.com']],
      [['Email', '']],
    ]);
    const [applied] = service.apply([change(7, { _Nowhere: 'x' })]);
    expect(applied).toMatchObject({ kind: 'failed', reason: expect.stringContaining(sentence) });
  });

  it('R2 changes and empties each field of a full contact without touching any other', async () => {
    const { service, keap, contacts } = await given({ contacts: [{ id: 7, fields: full }] });
    for (const field of Object.keys(full)) {
      const value = newValues[field] ?? (field.startsWith('Email') ? 'new@example.com' : '77');
      // A country without its region is not taken over REST v2.
      const beside = field === 'Country' ? { State: 'Ontario' } : {};
      const values = { ...beside, [field]: value };
      expect(service.apply([change(7, values)]), field).toEqual([{ kind: 'done' }]);
      expect(await contacts(), field).toEqual([{ id: 7, fields: { ...full, ...values } }]);
      const empty = Object.fromEntries(Object.keys(values).map((name) => [name, '']));
      expect(service.apply([change(7, empty)]), field).toEqual([{ kind: 'done' }]);
      const left = Object.entries(full).filter(([name]) => !(name in values));
      expect(await contacts(), field).toEqual([{ id: 7, fields: Object.fromEntries(left) }]);
      await keap.putContact({ id: 7, fields: full });
    }
  });

  it.each(['refused', 'kept', 'emptied'] as const)(
    'empties dates and keeps the rest of their rows, where Keap has empty ones %s',
    async (emptyDates) => {
      const fields = { FirstName: 'Before', Birthday: '1935-10-04', _Since: '2020-01-31' };
      const all = [7, 8, 9].map((id) => ({ id, fields }));
      const { service, keap, contacts } = await given({
        contacts: all,
        customFields: [{ name: '_Since', type: 'DATE' }],
        behavior: { emptyDates },
      });
      const emptied = { FirstName: 'After', Birthday: '', _Since: '' };
      expect(service.apply(all.map(({ id }) => change(id, emptied)))).toEqual(
        all.map(() => ({ kind: 'done' })),
      );
      expect(await contacts()).toEqual(all.map(({ id }) => ({ id, fields: { FirstName: 'After' } })));
      // What was found out holds for what comes next.
      await keap.putContact({ id: 7, fields });
      await keap.forgetRequests();
      expect(service.apply([change(7, emptied)])).toEqual([{ kind: 'done' }]);
      expect((await contacts())[0]?.fields).toEqual({ FirstName: 'After' });
      expect((await keap.requests()).length).toBeLessThan(3);
    },
  );

  it.each(['refused', 'kept', 'emptied'] as const)(
    'R1 empties fields of every kind, where Keap has those that a request leaves out %s',
    async (maskedAbsent) => {
      const { service, keap, contacts } = await given({
        contacts: [{ id: 7, fields: full }],
        behavior: { maskedAbsent },
      });
      const emptied = { Title: '', Birthday: '', Company: '', EmailAddress2: '', _Color: '', City: '' };
      expect(service.apply([change(7, { ...emptied, FirstName: 'After' })])).toEqual([{ kind: 'done' }]);
      const left = Object.entries(full).filter(([name]) => !(name in emptied));
      expect(await contacts()).toEqual([
        { id: 7, fields: { ...Object.fromEntries(left), FirstName: 'After' } },
      ]);
      // Each kind is read back once.
      await keap.putContact({ id: 7, fields: full });
      await keap.forgetRequests();
      expect(service.apply([change(7, emptied)])).toEqual([{ kind: 'done' }]);
      expect((await keap.requests()).length).toBeLessThan(4);
    },
  );

  it('fills several empty slots and fields at once', async () => {
    const { service, contacts } = await given({
      contacts: [{ id: 7, fields: { Email: 'one@example.com' } }],
    });
    const fields = { ...full, Email: 'other@example.com', _Empty: 'not any more 😀' };
    expect(service.apply([change(7, fields)])).toEqual([{ kind: 'done' }]);
    expect(await contacts()).toEqual([{ id: 7, fields }]);
  });

  it.each([
    ['emoji and umlauts', 'Zoë 😀'],
    ['what XML and JSON have for themselves', '</value>&<"\\\u2028'],
    ['__proto__', '__proto__'],
    ['a formula', '=1+1'],
  ])('sends %s unchanged', async (_what, text) => {
    const { service, contacts } = await given({ contacts: [{ id: 7, fields: full }] });
    service.apply([change(7, { FirstName: text, _Color: text, City: text })]);
    expect((await contacts())[0]?.fields).toEqual({ ...full, FirstName: text, _Color: text, City: text });
  });

  it("does not let one contact's fault affect the others", async () => {
    const { service } = await given({
      contacts: [
        { id: 7, fields: full },
        { id: 9, fields: full },
      ],
    });
    const outcomes = service.apply([
      change(7, { Email: 'a@example.com' }),
      change(8, { Email: 'b@example.com' }),
      change(9, { Email: 'c@example.com' }),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done']);
  });

  it('writes many more contacts than fit into one window', async () => {
    const contacts = Array.from({ length: 60 }, (_, index) => ({ id: index + 1, fields: { ...full } }));
    const { service, contacts: now } = await given({ contacts });
    const outcomes = service.apply(contacts.map(({ id }) => change(id, { Email: `new${id}@example.com` })));
    expect(outcomes).toEqual(contacts.map(() => ({ kind: 'done' })));
    expect(await now()).toEqual(
      contacts.map(({ id, fields }) => ({ id, fields: { ...fields, Email: `new${id}@example.com` } })),
    );
  });

  describe('typed custom fields', () => {
    const typed = typedFields.map(([type]) => ({
      name: `_${type}`,
      type,
      ...(hasOptions(type) ? { options: [...choices] } : {}),
    }));
    const givenTyped = (options: Parameters<typeof given>[0] = {}) =>
      given({ contacts: [{ id: 7, fields: {} }], customFields: typed, ...options });
    const read = (service: ContactService, field: string) => {
      const [one] = service.load(ids(7), [field]);
      return one?.kind === 'found' ? one.fields.get(field) : one?.reason;
    };

    it('tries each type', () => {
      expect(typedFields.map(([type]) => type).sort()).toEqual(Object.keys(customFieldTypes).sort());
    });

    it.each(typedFields)(
      '%s: writes %j, and reads, replaces and empties it',
      async (type, shown, kept, other) => {
        const { service, contacts } = await givenTyped();
        const field = `_${type}`;
        expect(service.apply([change(7, { [field]: shown })])).toEqual([{ kind: 'done' }]);
        expect((await contacts())[0]?.fields).toEqual({ [field]: kept });
        expect(read(service, field)).toBe(shown);
        expect(service.apply([change(7, { [field]: other })])).toEqual([{ kind: 'done' }]);
        expect(read(service, field)).toBe(other);
        expect(service.apply([change(7, { [field]: '' })])).toEqual([{ kind: 'done' }]);
        expect((await contacts())[0]?.fields).toEqual({});
      },
    );

    it('takes Yes/No and lists in whatever form Keap does', async () => {
      const all = [7, 8, 9].map((id) => ({ id, fields: {} }));
      const { service, contacts } = await givenTyped({
        contacts: all,
        behavior: { yesNo: 'words', listBoxes: 'lists' },
      });
      const fields = { _YES_NO: 'No', _LIST_BOX: 'Red, Green', _TEXT: 'x' };
      expect(service.apply(all.map(({ id }) => change(id, fields)))).toEqual(
        all.map(() => ({ kind: 'done' })),
      );
      expect(await contacts()).toEqual(
        all.map(({ id }) => ({ id, fields: { _YES_NO: '0', _LIST_BOX: 'Red,Green', _TEXT: 'x' } })),
      );
    });

    it.each(typedFields)('%s: writing %j leaves the other typed fields alone', async (type, shown, kept) => {
      const all = Object.fromEntries(typedFields.map(([one, , text]) => [`_${one}`, text]));
      const others = { ...all, [`_${type}`]: '' };
      const { service, contacts } = await givenTyped({ contacts: [{ id: 7, fields: others }] });
      expect(service.apply([change(7, { [`_${type}`]: shown })])).toEqual([{ kind: 'done' }]);
      expect((await contacts())[0]?.fields).toEqual({ ...all, [`_${type}`]: kept });
    });

    it('tells the types and options, and asks Keap once', async () => {
      const { service, keap } = await givenTyped();
      service.load(ids(7), ['_DATE']);
      await keap.forgetRequests();
      const custom = service.customFields(['_DATE', '_DROPDOWN', '_Nowhere', 'Email']);
      expect(custom.get('_DATE')?.type).toBe('DATE');
      expect(custom.get('_DROPDOWN')).toMatchObject({ type: 'DROPDOWN', options: choices });
      expect(custom.get('_Nowhere')).toBeUndefined();
      expect(await keap.requests()).toEqual([]);
    });

    it('lists all custom fields with their labels, types and options', async () => {
      const { service } = await given({
        customFields: [
          {
            name: '_FavouriteColour',
            type: 'DROPDOWN',
            label: 'Favourite colour?',
            options: ['Red', 'Green'],
          },
          { name: '_Since', type: 'DATE', label: 'Since' },
        ],
      });
      expect(service.allCustomFields()).toEqual([
        {
          ...{ name: '_FavouriteColour', label: 'Favourite colour?', type: 'DROPDOWN' },
          ...{ options: ['Red', 'Green'], optionCount: 2 },
        },
        { name: '_Since', label: 'Since', type: 'DATE', options: [], optionCount: 0 },
      ]);
    });

    it('lists no field that a column could not be sent to, where Keap does not tell their names', async () => {
      const { service, contacts } = await given({
        contacts: [{ id: 7, fields: {} }],
        customFields: [
          { name: '_ShirtSize', type: 'TEXT', label: 'Shirt size' },
          { name: '_Plan', type: 'TEXT', label: 'Plan' },
          { name: '_Plan2', type: 'TEXT', label: 'Plan' },
        ],
        behavior: { modelFieldNames: false },
      });
      const fields = service.allCustomFields();
      if ('kind' in fields) throw new Error(fields.reason);
      const sized = fields.find(({ label }) => label === 'Shirt size');
      const writable = service.api() === 'REST v2' ? '_Shirtsize' : '_ShirtSize';
      expect(sized?.name).toBe(writable);
      expect(service.apply([change(7, { [writable]: 'L' })])).toEqual([{ kind: 'done' }]);
      expect((await contacts())[0]?.fields).toEqual({ _ShirtSize: 'L' });
      expect(fields).toHaveLength(service.api() === 'REST v2' ? 1 : 3);
    });

    it('finds fields whose names Keap does not tell by their labels', async () => {
      const { service, contacts } = await givenTyped({ behavior: { modelFieldNames: false } });
      expect(service.apply([change(7, { _DATE: '2026-01-31' })])).toEqual([{ kind: 'done' }]);
      expect((await contacts())[0]?.fields).toEqual({ _DATE: '2026-01-31' });
    });
  });

  describe('opt-in and opt-out', () => {
    const reason = 'asked by phone';

    it('says what to do about a contact without an address', async () => {
      const { service } = await given({ contacts: [{ id: 7, fields: {} }] });
      expect(service.apply([change(7, {}, { kind: 'opt-out', reason })])).toEqual([
        {
          kind: 'failed',
          reason: 'This contact has no email address to opt out. Fill in its Email cell.',
        },
      ]);
    });

    it('says of many addresses whether they may be mailed', async () => {
      const { service, keap } = await given({ contacts: [{ id: 7, fields: full }] });
      await keap.setOpt('one@example.com', 'single-opt-in');
      await keap.setOpt('two@example.com', 'opted-out');
      const asked = ['two@example.com', 'ONE@example.com', 'nobody@example.com', 'odd,one;*@example.com'];
      const states = service.optStates(asked);
      expect(states.map((one) => one.kind === 'known' && one.mayBeMailed)).toEqual([
        false,
        true,
        false,
        false,
      ]);
    });
  });

  describe('faults', () => {
    const calls = name === 'XML-RPC' ? 'xmlrpc ' : 'rest ';
    const writes = name === 'XML-RPC' ? 'ContactService.update' : 'rest PATCH /contacts/{id}';
    const two = [
      { id: 7, fields: full },
      { id: 9, fields: { Email: 'nine@example.com' } },
    ];

    it.each([
      ['a cut before it was served', { kind: 'cut', when: 'before' }],
      ['a cut after it was served', { kind: 'cut', when: 'after' }],
      ['a 503 in HTML', { kind: 'answer', status: 503, body: '<html>' }],
      ['an answer that is garbled', { kind: 'garbled', body: '<html>' }],
      ['a 429', { kind: 'answer', status: 429, body: '{}' }],
    ] as const)('survives %s that happens once', async (_what, trouble) => {
      const { service, keap, contacts } = await given({ contacts: two });
      await keap.break({ match: writes, times: 1, trouble });
      const outcomes = service.apply([change(7, { Phone2: '2' }), change(9, { Phone2: '2' })]);
      expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
      expect(await contacts()).toEqual(
        two.map(({ id, fields }) => ({ id, fields: { ...fields, Phone2: '2' } })),
      );
    });

    it('reports an API that answers nobody as down', async () => {
      const { service, keap } = await given({ contacts: two });
      await keap.break({ match: calls, trouble: { kind: 'answer', status: 503, body: '<html>' } });
      expect(() => service.load(ids(7, 9), ['Email'])).toThrow(ApiDown);
      expect(() => service.apply([change(7, { Phone2: '2' })])).toThrow(ApiDown);
    });

    it('reports a single contact without an answer as unanswered', async () => {
      const { service, keap } = await given({ contacts: two });
      const trouble = { kind: 'answer', status: 503, body: '' } as const;
      await keap.break({ match: writes, containing: 'poison', trouble });
      const [done, poisoned] = service.apply([change(7, { Phone2: '2' }), change(9, { Phone2: 'poison' })]);
      expect(done).toEqual({ kind: 'done' });
      expect(poisoned).toEqual({
        kind: 'failed',
        reason: 'Keap did not answer for this contact (HTTP status 503). The next sync sends this row again.',
        isUnanswered: true,
      });
    });
  });
});
