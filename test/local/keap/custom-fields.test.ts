import { describe, expect, it, onTestFinished } from 'vitest';
import { type CustomFieldType, customFieldTypes } from '../../../local/keap/custom-fields.ts';
import type { KeapBehavior } from '../../../local/keap/open-questions.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { call, int, madeUpKey, struct, text, texts } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** The account's own fields by their types, over both APIs. */
const choices = ['Red', 'Green', 'Sky blue'];
const types = Object.keys(customFieldTypes) as CustomFieldType[];
const nameOf = (type: CustomFieldType) => `_${type}`;
const idOf = (type: CustomFieldType) => String(11 + 2 * types.indexOf(type));

async function givenKeap(behavior: Partial<KeapBehavior> = {}): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: { FirstName: 'Before' } }],
    customFields: types.map((type) => ({
      name: nameOf(type),
      type,
      label: `My ${type}`,
      ...(/DROPDOWN|RADIO|DRILLDOWN|LIST_BOX/.test(type) ? { options: choices } : {}),
    })),
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
    behavior,
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const stored = async (keap: SimulatedKeap, type: CustomFieldType) =>
  (await keap.contacts())[0]?.fields[nameOf(type)];
const overXmlRpc = async (keap: SimulatedKeap, type: CustomFieldType, value: string) =>
  !(await call(keap, 'ContactService.update', int(7) + struct({ [nameOf(type)]: value }))).body.includes(
    '<fault>',
  );
const overRest = async (keap: SimulatedKeap, type: CustomFieldType, content: unknown) =>
  (
    await rest(keap, 'PATCH', '/contacts/7?update_mask=custom_fields', {
      custom_fields: [{ id: idOf(type), content }],
    })
  ).status === 200;

/** For each type what it takes, and what it does not. */
const values: readonly [CustomFieldType, string, string | undefined][] = [
  ['DATE', '2026-01-31', '31.01.2026'],
  ['DATE_TIME', '2026-01-31T13:30:00', 'noon'],
  ['YES_NO', '1', 'maybe'],
  ['WHOLE_NUMBER', '12', '1.5'],
  ['DECIMAL_NUMBER', '1.5', '1,5'],
  ['CURRENCY', '12.50', '$12.50'],
  ['PERCENT', '12.5', '12.5 %'],
  ['DROPDOWN', 'Red', 'Pink'],
  ['RADIO', 'Green', 'green'],
  ['DRILLDOWN', 'Sky blue', 'Sky'],
  ['LIST_BOX', 'Red,Green', 'Red,Pink'],
  ['PHONE_NUMBER', '+1 555 0100', undefined],
  ['EMAIL', 'a@example.com', 'none'],
  ['WEBSITE', 'https://example.com', undefined],
  ['SOCIAL_SECURITY_NUMBER', '000-00-0000', undefined],
  ['STATE', 'AZ', undefined],
  ['YEAR', '2026', '26'],
  ['MONTH', 'January', 'Jan'],
  ['DAY_OF_WEEK', 'Monday', 'Mon'],
  ['NAME', 'Ana', undefined],
  ['USER', '1', 'Ana'],
  ['USER_LIST_BOX', '1,2', undefined],
  ['TEXT', 'anything', undefined],
  ['TEXT_AREA', 'any\nthing', undefined],
];

describe('each type', () => {
  it('is tried', () => expect(values.map(([type]) => type).sort()).toEqual([...types].sort()));

  it.each(values)('%s keeps %j over either API', async (type, good) => {
    for (const write of [overXmlRpc, overRest]) {
      const keap = await givenKeap({ emptyDates: 'emptied' });
      expect([await write(keap, type, good), await stored(keap, type)]).toEqual([true, good]);
      expect([await write(keap, type, ''), await stored(keap, type)]).toEqual([true, undefined]);
      await keap.stop();
    }
  });

  it.each(values.filter(([, , bad]) => bad !== undefined))(
    '%s, which takes %j, refuses %j over either API',
    async (type, _good, bad) => {
      const keap = await givenKeap();
      for (const write of [overXmlRpc, overRest]) {
        expect([await write(keap, type, bad ?? ''), await stored(keap, type)]).toEqual([false, undefined]);
      }
    },
  );
});

describe('forms that are not documented', () => {
  it('of Yes/No are words where Keap is set to it', async () => {
    const keap = await givenKeap({ yesNo: 'words' });
    for (const write of [overXmlRpc, overRest]) {
      expect(await write(keap, 'YES_NO', '1')).toBe(false);
      expect([await write(keap, 'YES_NO', 'Yes'), await stored(keap, 'YES_NO')]).toEqual([true, '1']);
    }
  });

  it('of list boxes are lists over REST v2 where Keap is set to it', async () => {
    const keap = await givenKeap({ listBoxes: 'lists' });
    expect(await overRest(keap, 'LIST_BOX', 'Red,Green')).toBe(false);
    expect([await overRest(keap, 'LIST_BOX', ['Red', 'Green']), await stored(keap, 'LIST_BOX')]).toEqual([
      true,
      'Red,Green',
    ]);
  });
});

