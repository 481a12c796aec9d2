/** Connects with a legacy key, which is a parameter of every call rather than a header. */
import type { HttpRequest } from '../../platform/http.ts';
import { type Secret, secret } from '../../secret.ts';
import { keyRefused } from '../auth/key-credentials.ts';
import type { LegacyAuth } from '../auth/legacy-auth.ts';
import { legacyXmlRpcUrl } from '../http/endpoints.ts';
import { connectionTestCall } from './methods.ts';
import { withPrivateKey } from './private-key.ts';

/** The key is the first parameter of every call, and each application has its own URL. */
export const legacyKeyAuth: LegacyAuth = {
  credentials: (key, recorder) => ({
    proof: () => ({
      sign: (request) => ({
        ...request,
        url: legacyXmlRpcUrl(key.application),
        body: bodyWithKey(request.body, key.key),
      }),
      renew: () => false,
      refused() {
        recorder.recordRefusal();
        return keyRefused(key);
      },
    }),
  }),
  testCall: connectionTestCall,
};

function bodyWithKey(body: HttpRequest['body'], key: Secret): Secret {
  if (typeof body !== 'string') throw new TypeError('A call with a legacy key has no XML body');
  return secret(withPrivateKey(body, key.reveal()));
}
