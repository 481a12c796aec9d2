/**
 * `/tags` of REST v2. Our extract of the contract does not have it: paths, bodies and answers are those of Keap's own SDK
 * (infusionsoft/keap-sdk, sdks/v2, TagsApi), in which an answer to `applyTags` has `results`, a text for each contact id.
 */
import type { ContactBook } from '../contacts.ts';
import type { KeapBehavior } from '../open-questions.ts';
import type { SimulatedTag, TagBook, TagEvent } from '../tag-book.ts';
import { pageOf } from './page.ts';
import { created, isRefusal, ok, type RestAnswer, refusal } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';

export interface TagsResource {
  list(request: RestRequest): RestAnswer;
  create(request: RestRequest): RestAnswer;
  apply(request: RestRequest): RestAnswer;
  remove(request: RestRequest): RestAnswer;
}

interface TagsOptions {
  readonly book: ContactBook;
  readonly tags: TagBook;
  readonly behavior: Pick<KeapBehavior, 'tagAnswers'>;
  readonly onViolation: (text: string) => void;
}

/** REST v1 documents so many contacts a call; v2 documents nothing. */
const maxContacts = 100;

export function tagsResource({ book, tags, behavior, onViolation }: TagsOptions): TagsResource {
  const change = ({ parameter, body, nowMs }: RestRequest, kind: TagEvent['kind']): RestAnswer => {
    const tag = tags.find(Number(parameter));
    if (tag === undefined) return refusal(404, `Tag with id ${parameter} was not found.`, parameter);
    const { contact_ids: ids } = body;
    if (!isIds(ids) || ids.length === 0 || ids.length > maxContacts || Object.keys(body).length > 1) {
      onViolation(`rest POST /tags: The body is to have 1 to ${maxContacts} contact_ids as texts.`);
      return refusal(400, `contact_ids is to have 1 to ${maxContacts} ids.`, 'contact_ids');
    }
    const results = ids.map((id): [string, string] => {
      if (book.find(Number(id)) === undefined) return [id, 'FAILURE'];
      const event = { contact: Number(id), tag: tag.id, kind, by: 'REST v2' } as const;
      return [id, tags.change(event, nowMs) ? 'SUCCESS' : 'DUPLICATE'];
    });
    if (kind === 'removed') return { status: 204, value: undefined };
    return ok(behavior.tagAnswers === 'told' ? { results: Object.fromEntries(results) } : {});
  };
  return {
    list({ query }) {
      const page = pageOf(query, tags.all());
      return isRefusal(page) ? page : ok({ tags: page.items.map(tagJson), ...page.next });
    },
    create({ body }) {
      const { name } = body;
      if (typeof name !== 'string' || Object.keys(body).length > 1) {
        onViolation('rest POST /tags: The body is to have a name.');
      }
      if (typeof name !== 'string' || name.trim() === '') return refusal(400, 'A tag needs a name.', 'name');
      return created(tagJson({ id: tags.create(name), name }));
    },
    apply: (request) => change(request, 'applied'),
    remove: (request) => change(request, 'removed'),
  };
}

function isIds(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && /^\d+$/.test(one));
}

function tagJson({ id, name, category }: SimulatedTag): Record<string, unknown> {
  return {
    id: String(id),
    name,
    ...(category === undefined || category === 0 ? {} : { category: { id: String(category) } }),
  };
}
