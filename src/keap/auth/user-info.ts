/** Asks Keap who is calling: the test of a connection, and the name of the account behind a key. */
import { jsonObject } from '../../json.ts';
import type { HttpReply } from '../../platform/http.ts';
import type { Call, Read } from '../http/call.ts';
import { userInfoUrl } from '../http/endpoints.ts';

/** Who has connected. */
export interface UserInfo {
  /** The account, written as in OAuth's scope, for instance `app123.infusionsoft.com`; empty when unknown. */
  readonly account: string;
  /** The person's name and email address, as far as Keap gives them; may be empty. */
  readonly person: string;
}

/** The cheapest call that shows that Keap accepts a token or a key (REST v2 contract, "Retrieve User Info"). */
export function userInfoCall(): Call<UserInfo> {
  return { request: { method: 'GET', url: userInfoUrl, headers: { Accept: 'application/json' } }, read };
}

function read(reply: HttpReply): Read<UserInfo> {
  const info = jsonObject(reply.body);
  if (info === undefined) return { kind: 'unreadable', reason: 'an answer that is not JSON' };
  const text = (name: string) => (typeof info[name] === 'string' ? info[name].trim() : '');
  const tenant = text('tenant_id') || (reply.headers['x-keap-tenant-id'] ?? '').trim();
  const name = `${text('given_name')} ${text('family_name')}`.trim();
  const person = [name, text('email')].filter((part) => part !== '').join(', ');
  return { kind: 'answer', answer: { account: accountName(tenant), person } };
}

/** Keap's headers give only the first part of an account's name; the scope of a token gives the whole host. */
function accountName(tenant: string): string {
  if (tenant === '' || tenant.includes('.')) return tenant;
  return `${tenant}.infusionsoft.com`;
}