describe('a date of the account', () => {
  const loaded = async (keap: SimulatedKeap, type: CustomFieldType) => {
    const { body } = await call(keap, 'ContactService.load', int(7) + texts(nameOf(type)));
    const { value } = await rest(keap, 'GET', '/contacts/7?fields=custom_fields');
    const found = value.custom_fields.find((one: { id: string }) => one.id === idOf(type));
    return [/<dateTime\.iso8601>([^<]*)/.exec(body)?.[1], found.content];
  };

  // Certainty 65 %: server-local over XML-RPC, an instant to be read in America/New_York over REST.
  it.each([
    ['2026-01-31', '20260131T00:00:00', '2026-01-31T05:00:00Z'],
    ['2026-07-31', '20260731T00:00:00', '2026-07-31T04:00:00Z'],
  ])('%s is read as %s over XML-RPC and as %s over REST', async (day, xmlRpc, instant) => {
    const keap = await givenKeap();
    await overXmlRpc(keap, 'DATE', day);
    expect(await loaded(keap, 'DATE')).toEqual([xmlRpc, instant]);
    await overRest(keap, 'DATE', '');
    await overRest(keap, 'DATE', instant);
    expect(await stored(keap, 'DATE')).toBe(day);
  });

  it('keeps its time of day', async () => {
    const keap = await givenKeap();
    await overXmlRpc(
      keap,
      'DATE_TIME',
      '<dateTime.iso8601>20260131T133000</dateTime.iso8601>'.replace('133000', '13:30:00'),
    );
    expect(await loaded(keap, 'DATE_TIME')).toEqual(['20260131T13:30:00', '2026-01-31T18:30:00Z']);
  });

  it.each([
    ['refused', false],
    ['kept', true],
  ] as const)(
    'that is written empty over XML-RPC is %s where Keap is set to it, and "0" empties it',
    async (emptyDates, isTaken) => {
      const keap = await givenKeap({ emptyDates });
      await overXmlRpc(keap, 'DATE', '2026-01-31');
      expect([await overXmlRpc(keap, 'DATE', ''), await stored(keap, 'DATE')]).toEqual([
        isTaken,
        '2026-01-31',
      ]);
      expect([await overXmlRpc(keap, 'DATE', '0'), await stored(keap, 'DATE')]).toEqual([true, undefined]);
    },
  );
});

it('numbers are read as numbers over either API', async () => {
  const keap = await givenKeap();
  await overXmlRpc(keap, 'WHOLE_NUMBER', '<int>12</int>');
  await overXmlRpc(keap, 'CURRENCY', '<double>12.5</double>');
  const { body } = await call(
    keap,
    'ContactService.load',
    int(7) + texts(nameOf('WHOLE_NUMBER'), nameOf('CURRENCY')),
  );
  expect([body.includes('<i4>12</i4>'), body.includes('<double>12.5</double>')]).toEqual([true, true]);
  const { value } = await rest(keap, 'GET', '/contacts/7?fields=custom_fields');
  const contentOf = (type: CustomFieldType) =>
    value.custom_fields.find((one: { id: string }) => one.id === idOf(type)).content;
  expect([contentOf('WHOLE_NUMBER'), contentOf('CURRENCY'), contentOf('TEXT')]).toEqual([12, 12.5, null]);
});

describe('what describes the fields', () => {
  it('is the model of REST v2, with types and choices, or without names where Keap is set to it', async () => {
    const model = async (keap: SimulatedKeap) =>
      (await rest(keap, 'GET', '/contacts/model')).value.custom_fields;
    const field = (await model(await givenKeap())).find((one: { id: string }) => one.id === idOf('DROPDOWN'));
    expect(field).toMatchObject({ label: 'My DROPDOWN', field_name: 'DROPDOWN', field_type: 'DROPDOWN' });
    expect(field.options.map(({ label }: { label: string }) => label)).toEqual(choices);
    const [nameless] = await model(await givenKeap({ modelFieldNames: false }));
    expect(nameless).not.toHaveProperty('field_name');
    expect(nameless).toHaveProperty('label');
  });

  it('is the table DataFormField over XML-RPC', async () => {
    const keap = await givenKeap();
    const params =
      text('DataFormField') +
      int(1_000) +
      int(0) +
      struct({ FormId: '<int>-1</int>', Name: 'RADIO' }) +
      texts('Id', 'Name', 'Label', 'DataType', 'Values');
    const { body } = await call(keap, 'DataService.query', params);
    expect(body).toContain('<name>Label</name><value>My RADIO</value>');
    expect(body).toContain('<name>DataType</name><value><i4>20</i4></value>');
    expect(body).toContain(`<name>Values</name><value>${choices.join('\n')}</value>`);
    expect(body.match(/<name>Id<\/name>/g)).toHaveLength(1);
  });
});
