/** Creates contacts over REST v2, one call each. */
import type { ContactId, FieldValues } from '../contacts/contact.ts';
import { type Created, unknownOutcome } from '../contacts/outcome.ts';
import type { Exchange } from '../http/exchange.ts';
import { addressProblems } from './address-codes.ts';
import { failureOf, postCall, resultOf } from './calls.ts';
import type { FindPaths } from './contact-model.ts';
import { contactPatch } from './contact-patch.ts';
import { contactIn } from './contact-reads.ts';
import { doubtOf } from './doubtful-values.ts';

/** Leaves out what is to be found out about a value first, or has a problem: that is written once the contact is there. */
export function createContacts(
  exchange: Exchange,
  findPaths: FindPaths,
  contacts: readonly FieldValues[],
): Created[] {
  const steps = exchange.send(
    contacts.map((fields) => postCall('/contacts?fields=id', bodyOf(findPaths, fields), contactIn)),
  );
  return contacts.map((_, index): Created => {
    const step = steps[index];
    if (step === undefined || step.kind === 'unanswered') return unknownOutcome;
    const id = Number(resultOf(step)?.id ?? 0);
    if (Number.isSafeInteger(id) && id > 0) return { kind: 'created', id: id as ContactId };
    return failureOf(step) ?? unknownOutcome;
  });
}

/** An address is given without a reason to opt it in: whoever wants that says so in the row. */
function bodyOf(findPaths: FindPaths, fields: FieldValues): object {
  const { paths } = findPaths(fields.keys());
  const problems = addressProblems(fields, undefined);
  const sent = [...fields].filter(([name, text]) => {
    const path = paths.get(name);
    return text !== '' && path !== undefined && !problems.has(name) && doubtOf(path, text) === undefined;
  });
  return contactPatch(new Map(sent), undefined, paths).body;
}
