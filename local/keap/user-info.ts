/** The user that a token belongs to. */

/** By the schema `GetUserInfoResponse` of Keap's contract. */
export function userInfo(tenant: string): Readonly<Record<string, unknown>> {
  return {
    email: 'jane.doe@example.com',
    sub: '1',
    id: '1',
    keap_id: 'jane.doe@example.com',
    family_name: 'Doe',
    given_name: 'Jane',
    middle_name: '',
    preferred_name: '',
    is_admin: true,
    tenant_id: tenant,
  };
}
