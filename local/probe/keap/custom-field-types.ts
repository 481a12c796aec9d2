/** What custom fields take by their types, over both APIs. */
import type { Json } from '../question.ts';
import { choice, contactOf, patch, xmlField } from './changes.ts';
import { assumedOverRest, assumedOverXmlRpc } from './custom-field-answers.ts';
import { int, type KeapClient, struct, text } from './keap-client.ts';
import type { KeapProbe } from './probe.ts';
import { faultOf, jsonOf, listOf, outcomeOf, recordOf, shapeOf } from './shapes.ts';

type Content = string | readonly string[];

const numbers = ['12', '1.5', '1,234.5', 'abc', ''];
const choices = ['choice 1', 'No such choice', ''];

/** What a program would write, by type. Types that hold other people's data are left out. */
const contents: Readonly<Record<string, readonly Content[]>> = {
  DATE: ['2026-01-31', '2026-01-31T00:00:00Z', ''],
  DATE_TIME: ['2026-01-31T08:30:00Z', '2026-01-31 08:30:00', ''],
  YES_NO: ['1', '0', 'Yes', 'true', ''],
  WHOLE_NUMBER: numbers,
  DECIMAL_NUMBER: numbers,
  CURRENCY: numbers,
  PERCENT: numbers,
  DROPDOWN: choices,
  RADIO: choices,
  LIST_BOX: [['choice 1', 'choice 2'], 'choice 1,choice 2', 'No such choice', ''],
  YEAR: ['2026', '26'],
  MONTH: ['January', '1'],
  DAY_OF_WEEK: ['Monday', 'Mon', '1'],
  PHONE_NUMBER: ['480 555 0100'],
  EMAIL: ['not an address'],
  WEBSITE: ['example.com'],
  STATE: ['Arizona', 'AZ'],
  NAME: ['A. Probe'],
  TEXT: ['a,b', ' a ', ''],
  TEXT_AREA: ['a\nb'],
};

/** The switches of the simulated Keap that play another answer. */
const playedBy: Readonly<Record<string, string>> = {
  YES_NO: 'KeapBehavior.yesNo',
  LIST_BOX: 'KeapBehavior.listBoxes',
};

/** One question for each type and each API, because an account has fields of some types only. */
export const customFieldProbes: readonly KeapProbe[] = Object.keys(contents).flatMap((type): KeapProbe[] => {
  const name = type.toLowerCase().replaceAll('_', '-');
  const shared = { promises: ['R1', 'R8'], changes: ['custom_fields'] };
  return [
    {
      id: `rest/custom-field-${name}`,
      question: `What does a custom field of the type ${type} take over REST v2, and how does it come back?`,
      reliesOn: [
        'local/keap/custom-fields.ts',
        'local/keap/rest/contact-json.ts',
        'src/keap/over-rest/custom-content.ts',
      ],
      ...shared,
      ...(playedBy[type] === undefined ? {} : { playedBy: playedBy[type] }),
      assumed: assumedOverRest[type] ?? null,
      ask: (keap, { contactId }) =>
        eachContent(keap, type, (field, content) => overRest(keap, contactId, field, content)),
    },
    {
      id: `xmlrpc/custom-field-${name}`,
      question: `What does a custom field of the type ${type} take over XML-RPC, and how does it come back?`,
      reliesOn: [
        'local/keap/custom-fields.ts',
        'local/keap/contact-struct.ts',
        'local/keap/field-catalog.ts',
        'src/keap/over-xmlrpc/wire-values.ts',
      ],
      ...shared,
      assumed: assumedOverXmlRpc[type] ?? null,
      ask: (keap, { contactId }) =>
        eachContent(keap, type, (field, content) => overXmlRpc(keap, contactId, field, content)),
    },
  ];
});

interface TypedField {
  readonly id: string;
  readonly name: string;
  readonly options: readonly string[];
}

/** By what is written. */
async function eachContent(
  keap: KeapClient,
  type: string,
  write: (field: TypedField, content: Content) => Promise<Json>,
): Promise<Json> {
  const field = await fieldOfType(keap, type);
  if (field === undefined) return { notAsked: 'The account has no custom field of this type.' };
  const answers: Record<string, Json> = {};
  for (const content of contents[type] ?? []) {
    const shown = Array.isArray(content) ? `a list of ${content.join(' and ')}` : content;
    answers[shown === '' ? 'empty' : String(shown)] = await write(field, withChoices(content, field.options));
  }
  return answers;
}

/** The first custom field of this type. */
async function fieldOfType(keap: KeapClient, type: string): Promise<TypedField | undefined> {
  const model = recordOf(jsonOf(await keap.rest('GET', '/contacts/model')));
  const found = listOf(model.custom_fields).find(
    ({ field_type, field_name }) => field_type === type && typeof field_name === 'string',
  );
  return found === undefined
    ? undefined
    : {
        id: String(found.id),
        name: String(found.field_name).replace(/^_/, ''),
        options: listOf(found.options).map(({ label }) => String(label)),
      };
}

/** The account's own choices in place of their numbers. */
function withChoices(content: Content, options: readonly string[]): Content {
  if (typeof content !== 'string') return content.map((one) => String(withChoices(one, options)));
  return content.replace(/choice (\d)/g, (_, number: string) => options[Number(number) - 1] ?? '');
}

async function overRest(
  keap: KeapClient,
  contactId: number,
  field: TypedField,
  content: Content,
): Promise<Json> {
  const { id, options } = field;
  const kept = listOf((await contactOf(keap, contactId, 'custom_fields')).custom_fields);
  const others = kept.filter((one) => one.id !== id && one.content !== null && one.content !== undefined);
  const reply = await patch(keap, contactId, { custom_fields: [...others, { id, content }] });
  if (reply.status >= 300) return withoutName(outcomeOf(reply), field);
  const now = listOf((await contactOf(keap, contactId, 'custom_fields')).custom_fields);
  return contentAnswer(now.find((one) => one.id === id)?.content, options);
}

async function overXmlRpc(
  keap: KeapClient,
  contactId: number,
  field: TypedField,
  content: Content,
): Promise<Json> {
  const value = typeof content === 'string' ? content : content.join(',');
  const name = `_${field.name}`;
  const reply = await keap.xmlRpc('ContactService.update', [int(contactId), struct({ [name]: text(value) })]);
  return withoutName(faultOf(reply) ?? (await xmlField(keap, contactId, name, field.options)), field);
}

/** The names of its fields are the account's own. */
function withoutName(answer: Json, { name }: TypedField): Json {
  const renamed: Json = JSON.parse(JSON.stringify(answer).replaceAll(name, '(field)'));
  return renamed;
}

/** What came back, where choices of the account are told by their position. */
function contentAnswer(content: unknown, options: readonly string[]): Json {
  if (content === undefined || content === null || content === '') return 'empty';
  if (typeof content === 'number' || typeof content === 'boolean') return content;
  if (Array.isArray(content)) return content.map((one) => choice(String(one), options));
  return typeof content === 'string' ? choice(content, options) : shapeOf(content);
}
