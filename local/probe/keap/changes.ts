/** Changes of the contact that was made for the probe, and what has become of them. */
import type { Json } from '../question.ts';
import { int, type KeapClient, type KeapReply, list, struct, text } from './keap-client.ts';
import { faultOf, jsonOf, outcomeOf, recordOf } from './shapes.ts';

/** Changes exactly these properties. */
export function patch(
  keap: KeapClient,
  contactId: number,
  body: Readonly<Record<string, unknown>>,
): Promise<KeapReply> {
  const mask = Object.keys(body).map((name) => `update_mask=${name}`);
  return keap.rest('PATCH', `/contacts/${contactId}?${mask.join('&')}`, body);
}

/** These properties of the contact as they are now. Rejects where Keap does not tell them. */
export async function contactOf(
  keap: KeapClient,
  contactId: number,
  ...names: readonly string[]
): Promise<Readonly<Record<string, unknown>>> {
  const reply = await keap.rest('GET', `/contacts/${contactId}?fields=${names.join(',')}`);
  if (reply.status >= 300) throw new Error(`Keap does not tell ${names.join(', ')} (${reply.status}).`);
  return recordOf(jsonOf(reply));
}

export function update(
  keap: KeapClient,
  contactId: number,
  members: Readonly<Record<string, string>>,
): Promise<KeapReply> {
  return keap.xmlRpc('ContactService.update', [int(contactId), struct(members)]);
}

/** Whether a text is still what a probe wrote, or what became of it. */
export async function textNow(
  keap: KeapClient,
  contactId: number,
  name: string,
  wrote: string,
): Promise<Json> {
  const now = (await contactOf(keap, contactId, name))[name];
  if (now === undefined || now === null || now === '') return 'empty';
  return now === wrote
    ? 'as written'
    : { changed: String(now).length === wrote.length ? 'same length' : 'other length' };
}

/** One field as XML-RPC gives it, with its element. */
export async function xmlField(
  keap: KeapClient,
  contactId: number,
  name: string,
  options: readonly string[],
): Promise<Json> {
  const reply = await keap.xmlRpc('ContactService.load', [int(contactId), list(text(name))]);
  const fault = faultOf(reply);
  if (fault !== undefined || reply.status >= 300) return fault ?? outcomeOf(reply);
  const found = /<member>\s*<name>[^<]*<\/name>\s*<value>(?:<([\w.0-9]+)>)?([^<]*)/.exec(reply.body);
  if (found === null) return 'left out';
  return `${found[1] ?? 'no element'}: ${choice(found[2] ?? '', options)}`;
}

/** A text of the account in which its choices are told by their position. */
export function choice(content: string, options: readonly string[]): string {
  return options.reduce(
    (rest, option, index) => (option === '' ? rest : rest.replaceAll(option, `(choice ${index + 1})`)),
    content,
  );
}
