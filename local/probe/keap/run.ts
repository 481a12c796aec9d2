/** Asks Keap one question after the other, and leaves the contact as it was. */
import { randomBytes } from 'node:crypto';
import type { Json } from '../question.ts';
import type { ProbeResult } from '../result.ts';
import { formatVersion, probeVersion } from '../version.ts';
import { keapProbes } from './catalog.ts';
import { contactOf } from './changes.ts';
import { guarded } from './guard.ts';
import { type KeapClient, keapClient, ProbeStopped, RequestRefused, type Send } from './keap-client.ts';
import type { Given, KeapProbe } from './probe.ts';
import { jsonOf, listOf, recordOf, withoutData } from './shapes.ts';

export interface KeapRunOptions {
  readonly send: Send;
  readonly token: string;
  /** The contact that was made for the probe; undefined in a run that only reads. */
  readonly contactId: number | undefined;
  readonly askedOf: string;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether the user has asked to stop: what was changed is restored all the same. */
  readonly isStopped: () => boolean;
  readonly backup: Backup;
  /** Told before each question. */
  readonly progress: (question: KeapProbe, count: number, all: number) => void;
}

/** Where the contact's own values wait while it is changed: they outlast a run that is killed. */
export interface Backup {
  load(contactId: number): Promise<Contact | undefined>;
  save(contactId: number, contact: Contact): Promise<void>;
  remove(contactId: number): Promise<void>;
}

/** Properties of REST v2 with their values. */
export type Contact = Readonly<Record<string, unknown>>;

export interface KeapRun {
  /** With all answers until then, where the run was stopped. */
  readonly result: ProbeResult;
  readonly requests: number;
  /** A sentence, where not everything was asked. */
  readonly stopped: string | undefined;
  /** Properties of the contact that are not as they were. */
  readonly notRestored: readonly string[];
}

/** Rejects with `ProbeStopped` where nothing could be asked at all. */
export async function runKeapProbe(options: KeapRunOptions): Promise<KeapRun> {
  const { send, token, contactId, pause, isStopped } = options;
  let isRestoring = false;
  const keap = keapClient({
    send: guarded(send, contactId),
    token,
    pause,
    isStopped: () => !isRestoring && isStopped(),
  });
  await requireToken(keap);
  const mark = randomBytes(4).toString('hex');
  const given: Given = {
    ids: await someIds(keap),
    contactId: contactId ?? 0,
    address: (name) => `probe-${mark}-${name}@example.com`,
  };
  const original = contactId === undefined ? {} : await prepared(keap, contactId, options.backup);
  const restore = async (names: readonly string[]) => {
    isRestoring = true;
    try {
      return contactId === undefined ? [] : await restored(keap, contactId, original, names);
    } catch (error) {
      if (error instanceof ProbeStopped || error instanceof RequestRefused) throw error;
      return names;
    } finally {
      isRestoring = false;
    }
  };
  const probes = keapProbes.filter(({ changes }) => changes === undefined || contactId !== undefined);
  const answers: Record<string, Json> = {};
  let stopped: string | undefined;
  try {
    for (const [index, probe] of probes.entries()) {
      options.progress(probe, index + 1, probes.length);
      try {
        answers[probe.id] = await isolated(() => probe.ask(keap, given));
      } finally {
        await restore(probe.changes ?? []);
      }
    }
  } catch (error) {
    if (!(error instanceof ProbeStopped)) throw error;
    stopped = error.message;
  }
  const notRestored = await restore(Object.keys(original)).catch((error: unknown) => {
    if (!(error instanceof ProbeStopped)) throw error;
    stopped ??= error.message;
    return Object.keys(original);
  });
  if (contactId !== undefined && notRestored.length === 0) await options.backup.remove(contactId);
  const result: ProbeResult = {
    ...{ format: formatVersion, asks: 'keap', version: probeVersion, askedOf: options.askedOf },
    askedAt: new Date(options.nowMs()).toISOString().slice(0, 10),
    api: 'REST v2, XML-RPC v1',
    about: {
      'contacts to read': String(given.ids.length),
      'writing questions': contactId === undefined ? 'no' : 'yes',
    },
    answers,
  };
  return { result, requests: keap.count(), stopped, notRestored };
}

/** An answer that one question cannot read is told, and does not stop the others. */
async function isolated(ask: () => Promise<Json>): Promise<Json> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProbeStopped || error instanceof RequestRefused || !(error instanceof Error))
      throw error;
    return { failed: withoutData(`${error.name}: ${error.message}`) };
  }
}

