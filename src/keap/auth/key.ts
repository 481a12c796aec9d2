import { SettingsWrong } from '../../errors.ts';
import { type Secret, secret } from '../../secret.ts';

/** Where a personal access token stands in a request; Keap's older and newer pages name one each. */
export type KeyHeader = 'X-Keap-API-Key' | 'Authorization';

/** A personal access token or a service account key. */
export interface PersonalKey {
  readonly kind: 'key';
  readonly key: Secret;
  readonly header: KeyHeader;
}

/** The retired key of one application, for XML-RPC only. */
export interface LegacyKey {
  readonly kind: 'legacy-key';
  readonly application: string;
  readonly key: Secret;
}

/** A long-lived proof that a person copied out of Keap. */
export type Key = PersonalKey | LegacyKey;

/** The key as Keap wants it in a header; a legacy key stands in none. */
export function withHeader(key: Key, header: KeyHeader): Key {
  return key.kind === 'key' ? { ...key, header } : key;
}

/** Throws `SettingsWrong` for what cannot be a key. */
export function personalKey(typed: string): PersonalKey {
  return { kind: 'key', key: keyText(typed), header: 'X-Keap-API-Key' };
}

/**
 * Throws `SettingsWrong` for what cannot be a key, and for an application that is no single host name: the key goes
 * to `https://APPLICATION.infusionsoft.com`, and to no other host.
 */
export function legacyKey(typedApplication: string, typed: string): LegacyKey {
  const application = typedApplication.toLowerCase();
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(application)) {
    throw new SettingsWrong(
      'The application name is no host name',
      'The application name has letters, digits and hyphens only, for instance app123: the first part of the address of your Keap, before ".infusionsoft.com". Enter it alone.',
    );
  }
  return { kind: 'legacy-key', application, key: keyText(typed) };
}

/** A header takes visible ASCII only (RFC 9110, section 5.5), and Keap's keys hold nothing else. */
function keyText(typed: string): Secret {
  if (/^[\x21-\x7e]{8,400}$/.test(typed)) return secret(typed);
  throw new SettingsWrong(
    'The key has characters or a length that no key has',
    typed === ''
      ? 'The key is missing. Copy it from Keap.'
      : 'This is no key of Keap: it is too short or too long, or it holds a space or a character that no key has. Copy it again from Keap.',
  );
}
