import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SimulatedContact } from '../../../local/keap/contacts.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { api, at, bearer, call, int, madeUpKey, send, struct, text, texts } from './keap-client.ts';

/** Each test names the fact about Keap's XML-RPC that it holds the simulated one to. */
let keap: SimulatedKeap;
const startMs = Date.UTC(2026, 10, 23, 12);
const contacts: readonly SimulatedContact[] = [
  {
    id: 1,
    fields: {
      Email: 'ana@example.com',
      FirstName: 'Zoë 😀',
      LastName: '<&>"]]>\r\u000b',
      Birthday: '1990-02-28',
    },
  },
  { id: 2, fields: { Email: 'bo@example.com', EmailAddress2: 'ANA@example.com', Title: '\ue000a' } },
];

beforeAll(async () => {
  keap = await startSimulatedKeap({
    contacts,
    customFields: ['_Own'],
    apiKeys: [madeUpKey],
    legacyKeys: ['made-up-legacy'],
    behavior: { appHost: 'served' },
    limits: { keysPerSecond: 1_000 },
  });
  await keap.setTime(startMs);
});
afterAll(() => keap.stop());
beforeEach(() => Promise.all(contacts.map((contact) => keap.putContact(contact))));

const answerTo = async (method: string, params: string) => (await call(keap, method, params)).body;
const load = (id: number, ...names: string[]) => answerTo('ContactService.load', int(id) + texts(...names));
const update = (id: number, members: Record<string, string>) =>
  answerTo('ContactService.update', int(id) + struct(members));
const fault = (code: number, words: string) =>
  `<fault><value><struct><member><name>faultCode</name><value><i4>${code}</i4></value></member><member><name>faultString</name><value>${words}`;
const contact = async (id: number) => (await keap.contacts()).find((one) => one.id === id)?.fields;

describe('on the wire', () => {
  it('strings come untyped, ints as i4, and empty fields not at all', async () => {
    const body = await load(2, 'Id', 'Email', 'FirstName');
    expect(body).toContain('<name>Id</name><value><i4>2</i4></value>');
    expect(body).toContain('<name>Email</name><value>bo@example.com</value>');
    expect(body).not.toMatch(/FirstName|<string|<int>/);
  });

  it('a contact without any of the fields asked for is an empty struct', async () => {
    expect(await load(2, 'City')).toContain('<value><struct/></value>');
  });

  it('an emoji comes as two references, and control characters as they are, against XML', async () => {
    const body = await load(1, 'FirstName', 'LastName');
    expect(body).toContain('<value>Zoë &#55357;&#56832;</value>');
    expect(body).toContain('<value>&lt;&amp;&gt;"]]&gt;\r\u000b</value>');
  });

  it('what marks such characters on their way out is itself a character that a contact may have', async () => {
    expect(await load(2, 'Title')).toContain('<value>\ue000a</value>');
  });

  it('dates have no zone: birthdays are days, changes have the time of the servers', async () => {
    await call(keap, 'ContactService.update', int(2) + struct({ City: 'Rome' }), {
      ...bearer(madeUpKey),
      ...at(startMs + 60_000),
    });
    expect(await load(1, 'Birthday')).toContain('<dateTime.iso8601>19900228T00:00:00</dateTime.iso8601>');
    expect(await load(2, 'LastUpdated')).toContain('<dateTime.iso8601>20261123T07:01:00</dateTime.iso8601>');
    expect(await load(2, 'DateCreated')).not.toContain('20261123T07:01:00');
  });

  it('a date is written as one, or as text', async () => {
    await update(2, {
      Birthday: '<dateTime.iso8601>20000131T00:00:00</dateTime.iso8601>',
      Anniversary: '2001-01-31',
    });
    expect(await contact(2)).toMatchObject({ Birthday: '2000-01-31', Anniversary: '2001-01-31' });
  });
});

