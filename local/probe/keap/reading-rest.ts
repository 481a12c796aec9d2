/** What REST v2 answers to reads. */
import type { Json } from '../question.ts';
import type { KeapReply } from './keap-client.ts';
import { type KeapProbe, missingId } from './probe.ts';
import { jsonOf, listOf, outcomeOf, recordOf, refusalOf, shapeOf } from './shapes.ts';

const contacts = ['local/keap/rest/contacts-resource.ts', 'src/keap/over-rest/rest-contact-service.ts'];
const gateway = ['local/keap/gateway.ts', 'local/keap/unauthorized.ts', 'src/keap/http/reply-status.ts'];
const emails = ['local/keap/rest/email-resource.ts', 'src/keap/over-rest/rest-contact-service.ts'];

export const restReadingProbes: readonly KeapProbe[] = [
  {
    id: 'rest/missing-contact',
    question: 'What is the answer to a contact that does not exist?',
    reliesOn: [...contacts, 'local/keap/rest/refusal-shapes.ts'],
    promises: ['R1', 'R8'],
    playedBy: 'KeapBehavior.restRefusals',
    assumed: {
      status: 404,
      body: {
        code: 404,
        details: [{ domain: 'contacts', resource: '(number)' }],
        message: 'Contact with id (number) was not found.',
        status: 'NOT_FOUND',
      },
    },
    ask: async (keap) => refusalOf(await keap.rest('GET', `/contacts/${missingId}`)),
  },
  {
    id: 'rest/no-contact-id',
    question: 'What is the answer to an id that is not a number?',
    reliesOn: contacts,
    promises: ['R8'],
    playedBy: 'KeapBehavior.restRefusals',
    assumed: {
      status: 404,
      body: {
        code: 404,
        details: [{ domain: 'contacts', resource: 'abc' }],
        message: 'Contact with id abc was not found.',
        status: 'NOT_FOUND',
      },
    },
    ask: async (keap) => refusalOf(await keap.rest('GET', '/contacts/abc')),
  },
  {
    id: 'rest/no-token',
    question: 'What does the gateway answer to a request without a token?',
    reliesOn: gateway,
    promises: ['T4'],
    assumed: {
      status: 401,
      body: {
        fault: { detail: { errorcode: 'oauth.v2.InvalidAccessToken' }, faultstring: 'Invalid access token' },
      },
    },
    ask: async (keap) =>
      refusalOf(await keap.rest('GET', '/oauth/connect/userinfo', undefined, { credential: 'none' })),
  },
  {
    id: 'rest/unknown-token',
    question: 'What does the gateway answer to a token that it never gave?',
    reliesOn: gateway,
    promises: ['T4'],
    assumed: {
      status: 401,
      body: {
        fault: {
          detail: { errorcode: 'keymanagement.service.invalid_access_token' },
          faultstring: 'Invalid Access Token',
        },
      },
    },
    ask: async (keap) =>
      refusalOf(await keap.rest('GET', '/oauth/connect/userinfo', undefined, { credential: 'made-up' })),
  },
  {
    id: 'rest/token-in-the-key-header',
    question: 'Does X-Keap-API-Key take the token that Authorization takes?',
    reliesOn: ['local/keap/gateway.ts', 'src/keap/auth/key-credentials.ts'],
    promises: ['T4'],
    assumed: 'accepted',
    ask: async (keap) => {
      const reply = await keap.rest('GET', '/oauth/connect/userinfo', undefined, {
        credential: 'key header',
      });
      return reply.status < 300 ? 'accepted' : reply.status;
    },
  },
  {
    id: 'rest/unknown-path',
    question: 'What is the answer to a path that does not exist?',
    reliesOn: [...gateway, 'local/keap/keap.ts'],
    promises: ['T4'],
    playedBy: 'KeapBehavior.unknownPaths',
    assumed: {
      status: 401,
      body: {
        fault: {
          detail: { errorcode: 'keymanagement.service.InvalidAPICallAsNoApiProductMatchFound' },
          faultstring: 'Invalid API call as no apiproduct match found',
        },
      },
    },
    ask: async (keap) => refusalOf(await keap.rest('GET', '/no-such-thing')),
  },
  {
    id: 'rest/limit-headers',
    question: 'Which headers tell the limits, and in which form?',
    reliesOn: ['local/keap/gateway.ts', 'src/keap/http/reply-status.ts'],
    promises: ['T4', 'R3'],
    assumed: {
      'x-keap-product-quota-available': '9',
      'x-keap-product-quota-expiry-time': 'milliseconds',
      'x-keap-product-quota-interval': '9',
      'x-keap-product-quota-limit': '9',
      'x-keap-product-quota-time-unit': 'day',
      'x-keap-product-quota-used': '9',
      'x-keap-product-spike-limit': '9ps',
      'x-keap-product-throttle-available': '9',
      'x-keap-product-throttle-interval': '9',
      'x-keap-product-throttle-limit': '9',
      'x-keap-product-throttle-time-unit': 'minute',
      'x-keap-product-throttle-used': '9',
      'x-keap-tenant-id': 'a name',
      'x-keap-tenant-throttle-available': '9|9',
      'x-keap-tenant-throttle-interval': '9|9',
      'x-keap-tenant-throttle-limit': '9|9',
      'x-keap-tenant-throttle-time-unit': 'minute|day',
      'x-keap-tenant-throttle-used': '9|9',
    },
    async ask(keap) {
      const { headers } = await keap.rest('GET', '/oauth/connect/userinfo');
      const named = Object.entries(headers).filter(([name]) => /^x-keap-|^retry-after$/.test(name));
      return Object.fromEntries(
        named
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, value]) => [name, name === 'x-keap-tenant-id' ? 'a name' : formOf(value)]),
      );
    },
  },
  {
    id: 'rest/userinfo',
    question: 'What does the connection test tell of the account?',
    reliesOn: ['local/keap/user-info.ts', 'src/keap/auth/user-info.ts'],
    promises: ['T3'],
    assumed: {
      email: 'string',
      family_name: 'string',
      given_name: 'string',
      id: 'string',
      is_admin: 'boolean',
      keap_id: 'string',
      middle_name: 'string',
      preferred_name: 'string',
      sub: 'string',
      tenant_id: 'string',
    },
    ask: async (keap) => shapeOf(jsonOf(await keap.rest('GET', '/oauth/connect/userinfo'))),
  },
  {
    id: 'rest/both-hosts',
    question: 'Does api.keap.com answer like api.infusionsoft.com?',
    reliesOn: ['local/keap/keap.ts', 'src/keap/http/endpoints.ts'],
    promises: [],
    assumed: 'accepted',
    ask: async (keap) =>
      outcomeOf(await keap.rest('GET', '/oauth/connect/userinfo', undefined, { host: 'api.keap.com' })),
  },
  {
    id: 'rest/long-address',
    question: 'How is a request refused whose first line has more than 7 KB?',
    reliesOn: [
      'local/keap/gateway.ts',
      'local/keap/keap-limits.ts',
      'src/keap/over-rest/rest-contact-service.ts',
    ],
    promises: ['R8'],
    assumed: {
      status: 414,
      body: {
        fault: {
          detail: { errorcode: 'protocol.http.TooBigLine' },
          faultstring: 'request line size exceeding 7,168',
        },
      },
    },
    ask: async (keap) =>
      refusalOf(await keap.rest('GET', `/contacts?page_size=1&filter=ids%3D%3D${'1,'.repeat(4000)}1`)),
  },
  {
    id: 'rest/ids-filter',
    question:
      'Does the filter by ids give exactly these contacts, leave out missing ones, and keep the order of the ids?',
    reliesOn: [...contacts, 'local/keap/rest/filter.ts'],
    promises: ['R1', 'R3'],
    assumed: { 'all and no other': true, 'in the order of the filter': false },
    async ask(keap, { ids }) {
      const asked = [...ids].reverse();
      const filter = encodeURIComponent(`ids==${[...asked, missingId].join(',')}`);
      const reply = await keap.rest('GET', `/contacts?filter=${filter}&page_size=1000&fields=id`);
      if (reply.status >= 300) return refusalOf(reply);
      const got = listOf(recordOf(jsonOf(reply)).contacts).map(({ id }) => Number(id));
      return {
        'all and no other': [...got].sort().join() === [...ids].sort().join(),
        'in the order of the filter': got.length > 1 ? got.join() === asked.join() : 'one contact only',
      };
    },
  },
  {
    id: 'rest/unknown-filter',
    question: 'How is a filter refused that the call does not have?',
    reliesOn: ['local/keap/rest/filter.ts'],
    promises: ['R1'],
    playedBy: 'KeapBehavior.restRefusals',
    assumed: { refused: 400, words: "The filter 'no_such==1' is not valid." },
    ask: async (keap) =>
      outcomeOf(await keap.rest('GET', '/contacts?filter=no_such%3D%3D1&page_size=1&fields=id')),
  },
  {
    id: 'rest/unknown-parameter',
    question: 'Is an unknown query parameter ignored, so that everybody comes back?',
    reliesOn: ['local/keap/rest/contract.ts'],
    promises: ['R1'],
    assumed: 'accepted',
    ask: async (keap) => outcomeOf(await keap.rest('GET', '/contacts?no_such=1&page_size=1&fields=id')),
  },
  {
    id: 'rest/unknown-property',
    question: 'What does a read do with a property in fields that contacts do not have?',
    reliesOn: ['local/keap/rest/contact-json.ts'],
    promises: ['R8'],
    assumed: { names: ['id'] },
    ask: async (keap, { ids }) => {
      const reply = await keap.rest('GET', `/contacts/${ids[0] ?? missingId}?fields=id,no_such`);
      return reply.status < 300 ? { names: Object.keys(recordOf(jsonOf(reply))).sort() } : refusalOf(reply);
    },
  },
  {
    id: 'rest/named-properties',
    question: 'Does a read give only the properties in fields, and notes among them?',
    reliesOn: ['local/keap/rest/contact-json.ts', 'local/keap/rest/contract.ts'],
    promises: ['R2'],
    assumed: { 'no other': true },
    ask: async (keap, { ids }) => {
      const reply = await keap.rest(
        'GET',
        `/contacts/${ids[0] ?? missingId}?fields=id,email_addresses,notes`,
      );
      if (reply.status >= 300) return refusalOf(reply);
      const names = Object.keys(recordOf(jsonOf(reply)));
      return { 'no other': names.every((name) => ['id', 'email_addresses', 'notes'].includes(name)) };
    },
  },
  {
    id: 'rest/too-large-page',
    question: 'How is a page of 1,001 contacts refused?',
    reliesOn: ['local/keap/rest/page.ts', 'local/keap/rest/contract.ts'],
    promises: ['R3'],
    assumed: { refused: 400, words: 'The parameter page_size is to be a number up to (number).' },
    ask: async (keap) =>
      outcomeOf(await keap.rest('GET', '/contacts?page_size=1001&fields=id&filter=ids%3D%3D1')),
  },
  {
    id: 'rest/model',
    question: 'What does the model tell of each custom field, and has every one a field_name?',
    reliesOn: ['local/keap/rest/contacts-resource.ts', 'src/keap/over-rest/field-paths.ts'],
    promises: ['R2'],
    playedBy: 'KeapBehavior.modelFieldNames',
    assumed: {
      'all have': [
        'field_name',
        'field_type',
        'group_id',
        'group_name',
        'id',
        'label',
        'options',
        'record_type',
      ],
      'ids are texts': true,
      'names begin with _': false,
    },
    async ask(keap) {
      const reply = await keap.rest('GET', '/contacts/model');
      if (reply.status >= 300) return refusalOf(reply);
      const fields = listOf(recordOf(jsonOf(reply)).custom_fields);
      if (fields.length === 0) return { notAsked: 'The account has no custom field.' };
      return {
        'all have': [...new Set(fields.flatMap((field) => Object.keys(field)))]
          .filter((name) => fields.every((field) => name in field))
          .sort(),
        'ids are texts': fields.every(({ id }) => typeof id === 'string'),
        'names begin with _': fields.some(({ field_name }) => String(field_name).startsWith('_')),
      };
    },
  },
  {
    id: 'rest/users',
    question: 'How are users and lead sources listed, and where is the email address of a user?',
    reliesOn: ['local/keap/rest/directory-resource.ts', 'src/keap/over-rest/records.ts'],
    promises: ['R2'],
    assumed: {
      users: { 'ids are texts': true, names: ['family_name', 'given_name'], addresses: ['email_addresses'] },
      leadSources: { 'ids are texts': true, names: ['name'], addresses: [] },
    },
    async ask(keap) {
      const answers: Record<string, Json> = {};
      for (const [path, property] of [
        ['users', 'users'],
        ['leadSources', 'lead_sources'],
      ] as const) {
        const reply = await keap.rest('GET', `/${path}?page_size=1000`);
        const all = reply.status >= 300 ? [] : listOf(recordOf(jsonOf(reply))[property]);
        const known = new Set(all.flatMap((one) => Object.keys(one)));
        const having = (...names: readonly string[]) => names.filter((name) => known.has(name));
        answers[path] =
          reply.status >= 300
            ? refusalOf(reply)
            : {
                'ids are texts': all.every(({ id }) => typeof id === 'string'),
                names: having('family_name', 'given_name', 'name'),
                addresses: having('email_address', 'email_addresses'),
              };
      }
      return answers;
    },
  },
  {
    id: 'rest/status-of-an-unknown-address',
    question: 'What is the status of an address that Keap has never heard of?',
    reliesOn: emails,
    promises: ['R9', 'R10'],
    playedBy: 'KeapBehavior.restRefusals',
    assumed: {
      status: 404,
      body: {
        code: 404,
        details: [{ domain: 'contacts', resource: '(made-up address)' }],
        message: 'Email address (made-up address) was not found.',
        status: 'NOT_FOUND',
      },
    },
    ask: async (keap, { address }) => statusAnswer(await keap.rest('GET', statusPath(address('unknown')))),
  },
  {
    id: 'rest/statuses-of-unknown-addresses',
    question: 'Does the filter by emails leave out addresses that Keap has never heard of?',
    reliesOn: emails,
    promises: ['R9'],
    assumed: { found: 0 },
    async ask(keap, { address }) {
      const filter = encodeURIComponent(`emails==${address('unknown')},${address('unknown-too')}`);
      const reply = await keap.rest('GET', `/emailAddresses?filter=${filter}`);
      if (reply.status >= 300) return refusalOf(reply);
      return { found: listOf(recordOf(jsonOf(reply)).email_addresses).length };
    },
  },
  {
    id: 'rest/countries',
    question: 'Are there lists of countries and of their provinces, and which form have the codes?',
    reliesOn: ['local/keap/rest/locales-resource.ts', 'local/keap/iso-3166.ts'],
    promises: ['R1'],
    assumed: {
      countries: [{ codes: { alpha2: 'string', alpha3: 'string' }, name: 'string' }],
      Arizona: 'US-AZ',
    },
    async ask(keap) {
      const countries = await keap.rest('GET', '/locales/countries');
      const provinces = await keap.rest('GET', '/locales/countries/USA/provinces');
      const found = listOf(recordOf(jsonOf(provinces)).provinces).find(({ name }) => name === 'Arizona');
      return {
        countries:
          countries.status < 300 ? shapeOf(recordOf(jsonOf(countries)).countries) : refusalOf(countries),
        Arizona:
          provinces.status < 300
            ? recordOf(found).code === 'US-AZ'
              ? 'US-AZ'
              : shapeOf(found)
            : refusalOf(provinces),
      };
    },
  },
];

/** The path of an address's status. */
export function statusPath(address: string): string {
  return `/emailAddresses/${encodeURIComponent(address)}/status`;
}

/** The status of an address, or how Keap refuses to tell it. */
export function statusAnswer(reply: KeapReply): Json {
  if (reply.status >= 300) return refusalOf(reply);
  const { status, opted_in } = recordOf(jsonOf(reply));
  return { status: String(status), opted_in: opted_in === true };
}

/** `9|99` for two numbers; letters stay. */
function formOf(value: string): string {
  return value.replace(/\d{12,}/g, 'milliseconds').replace(/\d+/g, '9');
}
