/** Reads the account's custom fields from the table `DataFormField` of XML-RPC. */
import { isXmlRpcStruct, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { FieldName } from '../contacts/contact.ts';
import type { FetchedFields } from '../contacts/custom-field-book.ts';
import type { AccountField } from '../contacts/custom-field-store.ts';
import { customFieldType } from '../contacts/custom-field-types.ts';
import { type LabelledField, labelledField } from '../contacts/field-list.ts';
import { noAnswer } from '../contacts/messages.ts';
import type { Failed } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf } from './answers.ts';
import { keapCall } from './methods.ts';

/** The form of contacts (developer.keap.com, "Table Schema: DataFormField"). */
const contactForm = -1;
const rowsOfPage = 1_000;
/** More custom fields than an account may have. */
const maxPages = 5;

/** The custom fields of contacts by their names; a user may be without the right to read them. */
export function fetchFormFields(exchange: Exchange): FetchedFields | Failed {
  const fields = new Map<FieldName, AccountField>();
  const all: LabelledField[] = [];
  for (let page = 0; page < maxPages; page++) {
    const names = ['Id', 'Name', 'Label', 'DataType', 'Values'];
    const query = { FormId: contactForm };
    const [step] = exchange.send([
      keapCall('DataService.query', 'DataFormField', rowsOfPage, page, query, names),
    ]);
    const failure = step === undefined ? noAnswer : failureOf(step);
    if (step === undefined || failure !== undefined) return failure ?? noAnswer;
    const rows = resultOf(step) ?? [];
    for (const row of rows) addField({ fields, all }, row);
    if (rows.length < rowsOfPage) break;
  }
  return { get: (name) => fields.get(name), all };
}

interface Found {
  readonly fields: Map<FieldName, AccountField>;
  readonly all: LabelledField[];
}

function addField({ fields, all }: Found, row: XmlRpcValue): void {
  if (!isXmlRpcStruct(row) || typeof row.Name !== 'string') return;
  const { Id, Name, Label, DataType, Values } = row;
  const name = Name.startsWith('_') ? Name : `_${Name}`;
  const field = { type: customFieldType(Number(DataType)), options: optionsIn(Values) };
  fields.set(name, { id: String(Id ?? ''), ...field });
  const labelled = labelledField({ name, label: typeof Label === 'string' ? Label : '', ...field });
  if (labelled !== undefined) all.push(labelled);
}

/** One on each line. */
function optionsIn(values: XmlRpcValue | undefined): string[] {
  if (typeof values !== 'string') return [];
  const lines = values.split(/\r\n?|\n/).map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ''))];
}