describe('what the server refuses to read', () => {
  it.each([
    ['nil', '<param><value><nil/></value></param>', 'Unknown type: nil'],
    ['i8', '<param><value><i8>1</i8></value></param>', 'Unknown type: i8'],
    ['an int out of range', '<param><value><int>2147483648</int></value></param>', 'integer'],
    ['an int that is none', '<param><value><int>1.5</int></value></param>', 'int'],
    ['a boolean that is none', '<param><value><boolean>true</boolean></value></param>', 'boolean'],
    [
      'a date with hyphens',
      '<param><value><dateTime.iso8601>2026-01-31T00:00:00</dateTime.iso8601></value></param>',
      'dateTime',
    ],
    ['two types in a value', '<param><value><int>1</int><int>2</int></value></param>', 'one type'],
    ['text beside a type', '<param><value>a<int>1</int></value></param>', 'Unexpected text'],
    ['a value outside a param', '<value>1</value>', 'Unexpected element value'],
    [
      'a member without a value',
      '<param><value><struct><member><name>a</name></member></struct></value></param>',
      'Expected name and value',
    ],
    ['a control character', '<param><value>\u000b</value></param>', 'parse'],
    ['half an emoji', '<param><value>&#55357;</value></param>', 'parse'],
    ['an unclosed tag', '<param><value>', 'parse'],
    ['an unknown entity', '&nbsp;', 'parse'],
  ])('%s, by fault 0', async (_name, params, words) => {
    const body = await answerTo('ContactService.load', params);
    expect(body).toContain(fault(0, 'Failed to parse XML-RPC request: '));
    expect(body).toContain(words);
  });

  it('a DOCTYPE, by fault 0', async () => {
    const body = `<!DOCTYPE methodCall><methodCall><methodName>ContactService.load</methodName><params>${text('x')}${int(1)}${texts('Id')}</params></methodCall>`;
    const answer = await send(keap, { host: api, path: '/crm/xmlrpc/v1', headers: bearer(madeUpKey), body });
    expect(answer.body).toContain(fault(0, 'Failed to parse XML-RPC request: DOCTYPE is disallowed.'));
  });

  it('an empty body, by fault 0', async () => {
    const { status, body } = await send(keap, {
      host: api,
      path: '/crm/xmlrpc/v1',
      headers: bearer(madeUpKey),
    });
    expect([status, body]).toEqual([200, expect.stringContaining(fault(0, 'Failed to parse'))]);
  });

  it('a call by GET, by status 405', async () => {
    const sent = { host: api, path: '/crm/xmlrpc/v1', method: 'GET', headers: bearer(madeUpKey) };
    expect((await send(keap, sent)).status).toBe(405);
  });
});

