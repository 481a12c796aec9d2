/**
 * Reads, creates, applies and removes tags over REST v2, the last two for many contacts in one call. The extract of the contract beside the simulated
 * Keap lacks these calls; paths, bodies and answers are those of Keap's own SDK (infusionsoft/keap-sdk, sdks/v2, TagsApi).
 */
import type { ContactChange, TagId } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import { type CreatedTag, type Done, type Failed, unknownOutcome } from '../contacts/outcome.ts';
import {
  contactsPerTagCall,
  type TagRequest,
  type TagSteps,
  tagNames,
  tagRefused,
} from '../contacts/tagging.ts';
import type { KnownTag } from '../contacts/tags.ts';
import { sendDivided } from '../http/divided.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, getCall, postCall, repeatablePostCall, resultOf, type Step } from './calls.ts';
import { fetchContacts } from './contact-reads.ts';
import type { Contact } from './contract.ts';
import { maxPageSize } from './url-batches.ts';

const contactsPerCall = contactsPerTagCall['REST v2'];
/** More tags than an account has; Keap documents no limit. */
const maxPages = 50;

type Json = Readonly<Record<string, unknown>>;

interface TagPage {
  readonly tags: readonly KnownTag[];
  readonly next: string;
}

/** All tags of the account. */
export function fetchTags(exchange: Exchange): readonly KnownTag[] | Failed {
  const tags: KnownTag[] = [];
  let token = '';
  for (let page = 0; page < maxPages; page++) {
    const next = token === '' ? '' : `&page_token=${encodeURIComponent(token)}`;
    const [step] = exchange.send([getCall(`/tags?page_size=${maxPageSize}${next}`, tagPageIn)]);
    const found = resultOf(step);
    if (found === undefined) return (step && failureOf(step)) ?? noAnswer;
    tags.push(...found.tags);
    if (found.next === '' || found.next === token) break;
    token = found.next;
  }
  return tags;
}

function tagPageIn({ tags = [], next_page_token: next }: Json): TagPage | undefined {
  if (!Array.isArray(tags)) return undefined;
  return { tags: tags.flatMap(tagIn), next: typeof next === 'string' ? next : '' };
}

function tagIn(value: unknown): KnownTag[] {
  if (typeof value !== 'object' || value === null || !('id' in value)) return [];
  const id = String(value.id);
  const name = 'name' in value && typeof value.name === 'string' ? value.name : id;
  return /^\d+$/.test(id) ? [{ id: id as TagId, name }] : [];
}

/** Creates a tag of each of these names. */
export function createTags(exchange: Exchange, names: readonly string[]): CreatedTag[] {
  const steps = exchange.send(names.map((name) => postCall('/tags', { name }, (json) => tagIn(json)[0])));
  return names.map((_, index): CreatedTag => {
    const step = steps[index];
    if (step === undefined || step.kind === 'unanswered') return unknownOutcome;
    const id = resultOf(step)?.id;
    return id === undefined ? (failureOf(step) ?? unknownOutcome) : { kind: 'created', id };
  });
}

/** The ids in a contact's `tag_ids`; a contact without the list has none. */
export function tagIdsOf({ tag_ids }: Pick<Contact, 'tag_ids'>): string[] {
  const list: unknown = tag_ids;
  return Array.isArray(list) ? list.map(String) : [];
}

/** Sends the contacts of a tag together. */
export function restTagSteps(exchange: Exchange): TagSteps {
  return {
    changeTags(requests) {
      const batches = tagBatches(requests);
      const answers = new Map<TagRequest, Done | Failed | 'unclear'>();
      const parts = sendDivided(exchange, batches, callOf, (step) => isOfOneContact(step));
      for (const { items, result } of parts) {
        for (const request of items) answers.set(request, answerFor(request, result));
      }
      // A contact that Keap refuses alone: what it has then tells whether it matters.
      return requests.map((request) => answers.get(request) ?? 'unclear');
    },
    tagsOf(contacts) {
      const fetched = fetchContacts(exchange, contacts, ['tag_ids']);
      return contacts.map((id) => {
        const one = fetched.get(id) ?? noAnswer;
        return one.kind === 'failed' ? one : { kind: 'tags', ids: new Set(tagIdsOf(one.contact) as TagId[]) };
      });
    },
  };
}

function tagBatches(requests: readonly TagRequest[]): TagRequest[][] {
  const open = new Map<string, TagRequest[]>();
  const batches: TagRequest[][] = [];
  for (const request of requests) {
    const key = `${request.kind} ${request.tag.id}`;
    const batch = open.get(key);
    if (batch !== undefined && batch.length < contactsPerCall) {
      batch.push(request);
      continue;
    }
    const begun = [request];
    open.set(key, begun);
    batches.push(begun);
  }
  return batches;
}

function callOf(requests: readonly TagRequest[]) {
  const [first] = requests;
  const verb = first?.kind === 'remove' ? 'removeTags' : 'applyTags';
  const body = { contact_ids: requests.map(({ contact }) => String(contact)) };
  return repeatablePostCall(`/tags/${first?.tag.id ?? ''}/contacts:${verb}`, body, ({ results }) =>
    resultsIn(results),
  );
}

/** What became of each contact, by its id; removing says nothing (`TagsApi`: no body). */
function resultsIn(results: unknown): Json {
  return typeof results === 'object' && results !== null && !Array.isArray(results) ? { ...results } : {};
}

/** Whether the refusal may mean one of the contacts: a tag that is gone is gone for all of them. */
function isOfOneContact(step: Step<Json>): boolean {
  if (step.kind === 'unanswered') return true;
  return step.answer.kind === 'refusal' && step.answer.status !== 404;
}

/** The words are those of REST v1, whose `applyTags` gives them by tag: v2 documents that there are some. */
const done: ReadonlySet<string> = new Set(['SUCCESS', 'DUPLICATE']);

function answerFor(request: TagRequest, step: Step<Json>): Done | Failed | 'unclear' {
  const failure = failureOf(step);
  if (failure !== undefined) return tagRefused(request, failure);
  const said = resultOf(step)?.[String(request.contact)];
  if (typeof said === 'string' && done.has(said.toUpperCase())) return { kind: 'done' };
  return 'unclear';
}

/** How many of the changes can be sent with so many requests, where those of tags are shared. At least one. */
export function changesWithin(requests: number, changes: readonly ContactChange[]): number {
  const counts = new Map<string, number>();
  let cost = 0;
  for (const [index, { fields, opt, tags }] of changes.entries()) {
    if (fields.size > 0 || opt !== undefined) cost++;
    for (const name of tagNames(tags)) {
      const count = counts.get(name) ?? 0;
      counts.set(name, count + 1);
      if (count % contactsPerCall === 0) cost++;
    }
    if (cost > requests && index > 0) return index;
  }
  return Math.max(1, changes.length);
}
