/** Finds changes by which a contact stops receiving email: Keap sends none to an address that it first meets through its API. */
import type { ContactChange, FieldValues } from '../../keap/contacts/contact.ts';
import { isSameAddress } from '../../keap/contacts/opting.ts';
import type { PlannedChange } from './plan.ts';

/** Whether the change gives its contact an address that nobody opts in or out with it. */
export function givesNewAddress({ fields, opt }: ContactChange, current: FieldValues): boolean {
  const address = fields.get('Email') ?? '';
  return opt === undefined && address !== '' && !isSameAddress(address, current.get('Email') ?? '');
}

/** What the row says about such an address; undefined where there is nothing to say. */
export function newAddressNote(
  { isOptInSent, isNew }: Pick<PlannedChange, 'isOptInSent' | 'isNew'>,
  change: ContactChange,
  current: FieldValues,
): string | undefined {
  if (isOptInSent === true || change.opt !== undefined) return undefined;
  return isNew === true || givesNewAddress(change, current) ? note : undefined;
}

const note = "Keap won't send marketing email to this new address until it is opted in.";

/** What a row says that has another address now. */
export function withoutNewAddressNote(message: string): string {
  return message.replace(note, '').trim();
}

/** What an unchanged row goes on saying: nobody has opted its address in through the sheet since. */
export function keptNote(message: string): string {
  return message.includes(note) ? note : '';
}
