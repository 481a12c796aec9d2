/** Keap's REST API v2, for the calls of the contract that concern contacts, addresses and the account. */

import type { ContactBook } from '../contacts.ts';
import type { Directory } from '../directory.ts';
import type { FieldCatalog } from '../field-catalog.ts';
import { jsonAnswer, type ReceivedRequest, type SentResponse } from '../http-message.ts';
import type { KeapBehavior } from '../open-questions.ts';
import type { OptBook } from '../opt-book.ts';
import type { TagBook } from '../tag-book.ts';
import { userInfo } from '../user-info.ts';
import { contactsResource } from './contacts-resource.ts';
import { type Breach, contract } from './contract.ts';
import { directoryResource } from './directory-resource.ts';
import { emailResource } from './email-resource.ts';
import { localesResource } from './locales-resource.ts';
import { shapedRefusal } from './refusal-shapes.ts';
import { isRefusal, ok, type RestAnswer, refusal } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';
import { tagsResource } from './tags-resource.ts';

export interface RestEndpoint {
  /** What a request will be called in the record, for instance `rest PATCH /contacts/{id}`. */
  nameOf(asked: ReceivedRequest): string;
  /** Whether there is anything at this path. */
  hasCall(asked: ReceivedRequest): boolean;
  /** Serves a caller that the gateway has let through. */
  serve(asked: ReceivedRequest): Promise<SentResponse>;
}

interface EndpointOptions {
  readonly book: ContactBook;
  readonly opts: OptBook;
  readonly tags: TagBook;
  readonly catalog: FieldCatalog;
  readonly directory: Directory;
  readonly tenant: string;
  readonly behavior: KeapBehavior;
  /** Gets every breach of the contract that a program, rather than a user, is to blame for. */
  readonly onViolation: (text: string) => void;
}

/** Where both hosts of Keap serve it. */
export const restPath = '/crm/rest/v2';

interface Call {
  /** Below `restPath`; the parameter is the group, if there is one. */
  readonly path: RegExp;
  readonly name: string;
  /** As the contract writes it; undefined where our extract of the contract does not have it. */
  readonly contractPath: string | undefined;
  readonly methods: Readonly<Record<string, (request: RestRequest) => RestAnswer>>;
}

export function restEndpoint(options: EndpointOptions): RestEndpoint {
  const { onViolation } = options;
  const calls = callsOf(options);
  let refusals = 0;
  const callOf = ({ path }: ReceivedRequest) => {
    const below = path.slice(restPath.length).replace(/\/$/, '');
    for (const call of calls) {
      const found = call.path.exec(below);
      if (found !== null) return { call, encoded: found[1] ?? '' };
    }
    return undefined;
  };
  const nameOf = (asked: ReceivedRequest) => `rest ${asked.method} ${callOf(asked)?.call.name ?? 'unknown'}`;
  const answerTo = async (asked: ReceivedRequest): Promise<RestAnswer> => {
    const found = callOf(asked);
    const parameter = found === undefined ? undefined : decoded(found.encoded);
    if (found === undefined || parameter === undefined) return refusal(404, 'Not found.', 'path');
    const { call } = found;
    const run = call.methods[asked.method];
    if (run === undefined) return refusal(405, `${asked.method} is not allowed here.`, 'method');
    const announce = (breaches: readonly Breach[]) => {
      for (const one of breaches) if (!one.isOfData) onViolation(`${nameOf(asked)}: ${one.text}`);
    };
    const body = bodyOf(asked);
    if (body === undefined) {
      onViolation(`${nameOf(asked)}: The body is no JSON object.`);
      return refusal(400, 'The body is not valid JSON.', 'body');
    }
    if (call.contractPath === undefined) {
      return run({ parameter, query: asked.query, body, nowMs: asked.nowMs });
    }
    const operation = `${asked.method.toLowerCase()} ${call.contractPath}`;
    const { requestBreaches, answerBreaches } = await contract();
    const breaches = requestBreaches(operation, asked.query, body);
    announce(breaches);
    const refused = breaches.find(({ isRefused }) => isRefused);
    const answer =
      refused === undefined
        ? run({ parameter, query: asked.query, body, nowMs: asked.nowMs })
        : refusal(400, refused.text, 'request');
    announce(answerBreaches(operation, answer.status, answer.value));
    return answer;
  };
  return {
    nameOf,
    hasCall: (asked) => callOf(asked) !== undefined,
    async serve(asked) {
      const answer = await answerTo(asked);
      return isRefusal(answer)
        ? shapedRefusal(answer, options.behavior.restRefusals, refusals++, nameOf(asked))
        : jsonAnswer(answer.status, answer.value, nameOf(asked));
    },
  };
}

function callsOf({
  book,
  opts,
  tags: tagBook,
  catalog,
  directory,
  tenant,
  behavior,
  onViolation,
}: EndpointOptions): readonly Call[] {
  const contacts = contactsResource({ book, opts, catalog, behavior });
  const emails = emailResource(opts);
  const locales = localesResource();
  const { users, leadSources } = directoryResource(directory);
  const tags = tagsResource({ book, tags: tagBook, behavior, onViolation });
  const of = (
    path: RegExp,
    name: string,
    contractPath: string | undefined,
    methods: Call['methods'],
  ): Call => ({
    path,
    name,
    contractPath: contractPath === undefined ? undefined : `/rest/v2${contractPath}`,
    methods,
  });
  return [
    of(/^\/oauth\/connect\/userinfo$/, '/oauth/connect/userinfo', '/oauth/connect/userinfo', {
      GET: () => ok(userInfo(tenant)),
    }),
    of(/^\/locales\/countries$/, '/locales/countries', undefined, { GET: locales.countries }),
    of(/^\/locales\/countries\/([^/]+)$/, '/locales/countries/{code}', undefined, { GET: locales.country }),
    of(/^\/locales\/countries\/([^/]+)\/provinces$/, '/locales/countries/{code}/provinces', undefined, {
      GET: locales.provinces,
    }),
    of(/^\/users$/, '/users', undefined, { GET: users }),
    of(/^\/leadSources$/, '/leadSources', undefined, { GET: leadSources }),
    of(/^\/contacts\/model$/, '/contacts/model', '/contacts/model', { GET: contacts.model }),
    of(/^\/contacts$/, '/contacts', '/contacts', { GET: contacts.list, POST: contacts.post }),
    of(/^\/contacts\/([^/]+)$/, '/contacts/{id}', '/contacts/{contact_id}', {
      GET: contacts.get,
      PATCH: contacts.patch,
    }),
    of(/^\/tags$/, '/tags', undefined, { GET: tags.list, POST: tags.create }),
    of(/^\/tags\/([^/]+)\/contacts:applyTags$/, '/tags/{id}/contacts:applyTags', undefined, {
      POST: tags.apply,
    }),
    of(/^\/tags\/([^/]+)\/contacts:removeTags$/, '/tags/{id}/contacts:removeTags', undefined, {
      POST: tags.remove,
    }),
    of(/^\/emailAddresses$/, '/emailAddresses', '/emailAddresses', { GET: emails.list }),
    of(
      /^\/emailAddresses\/([^/]+)\/status$/,
      '/emailAddresses/{email}/status',
      '/emailAddresses/{email}/status',
      {
        GET: emails.get,
        PATCH: emails.patch,
      },
    ),
  ];
}

/** Undefined where the path is not well encoded. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Undefined where it is no object in JSON. */
function bodyOf({ method, body }: ReceivedRequest): Record<string, unknown> | undefined {
  if (method === 'GET') return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
