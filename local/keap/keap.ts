/** Keap behind its addresses, without sockets. */

import { sunsetAnswer } from './brownout.ts';
import { type ConsentPage, consentPage } from './consent-page.ts';
import { type ContactBook, contactBook, type OptStatus, type SimulatedContact } from './contacts.ts';
import type { CustomFieldOption } from './custom-fields.ts';
import { type Directory, directory, type SimulatedLeadSource, type SimulatedUser } from './directory.ts';
import { type FieldCatalog, fieldCatalog } from './field-catalog.ts';
import { type Gateway, gateway, type KeyHeaders } from './gateway.ts';
import { htmlAnswer, type ReceivedRequest, type SentResponse } from './http-message.ts';
import { type KeapLimits, keapLimits } from './keap-limits.ts';
import { defaultBehavior, type KeapBehavior } from './open-questions.ts';
import { type OptBook, optBook } from './opt-book.ts';
import { type RestEndpoint, restEndpoint, restPath } from './rest/rest-endpoint.ts';
import { type SimulatedTag, type TagBook, tagBook } from './tag-book.ts';
import { type RefusedRefresh, type TokenEndpoint, tokenEndpoint } from './token-endpoint.ts';
import { type Client, type TokenBook, tokenBook } from './tokens.ts';
import { type XmlRpcEndpoint, xmlRpcEndpoint } from './xmlrpc-endpoint.ts';

export interface SimulatedKeapOptions {
  readonly client?: Client;
  /** Registered redirect URIs; none, or none given, allows any HTTPS one. */
  readonly redirectUris?: readonly string[];
  /** The tenant: `sim123` lives at sim123.infusionsoft.com. */
  readonly appName?: string;
  /** Fields that Keap does not have are refused. */
  readonly contacts?: readonly SimulatedContact[];
  /** The account's own fields, which begin with `_`. */
  readonly customFields?: readonly CustomFieldOption[];
  /** Who may own contacts; without them, there are two. */
  readonly users?: readonly SimulatedUser[];
  readonly leadSources?: readonly SimulatedLeadSource[];
  /** Which of them a contact has is in its field `Groups`, as ids with commas. */
  readonly tags?: readonly SimulatedTag[];
  /** By address; all others that contacts have are unconfirmed. */
  readonly optStatuses?: Readonly<Record<string, OptStatus>>;
  readonly apiKeys?: readonly string[];
  /** In which headers a key counts: `X-Keap-API-Key`, `Authorization: Bearer`, or either, which is the default. */
  readonly keyHeaders?: KeyHeaders;
  readonly legacyKeys?: readonly string[];
  readonly limits?: Partial<KeapLimits>;
  /** From here on, in milliseconds since 1970, XML-RPC has ended for good; without it, never. */
  readonly sunsetMs?: number;
  readonly refusedRefresh?: RefusedRefresh;
  /** What is different from `defaultBehavior`. */
  readonly behavior?: Partial<KeapBehavior>;
  /** Where the made-up durations of the answers begin. */
  readonly seed?: number;
}

export interface Keap {
  readonly book: ContactBook;
  readonly opts: OptBook;
  readonly tags: TagBook;
  readonly catalog: FieldCatalog;
  readonly behavior: KeapBehavior;
  readonly directory: Directory;
  readonly tokens: TokenBook;
  /** Registers another client, or the old one again. */
  setClient(client: Client): void;
  /** Puts a contact there as it is. Throws for fields that Keap does not have. */
  putContact(contact: SimulatedContact, nowMs: number): void;
  /** Sets the fields named and no other. Throws for an id or a field that Keap does not have. */
  editContact(contact: SimulatedContact, nowMs: number): void;
  /** Throws for an id that Keap does not have. */
  deleteContact(id: number): void;
  /** Deletes a custom field with its values. Throws for a name that Keap does not have. */
  deleteField(name: string): void;
  relabelField(name: string, label: string): void;
  /** Breaches of Keap's contract of REST v2 since this was asked last. */
  takeViolations(): string[];
  answer(asked: ReceivedRequest): Promise<SentResponse>;
  /** What a request will be called in the record, known before it takes effect. */
  nameOf(asked: ReceivedRequest): Promise<string>;
}

