import { type Answered, type Asked, jsonAnswer } from './exchange.ts';

/** `GET /v2/oauth/connect/userinfo` of REST v2: who has been let in (Keap's contract, "Retrieve User Info"). */
export function userInfo({ method }: Asked, tenant: string, what: string): Answered {
  if (method !== 'GET') {
    const error = { code: 405, message: 'Method not allowed', status: 'METHOD_NOT_ALLOWED', details: [] };
    return jsonAnswer(405, error, what);
  }
  return jsonAnswer(
    200,
    {
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
    },
    what,
  );
}
