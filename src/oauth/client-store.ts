import type { Properties } from '../platform/properties.ts';
import { secret } from '../secret.ts';
import type { Client } from './client.ts';

export interface ClientStore {
  /** Undefined until one is saved, or where the stored text is damaged. */
  load(): Client | undefined;
  save(client: Client): void;
  remove(): void;
}

/** Keeps the client's id and secret in one property. */
export function clientStore(properties: Properties, prefix: string): ClientStore {
  const key = `${prefix}client`;
  return {
    load: () => readClient(properties.get(key)),
    save: (client) =>
      properties.set(key, JSON.stringify({ version: 1, id: client.id, secret: client.secret.reveal() })),
    remove: () => properties.remove(key),
  };
}

function readClient(text: string | null): Client | undefined {
  try {
    const { id, secret: hidden } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return typeof id === 'string' && typeof hidden === 'string' ? { id, secret: secret(hidden) } : undefined;
  } catch {
    return undefined;
  }
}
