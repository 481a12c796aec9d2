/** Asks the simulated Keap, in this process, and gives its result. */
import { customFieldTypes } from '../../keap/custom-fields.ts';
import { type Keap, keap as newKeap } from '../../keap/keap.ts';
import { pauseMs, type Send } from './keap-client.ts';
import { type Backup, type Contact, type KeapRun, runKeapProbe } from './run.ts';

/** The day that the result has. */
const startMs = Date.UTC(2026, 10, 23, 8);

export const simulatedToken = 'KeapAK-made-up';
export const simulatedContactId = 1002;

/** Has contacts, and a custom field of each type. Between two requests half a second of its time passes. */
export function keapForProbe(): { readonly keap: Keap; readonly send: Send } {
  const choices = { options: ['One', 'Two'] };
  const keap = newKeap(
    {
      apiKeys: [simulatedToken],
      // The shape that Keap documents: in turns, an answer would depend on those before it.
      behavior: { restRefusals: 'documented' },
      contacts: [1001, simulatedContactId, 1003].map((id) => ({
        id,
        fields: {
          Email: `contact${id}@example.com`,
          FirstName: 'Ana',
          Phone1: '5550100',
          OwnerID: '1',
          _Text: 'a',
        },
      })),
      customFields: Object.keys(customFieldTypes).map((type) => ({
        name: `_${type === 'TEXT' ? 'Text' : type.toLowerCase()}`,
        type: type as keyof typeof customFieldTypes,
        ...choices,
      })),
    },
    startMs,
  );
  let nowMs = startMs;
  return {
    keap,
    async send({ host, path, method, headers, body = '' }) {
      nowMs += pauseMs;
      const url = new URL(path, `https://${host}`);
      const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
      const reply = await keap.answer({
        ...{ nowMs, method, host, path: url.pathname, query: url.searchParams, body },
        lineBytes: Buffer.byteLength(`${method} ${path}`),
        headers: Object.fromEntries(named),
      });
      const replied = Object.entries(reply.headers).map(([name, value]) => [name.toLowerCase(), value]);
      return { status: reply.status, headers: Object.fromEntries(replied), body: reply.body };
    },
  };
}

/** Asks everything, the questions that write included. */
export function simulatedRun(send: Send = keapForProbe().send): Promise<KeapRun> {
  return runKeapProbe({
    send,
    token: simulatedToken,
    contactId: simulatedContactId,
    askedOf: 'the simulated Keap',
    nowMs: () => startMs,
    pause: async () => {},
    isStopped: () => false,
    backup: memoryBackup(),
    progress: () => {},
  });
}

/** Keeps the contact's values in memory. */
export function memoryBackup(): Backup {
  const kept = new Map<number, Contact>();
  return {
    load: async (id) => kept.get(id),
    save: async (id, contact) => void kept.set(id, contact),
    remove: async (id) => void kept.delete(id),
  };
}
