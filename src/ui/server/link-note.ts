/** Says why a sync writes no links to contacts where somebody has chosen them. */
import { type AccessState, accountIn } from '../../keap/auth/access.ts';
import { hasContactPages } from '../../sync/sheet/contact-link.ts';

/**
 * What that means and what to do, as sentences; empty where the account's host is known. Without a connection of the
 * current user, it is about the account that the document belongs to, whose syncs may use another person's.
 */
export function linkNote(state: AccessState, documentAccount: string): string {
  const own = accountIn(state);
  const account = own || documentAccount;
  if (hasContactPages(account)) return '';
  if (account === '') {
    return 'Links need the address of your Keap account. Connect to Keap first; until then, no links are written.';
  }
  if (own === '') {
    return 'Keap has not told the add-on the address of your account, so no links are written. If you want links, connect with a client id and secret.';
  }
  if (state.credential === 'oauth') {
    return 'Keap has not told the add-on the address of your account, so no links are written. The add-on looks for it whenever the connection is renewed, which is at least once a day.';
  }
  return 'With this key, Keap has not told the add-on the address of your account, so no links are written. If you want links, disconnect, then connect with a client id and secret.';
}
