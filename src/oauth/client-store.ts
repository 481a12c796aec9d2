/** Keeps the client id and secret that the user has entered. */
import { SettingsWrong } from '../errors.ts';
import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import { loadRecord, saveRecord } from '../stored-record.ts';
import type { Client } from './client.ts';

interface ClientStore {
  /** Undefined until one is saved, or when the stored text is damaged. */
  load(): Client | undefined;
  /** Throws `SettingsWrong` when the id or the secret cannot be one that Keap has issued. */
  save(client: Client): void;
  remove(): void;
}

/** The store of one client, in one property whose key begins with `prefix`. */
export function clientStore(properties: Properties, prefix: string): ClientStore {
  const key = `${prefix}client`;
  return {
    load: () => readClient(loadRecord(properties, key)),
    save(client) {
      const [id, hidden] = [client.id, client.secret.reveal()];
      if (!isClientText(id) || id.includes(':')) throw invalidText('client id');
      if (!isClientText(hidden)) throw invalidText('client secret');
      saveRecord(properties, key, 1, { id, secret: hidden });
    },
    remove: () => properties.remove(key),
  };
}

/** Visible ASCII (RFC 6749, appendix A.1 and A.2, without the space); the id has no colon (RFC 7617, section 2). */
function isClientText(text: string): boolean {
  return /^[\x21-\x7e]{1,500}$/.test(text);
}

function invalidText(name: 'client id' | 'client secret'): SettingsWrong {
  return new SettingsWrong(
    `The ${name} has an invalid length or invalid characters`,
    `The ${name} contains a space, a line break or another invalid character, or it is too long. Copy it again from your app at keys.developer.keap.com.`,
  );
}

function readClient({ id, secret: hidden }: Readonly<Record<string, unknown>>): Client | undefined {
  return typeof id === 'string' && typeof hidden === 'string' ? { id, secret: secret(hidden) } : undefined;
}
