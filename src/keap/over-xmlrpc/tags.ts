/** Reads, creates, applies and removes tags over XML-RPC, in which they are groups: a call for each contact and tag. */
import { isXmlRpcStruct, type XmlRpcValue } from '../../xmlrpc/index.ts';
import type { ContactId, TagId } from '../contacts/contact.ts';
import { noAnswer } from '../contacts/messages.ts';
import { type CreatedTag, type Failed, unknownOutcome } from '../contacts/outcome.ts';
import { type TagSteps, tagRefused } from '../contacts/tagging.ts';
import { type KnownTag, tagIdsIn, tagsField } from '../contacts/tags.ts';
import type { Exchange } from '../http/exchange.ts';
import { failureOf, resultOf, sendEach } from './answers.ts';
import { loadContacts } from './contact-load.ts';
import { keapCall } from './methods.ts';

const rowsOfPage = 1_000;
/** More tags than an account has; Keap documents no limit. */
const maxPages = 50;

/** All tags of the account (developer.keap.com, "Table Schema: ContactGroup"); a user may be without the right to read them. */
export function fetchTags(exchange: Exchange): readonly KnownTag[] | Failed {
  const tags: KnownTag[] = [];
  for (let page = 0; page < maxPages; page++) {
    // A query has to have a condition, and `%` holds for every id.
    const [step] = exchange.send([
      keapCall('DataService.query', 'ContactGroup', rowsOfPage, page, { Id: '%' }, ['Id', 'GroupName']),
    ]);
    const failure = step === undefined ? noAnswer : failureOf(step);
    if (step === undefined || failure !== undefined) return failure ?? noAnswer;
    const rows = resultOf(step) ?? [];
    tags.push(...rows.flatMap(tagIn));
    if (rows.length < rowsOfPage) break;
  }
  return tags;
}

function tagIn(row: XmlRpcValue): KnownTag[] {
  if (!isXmlRpcStruct(row)) return [];
  const { Id, GroupName } = row;
  const id = String(Id ?? '');
  return /^\d+$/.test(id) ? [{ id: id as TagId, name: String(GroupName ?? id) }] : [];
}

/** Creates a tag of each of these names (developer.keap.com, "Data": `add` gives the id). */
export function createTags(exchange: Exchange, names: readonly string[]): CreatedTag[] {
  const steps = sendEach(exchange, names, (name) => ({
    ...keapCall('DataService.add', 'ContactGroup', { GroupName: name }),
    isOnce: true,
  }));
  return names.map((_, index): CreatedTag => {
    const step = steps[index];
    if (step === undefined || step.kind === 'unanswered') return unknownOutcome;
    const id = resultOf(step);
    if (id !== undefined && id > 0) return { kind: 'created', id: String(id) as TagId };
    return failureOf(step) ?? unknownOutcome;
  });
}

/**
 * Users report a `false` for tags that were applied (infusionsoft-php, issue 168), and for those that the contact had
 * already: only what the contact has then tells.
 */
export function xmlRpcTagSteps(exchange: Exchange): TagSteps {
  return {
    changeTags(requests) {
      const steps = sendEach(exchange, requests, ({ contact, tag, kind }) =>
        keapCall(
          kind === 'apply' ? 'ContactService.addToGroup' : 'ContactService.removeFromGroup',
          contact,
          Number(tag.id),
        ),
      );
      return requests.map((request, index) => {
        const step = steps[index];
        if (step === undefined) return noAnswer;
        const failure = failureOf(step);
        if (failure !== undefined) return tagRefused(request, failure);
        return resultOf(step) === true ? { kind: 'done' } : 'unclear';
      });
    },
    tagsOf: (contacts) => fetchContactTags(exchange, contacts),
  };
}

function fetchContactTags(
  exchange: Exchange,
  contacts: readonly ContactId[],
): ReturnType<TagSteps['tagsOf']> {
  return loadContacts(exchange, contacts, [tagsField]).map((one) => {
    if (one.kind === 'failed') return one;
    return { kind: 'tags', ids: tagIdsIn(String(one.values.get(tagsField) ?? '')) };
  });
}
