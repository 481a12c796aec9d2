import { describe, expect, it } from 'vitest';
import { contactFields } from '../../../src/keap/contacts/contact-fields.ts';
import { standardPath } from '../../../src/keap/over-rest/field-paths.ts';
import { change, givenService, ids } from '../given-service.ts';

/** What is particular to REST v2. */
const everything = {
  Email: 'one@example.com',
  EmailAddress2: 'two@example.com',
  Phone1: '111',
  Phone2: '222',
  City: 'Phoenix',
  _Color: 'red',
};

const given = () =>
  givenService({ contacts: [{ id: 7, fields: everything }], customFields: ['_Color', '_Size'] });

describe('restContactService()', () => {
  it('has a path for every field that a sheet can name, except those marked as XML-RPC only and those that point to records', () => {
    const lacking = contactFields.filter(({ name }) => standardPath(name) === undefined);
    expect(lacking.map(({ name }) => name)).toEqual(
      contactFields
        .filter(({ isXmlRpcOnly, kind }) => isXmlRpcOnly || kind === 'record')
        .map(({ name }) => name),
    );
    expect(lacking.length).toBeLessThan(contactFields.length / 5);
  });

  it('omits a field that REST v2 does not have when it reads, and sends nothing of a row that names one', async () => {
    const { rest, keap } = await given();
    const [loaded] = rest.load(ids(7), ['Email', 'Address1Type']);
    expect(loaded).toEqual({ kind: 'found', fields: new Map([['Email', 'one@example.com']]) });
    const [outcome] = rest.apply([change(7, { Email: 'new@example.com', Address1Type: 'x' })]);
    expect(outcome).toMatchObject({
      reason: expect.stringContaining("Keap's REST v2 does not have the field Address1Type"),
    });
    expect((await keap.contacts())[0]?.fields).toEqual(everything);
  });

  it('keeps what somebody else changes between our first read and our write', async () => {
    const { rest, keap } = await given();
    rest.load(ids(7), ['Email']);
    await keap.editContact(7, {
      Phone2: 'changed meanwhile',
      EmailAddress3: 'three@example.com',
      _Size: '9',
    });
    rest.apply([change(7, { Email: 'new@example.com', Phone1: '112', _Color: 'blue' })]);
    expect((await keap.contacts())[0]?.fields).toEqual({
      ...everything,
      Email: 'new@example.com',
      EmailAddress3: 'three@example.com',
      Phone1: '112',
      Phone2: 'changed meanwhile',
      _Color: 'blue',
      _Size: '9',
    });
  });

  it('touches only the lists of its fields, even if somebody changes others at the last moment', async () => {
    const { rest, keap } = await given();
    await keap.break({
      match: 'rest PATCH /contacts/{id}',
      trouble: { kind: 'meanwhile', contact: { id: 7, fields: { City: 'Tucson', LastName: 'Elsewhere' } } },
    });
    rest.apply([change(7, { Email: 'new@example.com' })]);
    expect((await keap.contacts())[0]?.fields).toEqual({
      ...everything,
      Email: 'new@example.com',
      City: 'Tucson',
      LastName: 'Elsewhere',
    });
  });

  it('reads the whole contact before it treats a list that is missing from the answer as empty', async () => {
    const { rest, keap } = await given();
    const body = JSON.stringify({ id: '7' });
    await keap.break({ match: 'rest GET /contacts/{id}', times: 1, trouble: { kind: 'garbled', body } });
    expect(rest.apply([change(7, { Email: 'new@example.com' })])).toEqual([{ kind: 'done' }]);
    expect((await keap.contacts())[0]?.fields).toEqual({ ...everything, Email: 'new@example.com' });
  });

  it('says so when the answer shows that somebody else has changed the same list', async () => {
    const { rest, keap } = await given();
    const body = {
      id: '7',
      email_addresses: [
        { field: 'EMAIL1', email: 'new@example.com' },
        { field: 'EMAIL2', email: 'somebody@example.com' },
      ],
    };
    await keap.break({ match: 'rest PATCH', trouble: { kind: 'garbled', body: JSON.stringify(body) } });
    expect(rest.apply([change(7, { Email: 'new@example.com' })])).toEqual([
      {
        kind: 'done',
        note: expect.stringContaining('Somebody else changed this contact at the same time'),
      },
    ]);
  });

  it.each([
    ['another contact', { id: '8', given_name: 'Ana' }, 'Keap answered for another contact.'],
    ['an empty value', { id: '7', given_name: '' }, 'Keap accepted the row, but FirstName is empty in Keap.'],
  ])('R1 does not report success when Keap acknowledges %s', async (_what, body, sentence) => {
    const { rest, keap } = await given();
    await keap.break({ match: 'rest PATCH', trouble: { kind: 'garbled', body: JSON.stringify(body) } });
    expect(rest.apply([change(7, { FirstName: 'Ana' })])).toEqual([
      { kind: 'failed', reason: expect.stringContaining(sentence) },
    ]);
  });

  it('R1 does not report success when Keap acknowledges the old address', async () => {
    const { rest, keap } = await given();
    const email_addresses = [
      { field: 'EMAIL1', email: 'one@example.com' },
      { field: 'EMAIL2', email: 'two@example.com' },
    ];
    const body = JSON.stringify({ id: '7', email_addresses });
    await keap.break({ match: 'rest PATCH', trouble: { kind: 'garbled', body } });
    expect(rest.apply([change(7, { Email: 'new@example.com' })])).toEqual([
      {
        kind: 'failed',
        reason: expect.stringContaining('Keap accepted the row, but Email is "one@example.com" in Keap.'),
      },
    ]);
  });

  it('R2 does not merge into the list of another contact', async () => {
    const { rest, keap } = await given();
    const body = JSON.stringify({
      id: '8',
      email_addresses: [{ field: 'EMAIL2', email: 'eight@example.com' }],
    });
    await keap.break({ match: 'rest GET', trouble: { kind: 'garbled', body } });
    expect(rest.apply([change(7, { Email: 'new@example.com' })])).toEqual([
      { kind: 'failed', reason: expect.stringContaining('Keap answered for another contact.') },
    ]);
    expect((await keap.contacts())[0]?.fields).toEqual(everything);
  });

  it('does not opt in an address that the same row removes', async () => {
    const { rest } = await given();
    const [id] = ids(7);
    if (id === undefined) throw new Error('There is no id.');
    const opt = { kind: 'opt-in', reason: 'asked' } as const;
    const [outcome] = rest.apply([{ id, fields: new Map([['Email', '']]), opt }]);
    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('This contact has no email address'),
    });
  });

  it('says how Keap stores a value that it reformats', async () => {
    const { rest, keap } = await given();
    const body = {
      id: '7',
      phone_numbers: [
        { field: 'PHONE1', number: '(555) 111' },
        { field: 'PHONE2', number: '222' },
      ],
    };
    await keap.break({ match: 'rest PATCH', trouble: { kind: 'garbled', body: JSON.stringify(body) } });
    expect(rest.apply([change(7, { Phone1: '555111' })])).toEqual([
      { kind: 'done', note: 'Keap stores Phone1 as "(555) 111".' },
    ]);
  });

  it('fetches the model once, and only for a custom field', async () => {
    const { rest, keap } = await given();
    rest.load(ids(7), ['Email']);
    expect((await keap.counts())['rest GET /contacts/model']).toBeUndefined();
    rest.load(ids(7), ['_Color']);
    rest.apply([change(7, { _Size: '9' })]);
    expect((await keap.counts())['rest GET /contacts/model']).toBe(1);
  });

  it('never sends a URL longer than Google allows', async () => {
    const all = Array.from({ length: 700 }, (_, index) => 2_000_000_001 + index);
    const { rest, keap } = await given();
    rest.load(ids(...all.slice(0, 400)), ['Email', 'Phone1', 'City', '_Color', 'FirstName', 'Company']);
    rest.optStates(all.map((id) => `somebody.with.a.long.name+${id}@example.com`));
    const lengths = (await keap.requests()).map(({ path, query }) => `${path}?${query}`.length);
    expect(Math.max(...lengths)).toBeLessThan(2_082 - 'https://api.infusionsoft.com'.length);
    expect(lengths.length).toBeGreaterThan(400);
  });

  it('knows in advance which addresses nobody else may opt in', async () => {
    const { rest, keap } = await given();
    await keap.setOpt('one@example.com', 'unsubscribed');
    await keap.setOpt('two@example.com', 'opted-out-manually');
    const [one, two] = rest.optStates(['one@example.com', 'two@example.com']);
    const optInRefusal =
      'This address has unsubscribed. Only the contact can opt in again, through a form or a link.';
    expect([one, two]).toEqual([
      { kind: 'known', mayBeMailed: false, label: 'Unsubscribed', optInRefusal },
      { kind: 'known', mayBeMailed: false, label: 'Unsubscribed', optInRefusal },
    ]);
    rest.apply([change(7, {}, { kind: 'opt-in', reason: 'please' })]);
    expect((await keap.counts())['rest PATCH /emailAddresses/{email}/status']).toBeUndefined();
  });

  it('accepts a number or a text as an id, and nothing else', async () => {
    const { rest, keap } = await given();
    const answer = (id: unknown) =>
      keap.break({
        match: 'rest GET /contacts/{id}',
        times: 1,
        trouble: { kind: 'garbled', body: JSON.stringify({ id, custom_fields: [{ id: 11, content: 5 }] }) },
      });
    await answer(7);
    expect(rest.load(ids(7), ['_Color'])).toEqual([{ kind: 'found', fields: new Map([['_Color', '5']]) }]);
    await answer({ toString: 'x' });
    // Asked once more: the simulated Keap then answers as it should.
    expect(rest.load(ids(7), ['_Color'])).toEqual([{ kind: 'found', fields: new Map([['_Color', 'red']]) }]);
  });

  it('keeps a field with several choices a list', async () => {
    const { rest, keap } = await given();
    const current = { id: '7', custom_fields: [{ id: '11', content: ['red', 'green'] }] };
    await keap.break({
      match: 'rest GET /contacts/{id}',
      trouble: { kind: 'garbled', body: JSON.stringify(current) },
    });
    rest.apply([change(7, { _Color: 'red, blue' })]);
    const patch = (await keap.requests()).find(({ what }) => what.startsWith('rest PATCH'));
    expect(JSON.parse(patch?.body ?? '')).toEqual({
      custom_fields: [{ id: '11', content: ['red', 'blue'] }],
    });
  });

  it.each([
    [400, 'Keap does not accept one of these values. Check the row. (Keap: Oh)'],
    [403, 'Your Keap user does not have permission for this. Ask your Keap administrator. (Keap: Oh)'],
    [409, 'Keap refused this for a temporary reason. The next sync sends this row again. (Keap: Oh)'],
    [405, 'Keap did not accept this row. (Keap: Oh)'],
  ])("reads the API's own %s as a refusal of that row", async (status, reason) => {
    const { rest, keap } = await given();
    const body = JSON.stringify({ code: status, message: 'Oh', status: 'X', details: [] });
    await keap.break({ match: 'rest PATCH', trouble: { kind: 'answer', status, body } });
    expect(rest.apply([change(7, { FirstName: 'Ana' })])).toEqual([{ kind: 'failed', reason }]);
  });
});