export const defaultClient: Client = { id: 'simulated-client-id', secret: 'simulated-client-secret' };

export function keap(options: SimulatedKeapOptions, nowMs: number): Keap {
  const limits = { ...keapLimits, ...options.limits };
  let client = options.client ?? defaultClient;
  const tenant = options.appName ?? 'sim123';
  const behavior = { ...defaultBehavior, ...options.behavior };
  const tokens = tokenBook({ limits, ...behavior, ...behavior.tokenAnswers });
  const catalog = fieldCatalog(options.customFields ?? [], behavior);
  const people = directory(options.users, options.leadSources);
  const opts = optBook(behavior);
  const book = contactBook(opts, behavior.newContactsFoundAfterMs);
  const tags = tagBook(book, options.tags ?? []);
  let violations: string[] = [];
  const servers: Servers = {
    tenant,
    gate: gateway({
      tokens,
      apiKeys: [
        ...(options.apiKeys ?? []),
        ...(behavior.legacyKeysAsBearer ? (options.legacyKeys ?? []) : []),
      ],
      keyHeaders: options.keyHeaders ?? 'either',
      limits,
      tenant,
    }),
    rest: restEndpoint({
      book,
      opts,
      tags,
      catalog,
      directory: people,
      tenant,
      behavior,
      onViolation: (text) => violations.push(text),
    }),
    consent: consentPage({ client: () => client, tokens, redirectUris: options.redirectUris ?? [] }),
    token: tokenEndpoint({
      client: () => client,
      tokens,
      limits,
      appHost: `${tenant}.infusionsoft.com`,
      refusedRefresh: options.refusedRefresh ?? 'both',
      behavior,
    }),
    xmlRpc: xmlRpcEndpoint({
      ...{ book, opts, tags, catalog, behavior, directory: people },
      legacyKeys: new Set(options.legacyKeys ?? []),
    }),
    sunsetMs: options.sunsetMs ?? Number.POSITIVE_INFINITY,
    behavior,
  };
  const check = ({ id, fields }: SimulatedContact) => {
    const unknown = Object.keys(fields).find((name) => name === 'Id' || !catalog.isField(name));
    if (unknown !== undefined) throw new Error(`Contact ${id}: Keap has no field ${unknown} to set.`);
  };
  const putContact = (contact: SimulatedContact, atMs: number) => {
    check(contact);
    book.put(contact, { by: 'staff', nowMs: atMs });
  };
  for (const contact of options.contacts ?? []) putContact(contact, nowMs);
  for (const [address, status] of Object.entries(options.optStatuses ?? {})) {
    opts.set(address, status, nowMs);
  }
  return {
    book,
    opts,
    tags,
    catalog,
    behavior,
    directory: people,
    tokens,
    setClient(registered) {
      client = registered;
    },
    putContact,
    editContact(contact, atMs) {
      check(contact);
      if (book.find(contact.id) === undefined) throw new Error(`Keap has no contact ${contact.id}.`);
      book.update(contact.id, contact.fields, { by: 'staff', nowMs: atMs });
    },
    deleteContact(id) {
      if (book.find(id) === undefined) throw new Error(`Keap has no contact ${id}.`);
      book.delete(id);
    },
    deleteField(name) {
      if (!catalog.custom().some((field) => field.name === name))
        throw new Error(`Keap has no field ${name}.`);
      catalog.remove(name);
      for (const { id, fields } of book.all()) {
        if (fields[name] !== undefined) book.update(id, { [name]: '' }, { by: 'staff', nowMs });
      }
    },
    relabelField(name, label) {
      if (!catalog.custom().some((field) => field.name === name))
        throw new Error(`Keap has no field ${name}.`);
      catalog.relabel(name, label);
    },
    takeViolations() {
      const taken = violations;
      violations = [];
      return taken;
    },
    answer: (asked) => routeOf(servers, asked).answer(asked),
    nameOf: (asked) => routeOf(servers, asked).nameOf(asked),
  };
}

