/** The address of a contact's page in Keap. */
import type { ContactId } from '../../keap/contacts/contact.ts';

/** Anything else that names an account, such as a person's email address, is no host. */
const keapHost = /^[a-z0-9-]+\.infusionsoft\.com$/;

/** Whether this account, as a run knows it, names the host on which its people use Keap. */
export function hasContactPages(account: string): boolean {
  return keapHost.test(account.toLowerCase());
}

/**
 * Where people see and edit this contact, for instance
 * `https://app123.infusionsoft.com/Contact/manageContact.jsp?view=edit&ID=4`; empty where the account names no host.
 * Keap does not document this form. Many public programs use it, and it has not been tried with a real account.
 */
export function contactLink(account: string, id: ContactId): string {
  return hasContactPages(account)
    ? `https://${account.toLowerCase()}/Contact/manageContact.jsp?view=edit&ID=${String(id)}`
    : '';
}

/** Whether a text is the address of a contact's page in any account. */
export function isContactLink(text: string): boolean {
  return /^https:\/\/[a-z0-9-]+\.infusionsoft\.com\/Contact\/manageContact\.jsp\?/i.test(text);
}
