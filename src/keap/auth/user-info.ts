import { jsonObject } from '../../json.ts';
import type { HttpReply } from '../../platform/http.ts';
import type { Call, Read } from '../http/call.ts';
import { userInfoUrl } from '../http/endpoints.ts';

/** Who has been let in. */
export interface UserInfo {
  /** The account, written as OAuth's scope writes it, for instance `app123.infusionsoft.com`; empty where unknown. */
  readonly account: string;
  /** The person's name and address as far as Keap tells them; may be empty. */
  readonly person: string;
}

/** The cheapest call that shows that Keap takes a token or a key (REST v2 contract, "Retrieve User Info"). */
export function userInfoCall(): Call<UserInfo> {
  return { request: { method: 'GET', url: userInfoUrl, headers: { Accept: 'application/json' } }, read };
}

function read(reply: HttpReply): Read<UserInfo> {
  const info = jsonObject(reply.body);
  if (info === undefined) return { kind: 'unreadable', reason: 'an answer that is no JSON' };
  const text = (name: string) => (typeof info[name] === 'string' ? info[name].trim() : '');
  const tenant = text('tenant_id') || (reply.headers['x-keap-tenant-id'] ?? '').trim();
  const name = `${text('given_name')} ${text('family_name')}`.trim();
  const person = [name, text('email')].filter((part) => part !== '').join(', ');
  return { kind: 'answer', answer: { account: accountName(tenant), person } };
}

/** Keap's headers name an account by its first part alone, the scope of a token by its whole host. */
function accountName(tenant: string): string {
  if (tenant === '' || tenant.includes('.')) return tenant;
  return `${tenant}.infusionsoft.com`;
}