describe('the methods', () => {
  it.each([
    ['an unknown id', 'ContactService.load', int(99) + texts('Id'), 5, '[RecordNotFound]'],
    [
      'an unknown id to write',
      'ContactService.update',
      int(99) + struct({ City: 'x' }),
      5,
      '[RecordNotFound]',
    ],
    [
      'an unknown field',
      'ContactService.load',
      int(1) + texts('Mood'),
      10,
      '[NoFieldFound]No field found: Contact.Mood',
    ],
    [
      'an unknown field to write',
      'ContactService.update',
      int(1) + struct({ Mood: 'x' }),
      10,
      '[NoFieldFound]',
    ],
    [
      "another account's own field",
      'ContactService.update',
      int(1) + struct({ _Theirs: 'x' }),
      10,
      '[NoFieldFound]',
    ],
    [
      'a field that Keap keeps itself',
      'ContactService.update',
      int(1) + struct({ Id: '2' }),
      8,
      '[NoFieldAccess]',
    ],
    [
      'an address of 76',
      'ContactService.update',
      int(1) + struct({ Email: 'x'.repeat(76) }),
      12,
      '[InvalidParameter]',
    ],
    [
      'a second one of 101',
      'ContactService.update',
      int(1) + struct({ EmailAddress2: 'x'.repeat(101) }),
      12,
      '[InvalidParameter]',
    ],
    [
      'a truth for a name',
      'ContactService.update',
      int(1) + struct({ FirstName: '<boolean>1</boolean>' }),
      12,
      '[InvalidParameter]',
    ],
    [
      'a struct for a name',
      'ContactService.update',
      int(1) + struct({ FirstName: '<struct/>' }),
      12,
      '[InvalidParameter]',
    ],
    [
      'an id as text',
      'ContactService.load',
      text('1') + texts('Id'),
      0,
      'No method matching arguments: java.lang.String, java.lang.String, [Ljava.lang.Object;',
    ],
    [
      'an id as a double',
      'ContactService.load',
      `<param><value><double>1</double></value></param>${texts('Id')}`,
      0,
      'No method matching arguments: java.lang.String, java.lang.Double, [Ljava.lang.Object;',
    ],
    [
      'a parameter too many',
      'APIEmailService.getOptStatus',
      text('a@b') + text('x'),
      0,
      'No method matching arguments',
    ],
    ['an unknown method', 'ContactService.destroy', int(1), 0, 'No such handler: ContactService.destroy'],
    ['a table that is none', 'DataService.load', text('Mood') + int(1) + texts('Id'), 9, '[NoTableFound]'],
    [
      'a query for 1,001',
      'DataService.query',
      text('Contact') + int(1_001) + int(0) + struct({}) + texts('Id'),
      12,
      '[InvalidParameter]',
    ],
    [
      'a duplicate check that is none',
      'ContactService.addWithDupCheck',
      struct({}) + text('Phone'),
      12,
      '[InvalidParameter]',
    ],
  ])('answer %s with a fault and HTTP 200', async (_name, method, params, code, words) => {
    const { status, body } = await call(keap, method, params);
    expect([status, body]).toEqual([200, expect.stringContaining(fault(code, words))]);
  });

  it('take addresses of 75 and 100 characters', async () => {
    await update(2, { Email: 'x'.repeat(75), EmailAddress3: 'y'.repeat(100) });
    expect(await contact(2)).toMatchObject({ Email: 'x'.repeat(75), EmailAddress3: 'y'.repeat(100) });
  });

  it('write the fields named and no other, empty what is written empty, and answer with the id', async () => {
    const body = await update(2, { FirstName: 'Bo', _Own: 'x', Title: '' });
    expect(body).toContain('<param><value><i4>2</i4></value></param>');
    expect(await contact(2)).toEqual({
      Email: 'bo@example.com',
      EmailAddress2: 'ANA@example.com',
      FirstName: 'Bo',
      _Own: 'x',
    });
  });

  it('write nothing of an update of which one field is refused', async () => {
    await update(2, { FirstName: 'Bo', Mood: 'x' });
    expect(await contact(2)).not.toHaveProperty('FirstName');
  });

  it('find by all three addresses, without regard to case', async () => {
    const body = await answerTo('ContactService.findByEmail', text('ana@EXAMPLE.com') + texts('Id'));
    expect(body.match(/<i4>\d<\/i4>/g)).toEqual(['<i4>1</i4>', '<i4>2</i4>']);
  });

  it('query by pages from 0, by a part of a text, and by empty fields', async () => {
    const query = (limit: number, page: number, wanted: Record<string, string>) =>
      answerTo('DataService.query', text('Contact') + int(limit) + int(page) + struct(wanted) + texts('Id'));
    expect((await query(1, 1, { Id: '%' })).match(/<i4>\d<\/i4>/g)).toEqual(['<i4>2</i4>']);
    expect((await query(9, 0, { Email: 'an%@example.com' })).match(/<i4>\d<\/i4>/g)).toEqual(['<i4>1</i4>']);
    expect((await query(9, 0, { FirstName: '~null~' })).match(/<i4>\d<\/i4>/g)).toEqual(['<i4>2</i4>']);
    expect(await query(9, 7, { Id: '%' })).toContain('<array><data/></array>');
  });

  it('add, and add only whom they do not find', async () => {
    const added = await answerTo('ContactService.add', struct({ Email: 'new@example.com' }));
    const again = struct({ Email: 'New@example.com', FirstName: 'Twin' });
    const same = await answerTo('ContactService.addWithDupCheck', again + text('Email'));
    const other = await answerTo('ContactService.addWithDupCheck', again + text('EmailAndNameAndCompany'));
    const third = struct({ Email: 'new@example.com', FirstName: 'Else' });
    const new4 = await answerTo('ContactService.addWithDupCheck', third + text('EmailAndName'));
    expect([added, same, other, new4].map((body) => /<i4>(\d)/.exec(body)?.[1])).toEqual([
      '3',
      '3',
      '3',
      '4',
    ]);
    expect(await contact(3)).toEqual({ Email: 'New@example.com', FirstName: 'Twin' });
  });
});

