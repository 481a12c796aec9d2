/** Creates contacts over XML-RPC, one call each. */
import type { XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId, FieldValues } from '../contacts/contact.ts';
import { type Created, unknownOutcome } from '../contacts/outcome.ts';
import { failureOf, resultOf, sendEach } from './answers.ts';
import { keapCall } from './methods.ts';
import { doubtOf, wireForms } from './wire-values.ts';
import type { FieldWriter } from './write-fields.ts';

/** Leaves out what is to be found out about a value first: that is written once the contact is there. */
export function createContacts(
  { exchange, book }: Pick<FieldWriter, 'exchange' | 'book'>,
  contacts: readonly FieldValues[],
): Created[] {
  const steps = sendEach(exchange, contacts, (fields) => ({
    ...keapCall('ContactService.add', structOf(book, fields)),
    isOnce: true,
  }));
  return contacts.map((_, index): Created => {
    const step = steps[index];
    if (step === undefined || step.kind === 'unanswered') return unknownOutcome;
    const id = resultOf(step);
    if (id !== undefined && id > 0) return { kind: 'created', id: id as ContactId };
    return failureOf(step) ?? unknownOutcome;
  });
}

function structOf(book: FieldWriter['book'], fields: FieldValues): Record<string, XmlRpcValue> {
  const custom = book.find(fields.keys()).fields;
  const struct: Record<string, XmlRpcValue> = Object.create(null);
  for (const [name, text] of fields) {
    const field = custom.get(name);
    if (text === '' || doubtOf(name, field, text) !== undefined) continue;
    struct[name] = wireForms(name, field, text)[0];
  }
  return struct;
}
