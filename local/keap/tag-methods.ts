/** `ContactService.addToGroup` and `removeFromGroup`, which apply a tag to a contact and remove it, and `DataService.add` for tags. */
import type { ContactBook } from './contacts.ts';
import { noFieldFault } from './fields.ts';
import type { MethodAnswer, Params } from './method.ts';
import type { KeapBehavior } from './open-questions.ts';
import { invalidParameter, notFound, result, structIn } from './tables.ts';
import type { TagBook, TagEvent } from './tag-book.ts';

export interface TagMethodsOptions {
  readonly book: ContactBook;
  readonly tags: TagBook;
  readonly behavior: Pick<KeapBehavior, 'tagAnswers'>;
}

/** True where something has changed, or, in the other world, never, as users have seen (infusionsoft-php, issue 168). */
export function changeTag(
  { book, tags, behavior }: TagMethodsOptions,
  kind: TagEvent['kind'],
  [contact, tag]: Params,
  nowMs: number,
): MethodAnswer {
  if (book.find(Number(contact)) === undefined) return notFound(contact ?? '');
  if (tags.find(Number(tag)) === undefined) return notFound(tag ?? '');
  const event = { contact: Number(contact), tag: Number(tag), kind, by: 'XML-RPC' } as const;
  const isChanged = tags.change(event, nowMs);
  return result(isChanged && behavior.tagAnswers === 'told');
}

/**
 * `DataService.add` of the table `ContactGroup` (developer.keap.com, "Data": it gives the id). Nothing documents that a name must
 * be new, so a second tag of the same name is made.
 */
export function addTag(tags: TagBook, [values]: Params): MethodAnswer {
  const struct = structIn(values ?? {});
  const unknown = Object.keys(struct).find((name) => !/^Group(Name|CategoryId|Description)$/.test(name));
  if (unknown !== undefined) return noFieldFault('ContactGroup', unknown);
  const name = struct.GroupName;
  if (typeof name !== 'string' || name.trim() === '') return invalidParameter('A tag needs a name');
  return result(tags.create(name));
}
