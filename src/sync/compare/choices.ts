/** What somebody chooses to do about differences, as the browser sends it back. */
import type { ContactId, FieldName } from '../../keap/contacts/contact.ts';
import { contactIdOf } from '../sheet/sheet-view.ts';
import type { Difference, Shown } from './comparison.ts';

/** A difference that was shown: whatever has changed since is another one. */
export interface ShownDifference {
  readonly contact: ContactId;
  readonly name: FieldName;
  readonly shown: Shown;
}

/** What is chosen of each contact, and what was shown of it. */
export type ChosenContacts = ReadonlyMap<ContactId, ChosenContact>;

interface ChosenContact {
  /** Names what its rows held. */
  readonly row: string;
  /** Names what Keap had, by field. */
  readonly keap: ReadonlyMap<FieldName, string>;
}

/** Named by a text, which holds no value of anybody's. */
export function keyOfDifference({ contact, name, shown }: Difference): string {
  return [contact, shown.row, shown.keap, name].join(' ');
}

/** Reads what `keyOfDifference` has made; undefined for any other text. */
export function differenceFrom(key: string): ShownDifference | undefined {
  const [, idText = '', row = '', keap = '', name = ''] =
    /^(\d+) ([0-9a-f]{9}) ([0-9a-f]{9}) ([A-Za-z_]\w*)$/.exec(key) ?? [];
  const contact = contactIdOf(idText);
  return contact === undefined || name === '' ? undefined : { contact, name, shown: { row, keap } };
}

/** By contact. Of choices about one contact with other values, as two dialogs may show them, the last ones count. */
export function byContact(differences: readonly ShownDifference[]): ChosenContacts {
  const contacts = new Map<ContactId, { row: string; keap: Map<FieldName, string> }>();
  for (const { contact, name, shown } of differences) {
    const known = contacts.get(contact);
    if (known?.row === shown.row) known.keap.set(name, shown.keap);
    else contacts.set(contact, { row: shown.row, keap: new Map([[name, shown.keap]]) });
  }
  return contacts;
}
