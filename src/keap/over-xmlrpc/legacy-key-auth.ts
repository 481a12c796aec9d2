import type { HttpRequest } from '../../platform/http.ts';
import { type Secret, secret } from '../../secret.ts';
import { keyRefused } from '../auth/credentials.ts';
import type { LegacyAuth } from '../auth/legacy-auth.ts';
import { legacyXmlRpcUrl } from '../http/endpoints.ts';
import { keapCall } from './methods.ts';
import { withPrivateKey } from './private-key.ts';
import { testAddress } from './test-address.ts';

/** The key is the first parameter of every call, and each application answers at an address of its own. */
export const legacyKeyAuth: LegacyAuth = {
  credentials: (key, keeper) => ({
    proof: () => ({
      sign: (request) => ({
        ...request,
        url: legacyXmlRpcUrl(key.application),
        body: bodyWithKey(request.body, key.key),
      }),
      renew: () => false,
      refused() {
        keeper.noteRefusal();
        return keyRefused(key);
      },
    }),
  }),
  testCall: () => keapCall('APIEmailService.getOptStatus', testAddress),
};

function bodyWithKey(body: HttpRequest['body'], key: Secret): Secret {
  if (typeof body !== 'string') throw new TypeError('A call by a legacy key has no XML body');
  return secret(withPrivateKey(body, key.reveal()));
}