describe('opt statuses', () => {
  const ask = async (method: string, address: string, reason = 'why') => {
    const params = text(address) + (method === 'getOptStatus' ? '' : text(reason));
    return /<(?:i4|boolean)>(\d)</.exec(await answerTo(`APIEmailService.${method}`, params))?.[1];
  };

  it.each([
    ['unconfirmed', '0', '1', '1'],
    ['single-opt-in', '1', '0', '1'],
    ['double-opt-in', '2', '0', '1'],
    ['non-marketable', '0', '1', '1'],
    ['opted-out', '0', '0', '0'],
    ['bounced', '0', '0', '1'],
  ] as const)('%s is told as %s; optIn answers %s, optOut %s', async (status, told, optIn, optOut) => {
    await keap.setOpt('in@example.com', status);
    await keap.setOpt('out@example.com', status);
    expect(await ask('getOptStatus', 'in@example.com')).toBe(told);
    expect(await ask('optIn', 'in@example.com')).toBe(optIn);
    expect(await ask('optOut', 'out@example.com')).toBe(optOut);
    expect(await ask('getOptStatus', 'out@example.com')).toBe('0');
  });

  it('belong to the address in any case, with the reason and the time of the change', async () => {
    await ask('optOut', 'Case@Example.com', 'asked by phone & mail'.replace('&', '&amp;'));
    expect(await keap.optEntry('case@example.COM')).toEqual({
      status: 'opted-out',
      reason: 'asked by phone & mail',
      changedMs: expect.any(Number),
    });
    expect(await ask('optIn', 'case@example.com')).toBe('0');
  });

  it('are neither moved nor changed when a contact gets another address', async () => {
    await keap.setOpt('bo@example.com', 'opted-out');
    await update(2, { Email: 'bo.new@example.com' });
    expect(await ask('getOptStatus', 'bo@example.com')).toBe('0');
    expect((await keap.optEntry('bo@example.com')).status).toBe('opted-out');
    expect((await keap.optEntry('bo.new@example.com')).status).toBe('non-marketable');
  });

  it('are false for what is not an address', async () => {
    expect(await ask('optOut', 'nobody')).toBe('0');
    expect(await keap.optEntries()).not.toHaveProperty('nobody');
  });
});

describe('the legacy address', () => {
  const legacy = (key: string) =>
    send(keap, {
      host: 'sim123.infusionsoft.com',
      path: '/api/xmlrpc',
      body: `<methodCall><methodName>ContactService.load</methodName><params>${text(key)}${int(1)}${texts('Id')}</params></methodCall>`,
    });

  it('takes its key as the first parameter, and answers another one with fault 2', async () => {
    expect((await legacy('made-up-legacy')).body).toContain('<i4>1</i4>');
    expect((await legacy('wrong')).body).toContain(fault(2, '[InvalidKey]'));
  });

  it('keeps its key out of the record', async () => {
    await legacy('made-up-legacy');
    expect(JSON.stringify(await keap.requests())).not.toContain('made-up-legacy');
  });
});
