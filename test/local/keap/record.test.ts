import { describe, expect, it } from 'vitest';
import { requestRecord } from '../../../local/keap/record.ts';

const asked = (path: string, query = '') => ({
  ...{ nowMs: 0, host: 'api.infusionsoft.com', method: 'GET', path, headers: {}, body: '', lineBytes: 100 },
  query: new URLSearchParams(query),
});

describe('requestRecord()', () => {
  it.each([
    ['nothing', '/crm/rest/v2/contacts', 'filter=ids%3D%3D1', false],
    ['a token where tokens used to stand', '/crm/xmlrpc/v1', 'access_token=x', true],
    ['a token under any other name', '/crm/xmlrpc/v1', 'key=simulated-access-0a1b', true],
    ['a key in a query', '/crm/xmlrpc/v1', 'q=a%20made-up%2Bkey', true],
    ['a key in the path', '/crm/made-up%2Bkey/x', '', true],
    ['a path that is not well encoded', '/crm/%E0%A4', '', false],
  ])('reports a secret in an address: %s', (_what, path, query, has) => {
    const record = requestRecord(['made-up+key']);
    record.add(asked(path, query), 'rest GET /contacts', 200, '');
    expect(record.all()[0]?.hasSecretInUrl).toBe(has);
    expect(JSON.stringify(record.all())).not.toContain('made-up');
  });
});
