/** The addresses that emails about failures go to: one, or several with commas between them. */
import { SettingsWrong } from '../../errors.ts';
import { isAddress } from '../../keap/contacts/field-check.ts';

/** Google counts each recipient against its daily limit of emails, which is 100 for a personal account. */
const maxAddresses = 10;

/**
 * What somebody has typed, as it is stored and as `MailApp` takes it: `a@example.com, b@example.com`, each once, and empty
 * for none. Throws `SettingsWrong` for anything that is no address.
 */
export function alertAddresses(typed: string): string {
  const all = typed.split(/[,;\n]/).map((one) => one.trim());
  const addresses = [
    ...new Map(all.filter((one) => one !== '').map((one) => [one.toLowerCase(), one])).values(),
  ];
  const wrong = addresses.find((one) => !isAddress(one));
  if (wrong !== undefined) {
    throw new SettingsWrong(
      'An email address for alerts is not valid',
      `"${wrong.slice(0, 60)}" is not a valid email address. Correct it, and separate several addresses with commas.`,
    );
  }
  if (addresses.length > maxAddresses) {
    throw new SettingsWrong(
      'There are too many email addresses for alerts',
      `Enter at most ${maxAddresses} email addresses. For more people, use the address of a group.`,
    );
  }
  return addresses.join(', ');
}

/** Throws `SettingsWrong` where nobody would hear of failures although that is wanted. */
export function requireAlertAddress(addresses: string): string {
  if (addresses !== '') return addresses;
  throw new SettingsWrong(
    'There is no email address for alerts',
    'Enter an email address for alerts, so that somebody is told when the sync needs help.',
  );
}
