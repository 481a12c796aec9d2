/** Offers owners and lead sources to columns that are not sent, because their headers alone are no wish to send them. */
import { fieldLabel } from '../../keap/contacts/field-labels.ts';
import { offeredField } from '../../sync/sheet/header-names.ts';
import type { LabelOffer } from './custom-field-views.ts';

/** Undefined for a header that means neither; `taken` are the fields that other columns are sent to. */
export function recordOffer(header: string, taken: ReadonlySet<string>): LabelOffer | undefined {
  const name = offeredField(header);
  if (name === undefined) return undefined;
  const label = fieldLabel(name);
  if (taken.has(name)) {
    return { suggestion: '', note: `Another column is sent as "${label}", so this column is not sent.` };
  }
  return {
    suggestion: name,
    note: `This column is not sent until you choose "${label}" here and save. Preview the changes before you sync.`,
  };
}