interface Servers {
  /** `sim123` lives at sim123.infusionsoft.com. */
  readonly tenant: string;
  readonly gate: Gateway;
  readonly consent: ConsentPage;
  readonly token: TokenEndpoint;
  readonly xmlRpc: XmlRpcEndpoint;
  readonly rest: RestEndpoint;
  readonly sunsetMs: number;
  readonly behavior: KeapBehavior;
}

/** The contract names the second one, Keap's older pages name the first. */
const restHosts = new Set(['api.infusionsoft.com', 'api.keap.com']);

/** What answers at one address. */
interface Route {
  nameOf(asked: ReceivedRequest): Promise<string>;
  answer(asked: ReceivedRequest): Promise<SentResponse>;
}

/** Each host answers at its own paths only, as the real ones do; a slash at the end does not count. */
function routeOf(
  { tenant, gate, consent, token, xmlRpc, rest, sunsetMs, behavior }: Servers,
  { host, path, nowMs }: ReceivedRequest,
): Route {
  const unknownPath = behavior.unknownPaths === 'unauthorized' ? 'no-api-product' : undefined;
  if (restHosts.has(host) && path.startsWith(`${restPath}/`)) {
    return {
      nameOf: async (asked) => rest.nameOf(asked),
      answer: (asked) =>
        gate.pass({
          asked,
          what: rest.nameOf(asked),
          closed: behavior.closedApis.rest ?? (rest.hasCall(asked) ? undefined : unknownPath),
          serve: () => rest.serve(asked),
        }),
    };
  }
  switch (`${host}${path.replace(/\/$/, '')}`) {
    case 'accounts.infusionsoft.com/app/oauth/authorize':
      return { nameOf: async () => 'consent', answer: async (asked) => consent.answer(asked) };
    case 'api.infusionsoft.com/token':
      return {
        nameOf: async (asked) => token.nameOf(asked),
        answer: async (asked) => token.answer(asked),
      };
    case 'api.infusionsoft.com/crm/xmlrpc/v1':
      if (nowMs >= sunsetMs) return ended(xmlRpc);
      return {
        nameOf: xmlRpc.nameOf,
        answer: async (asked) =>
          gate.pass({
            asked,
            what: await xmlRpc.nameOf(asked),
            closed: behavior.closedApis.xmlRpc,
            serve: () => xmlRpc.serve(asked),
          }),
      };
    case `${tenant}.infusionsoft.com/api/xmlrpc`:
      if (behavior.appHost === 'retired') return nowhere;
      if (nowMs >= sunsetMs) return ended(xmlRpc);
      return { nameOf: xmlRpc.nameOf, answer: xmlRpc.serveLegacy };
    default:
      if (restHosts.has(host) && unknownPath !== undefined) {
        return {
          nameOf: nowhere.nameOf,
          answer: (asked) =>
            gate.pass({
              asked,
              what: 'unknown address',
              closed: unknownPath,
              serve: () => nowhere.answer(asked),
            }),
        };
      }
      return nowhere;
  }
}

function ended({ nameOf }: XmlRpcEndpoint): Route {
  return {
    nameOf,
    async answer(asked) {
      const { status, headers, body } = sunsetAnswer;
      return { status, headers, body, what: await nameOf(asked) };
    },
  };
}

const nowhere: Route = {
  nameOf: async ({ method, path }) => `unknown address ${method} ${path}`,
  answer: async () => htmlAnswer(404, '<html><body><h1>404 Not Found</h1></body></html>', 'unknown address'),
};
