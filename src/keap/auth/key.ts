/** The long-lived keys that a user copies from Keap, and the check of what they typed. */
import { SettingsWrong } from '../../errors.ts';
import { type Secret, secret } from '../../secret.ts';

/** The header that carries a personal access token; Keap's older and newer pages name one each. */
export type KeyHeader = 'X-Keap-API-Key' | 'Authorization';

/** A personal access token or a service account key. */
export interface PersonalKey {
  readonly kind: 'key';
  readonly key: Secret;
  readonly header: KeyHeader;
}

/** The retired key of one application. */
export interface LegacyKey {
  readonly kind: 'legacy-key';
  readonly application: string;
  readonly key: Secret;
  /** Which of Keap's hosts has accepted it; undefined until one has. */
  readonly host?: LegacyKeyHost | undefined;
}

/**
 * The host of both APIs takes a legacy key as a bearer token (Keap's page on legacy keys). The host of the application, which
 * Keap retires, takes it as the first parameter of XML-RPC.
 */
export type LegacyKeyHost = 'api' | 'application';

/** A long-lived key that a user has copied from Keap. */
export type Key = PersonalKey | LegacyKey;

/** The key with the header that Keap wants; a legacy key has no choice of headers and is returned as it is. */
export function withHeader(key: Key, header: KeyHeader): Key {
  return key.kind === 'key' ? { ...key, header } : key;
}

/** The key with the host that accepts it; any other key is returned as it is. */
export function withHost(key: Key, host: LegacyKeyHost): Key {
  return key.kind === 'legacy-key' ? { ...key, host } : key;
}

/** Whether no API but XML-RPC is known to accept the key. */
export function isForXmlRpcOnly(key: Key): boolean {
  return key.kind === 'legacy-key' && key.host !== 'api';
}

/** The key that the user typed. Throws `SettingsWrong` for what cannot be a key. */
export function personalKey(typed: string): PersonalKey {
  return { kind: 'key', key: checkedText(typed), header: 'X-Keap-API-Key' };
}

/**
 * Throws `SettingsWrong` for what cannot be a key, and for an application that is not a single host name: the key
 * must reach `https://APPLICATION.infusionsoft.com` and no other host.
 */
export function legacyKey(typedApplication: string, typed: string): LegacyKey {
  const application = typedApplication.toLowerCase();
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(application)) {
    throw new SettingsWrong(
      'The application name is not a host name',
      'The application name has only letters, digits and hyphens, for instance app123. It is the first part of the address of your Keap, before ".infusionsoft.com". Enter only that part.',
    );
  }
  return { kind: 'legacy-key', application, key: checkedText(typed) };
}

/** A header carries only visible ASCII (RFC 9110, section 5.5), and Keap's keys consist of nothing else. */
function checkedText(typed: string): Secret {
  if (/^[\x21-\x7e]{8,400}$/.test(typed)) return secret(typed);
  throw new SettingsWrong(
    'The key has an invalid length or invalid characters',
    typed === ''
      ? 'The key is missing. Copy it from Keap.'
      : 'This is not a valid Keap key: it is too short or too long, or it contains a space or another invalid character. Copy it again from Keap.',
  );
}