async function requireToken(keap: KeapClient): Promise<void> {
  const { status } = await keap.rest('GET', '/oauth/connect/userinfo');
  if (status === 401 || status === 403) {
    throw new ProbeStopped(
      'Keap refuses this token: the app may not use the API, or the API is not switched on.',
    );
  }
  if (status >= 300) throw new ProbeStopped(`Keap answers ${status} to the first request. Try again later.`);
}

/** Contacts of the account with the lowest ids. */
async function someIds(keap: KeapClient): Promise<readonly number[]> {
  const reply = await keap.rest('GET', '/contacts?page_size=3&fields=id');
  const ids = listOf(recordOf(jsonOf(reply)).contacts).map(({ id }) => Number(id));
  if (ids.length > 0) return ids;
  throw new ProbeStopped('The account has no contact that could be read. Add one in Keap, and try again.');
}

/** Everything that a question may change. */
const changeable = [...new Set(keapProbes.flatMap(({ changes = [] }) => changes))];

/** The contact as it was before the probe; of a run that was killed, what that one has noted. */
async function prepared(keap: KeapClient, contactId: number, backup: Backup): Promise<Contact> {
  const reply = await keap.rest('GET', `/contacts/${contactId}?fields=id`);
  if (reply.status >= 300) {
    throw new ProbeStopped(`Keap has no contact ${contactId}. Add a contact for the probe, and give its id.`);
  }
  const noted = await backup.load(contactId);
  if (noted !== undefined) return noted;
  const contact = await wholeContact(keap, contactId);
  await backup.save(contactId, contact);
  return contact;
}

/** Everything that a question may change, asked for by name and without names: what is missing could not be restored. */
async function wholeContact(keap: KeapClient, contactId: number): Promise<Contact> {
  const whole = await keap.rest('GET', `/contacts/${contactId}`);
  const named = await keap.rest('GET', `/contacts/${contactId}?fields=${changeable.join(',')}`);
  if (whole.status >= 300 || named.status >= 300) {
    throw new ProbeStopped(`Keap does not tell what contact ${contactId} holds, so nothing is changed.`);
  }
  const now = { ...recordOf(jsonOf(whole)), ...recordOf(jsonOf(named)) };
  return Object.fromEntries(changeable.map((name) => [name, now[name] ?? null]));
}

/** Writes back what is different, property by property, and gives those that still are. */
async function restored(
  keap: KeapClient,
  contactId: number,
  original: Contact,
  names: readonly string[],
): Promise<readonly string[]> {
  const different = async (some: readonly string[]) => {
    if (some.length === 0) return [];
    const now = await contactOf(keap, contactId, ...some);
    return some.filter((name) => textOf(name, now[name]) !== textOf(name, original[name]));
  };
  const left: string[] = [];
  for (const name of await different(names)) {
    let isRestored = false;
    for (const body of bodiesFor(name, original[name])) {
      await keap.rest('PATCH', `/contacts/${contactId}?update_mask=${name}`, body);
      isRestored = (await different([name])).length === 0;
      if (isRestored) break;
    }
    if (!isRestored) left.push(name);
  }
  return left;
}

const lists = ['email_addresses', 'phone_numbers', 'addresses', 'custom_fields'];

/** What may set a property to this value. How Keap empties one is among the questions: then each way is tried. */
function bodiesFor(name: string, value: unknown): readonly Contact[] {
  const written = writable(name, value);
  if (!isEmpty(written)) return [{ [name]: written }];
  return lists.includes(name) ? [{ [name]: [] }, {}] : [{ [name]: '' }, {}, { [name]: null }];
}

/** What can be compared and written back: not what Keap adds to a list by itself. */
function writable(name: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const items = listOf(value);
  if (name === 'email_addresses') return items.map(({ email, field }) => ({ email, field }));
  if (name === 'custom_fields')
    return items.filter(({ content }) => content !== null && content !== undefined);
  return items.map(({ number_e164: _added, ...item }) => item);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

/** The same text for the same value, whatever the order of items and names. */
function textOf(name: string, value: unknown): string {
  const written = writable(name, value);
  if (isEmpty(written)) return '';
  if (!Array.isArray(written)) return JSON.stringify(written);
  return listOf(written)
    .map((item) => JSON.stringify(Object.entries(item).sort()))
    .sort()
    .join();
}
