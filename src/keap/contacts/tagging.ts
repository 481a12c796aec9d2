/**
 * Applies and removes tags, over either API. What Keap answers to that does not always tell what a contact has afterwards, and
 * then reading it does.
 */
import type { ContactChange, ContactId, Tag, TagId } from './contact.ts';
import type { ApiName } from './contact-service.ts';
import { noAnswer } from './messages.ts';
import type { Done, Failed, TagsOutcome } from './outcome.ts';
import { type KnownTag, tagLabel } from './tags.ts';

/** One tag of one contact. */
export interface TagRequest {
  readonly contact: ContactId;
  readonly tag: KnownTag;
  readonly kind: 'apply' | 'remove';
}

/** How many contacts one call applies a tag to, or removes it from. REST v1 documents the limit; v2 documents none. */
export const contactsPerTagCall: Readonly<Record<ApiName, number>> = { 'XML-RPC': 1, 'REST v2': 100 };

/** How many calls the tags of these changes take over this API. */
export function tagCalls(api: ApiName, changes: readonly Pick<ContactChange, 'tags'>[]): number {
  const contacts = new Map<string, number>();
  for (const { tags } of changes) {
    for (const name of tagNames(tags)) contacts.set(name, (contacts.get(name) ?? 0) + 1);
  }
  const perCall = contactsPerTagCall[api];
  return [...contacts.values()].reduce((sum, count) => sum + Math.ceil(count / perCall), 0);
}

/** What a call does, for each tag of a change. */
export function tagNames(tags: ContactChange['tags']): string[] {
  return [
    ...(tags?.apply ?? []).map(({ id, name }) => `apply ${id ?? name}`),
    ...(tags?.remove ?? []).map(({ id, name }) => `remove ${id ?? name}`),
  ];
}

/** What tagging needs of an API. Each gives one result per item, in order. */
export interface TagSteps {
  /** `unclear` where Keap's answer does not tell. */
  changeTags(requests: readonly TagRequest[]): (Done | Failed | 'unclear')[];
  /** The tags that these contacts have right now. */
  tagsOf(contacts: readonly ContactId[]): (ContactTags | Failed)[];
}

/** The tags of one contact. */
export interface ContactTags {
  readonly kind: 'tags';
  readonly ids: ReadonlySet<TagId>;
}

/** Applies and removes the tags of these changes, which all have some. */
export function changeTags(steps: TagSteps, changes: readonly ContactChange[]): TagsOutcome[] {
  const requests = changes.flatMap(requestsOf);
  const answers = steps.changeTags(requests);
  const settled = settleByReading(steps, requests, answers);
  return changes.map((change) => outcomeOf(change, requests, settled));
}

function requestsOf({ id: contact, tags }: ContactChange): TagRequest[] {
  const of = (kind: TagRequest['kind'], some: readonly Tag[] = []) =>
    some.flatMap(({ name, id }): TagRequest[] =>
      id === undefined ? [] : [{ contact, tag: { name, id }, kind }],
    );
  return [...of('apply', tags?.apply), ...of('remove', tags?.remove)];
}

function settleByReading(
  { tagsOf }: TagSteps,
  requests: readonly TagRequest[],
  answers: readonly (Done | Failed | 'unclear')[],
): ReadonlyMap<TagRequest, Done | Failed> {
  const unclear = requests.filter((_, index) => answers[index] === 'unclear');
  const contacts = [...new Set(unclear.map(({ contact }) => contact))];
  const read = contacts.length === 0 ? [] : tagsOf(contacts);
  const current = new Map(contacts.map((contact, index) => [contact, read[index] ?? noAnswer]));
  return new Map(
    requests.map((request, index): [TagRequest, Done | Failed] => {
      const answer = answers[index] ?? noAnswer;
      return [request, answer === 'unclear' ? settledBy(request, current.get(request.contact)) : answer];
    }),
  );
}

function settledBy({ tag, kind }: TagRequest, current: ContactTags | Failed = noAnswer): Done | Failed {
  if (current.kind === 'failed') return current;
  if (current.ids.has(tag.id) === (kind === 'apply')) return { kind: 'done' };
  const has = kind === 'apply' ? 'does not have the tag' : 'still has the tag';
  return {
    kind: 'failed',
    reason: `Keap was asked to ${kind} the tag ${tagLabel(tag)}, but the contact ${has}. Check the tag and the contact in Keap.`,
  };
}

function outcomeOf(
  { id, tags }: ContactChange,
  requests: readonly TagRequest[],
  settled: ReadonlyMap<TagRequest, Done | Failed>,
): TagsOutcome {
  const own = requests.filter(({ contact }) => contact === id);
  const failures = own.flatMap((request) => {
    const outcome = settled.get(request) ?? noAnswer;
    return outcome.kind === 'failed' ? [{ request, outcome }] : [];
  });
  const isComplete = own.length === (tags?.apply.length ?? 0) + (tags?.remove.length ?? 0);
  if (failures.length === 0) return isComplete ? { kind: 'done' } : noAnswer;
  const reason = [...new Set(failures.map(({ outcome }) => outcome.reason))].join(' ');
  const isUnanswered = failures.some(({ outcome }) => outcome.isUnanswered === true);
  return {
    kind: 'failed',
    reason,
    ...(isUnanswered ? { isUnanswered } : {}),
    ...(failures.length < own.length ? { tags: new Set(failures.map(({ request }) => request.tag.id)) } : {}),
  };
}

/** Keap refused a call about this tag: what it says of a record that is gone may mean the tag as well as the contact. */
export function tagRefused({ tag, kind }: TagRequest, failure: Failed): Failed {
  if (failure.isMissing !== true) return failure;
  const reason = `Keap refused to ${kind} the tag ${tagLabel(tag)}: the tag or the contact has been deleted. The next sync checks again.`;
  return { kind: 'failed', reason };
}
