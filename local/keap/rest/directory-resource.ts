/** `/users` and `/leadSources` of REST v2 (infusionsoft/keap-sdk, `UsersApi`, `LeadSourcesApi`, `User`, `LeadSource`). */
import type { Directory } from '../directory.ts';
import { pageOf } from './page.ts';
import { isRefusal, ok, type RestAnswer } from './rest-answer.ts';
import type { RestRequest } from './rest-request.ts';

export interface DirectoryResource {
  users(request: RestRequest): RestAnswer;
  leadSources(request: RestRequest): RestAnswer;
}

export function directoryResource({ users, leadSources }: Directory): DirectoryResource {
  return {
    users: ({ query }) =>
      paged(
        query,
        'users',
        users().map(({ id, firstName, lastName, email }) => ({
          ...{ id: String(id), given_name: firstName, family_name: lastName },
          ...{ email_addresses: email === '' ? [] : [{ email, field: 'EMAIL1' }], status: 'Active' },
        })),
      ),
    leadSources: ({ query }) =>
      paged(
        query,
        'lead_sources',
        leadSources().map(({ id, name }) => ({ id: String(id), name, status: 'ACTIVE' })),
      ),
  };
}

function paged(query: URLSearchParams, name: string, all: readonly object[]): RestAnswer {
  const page = pageOf(query, all);
  return isRefusal(page) ? page : ok({ [name]: page.items, ...page.next });
}
