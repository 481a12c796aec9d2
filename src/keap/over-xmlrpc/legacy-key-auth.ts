/** Connects with a legacy key: as a bearer token to both APIs, or as a parameter to the host of its application. */
import type { HttpRequest } from '../../platform/http.ts';
import { type Secret, secret } from '../../secret.ts';
import type { LegacyKey, LegacyKeyHost } from '../auth/key.ts';
import { type KeyRecorder, refusalOf } from '../auth/key-credentials.ts';
import type { LegacyAuth } from '../auth/legacy-auth.ts';
import { userInfoCall } from '../auth/user-info.ts';
import type { Call } from '../http/call.ts';
import { addHeader, type Credentials } from '../http/credentials.ts';
import { legacyXmlRpcUrl, xmlRpcUrl } from '../http/endpoints.ts';
import { connectionTestCall } from './methods.ts';
import { withPrivateKey } from './private-key.ts';

/** Each execution begins with the host of both APIs, so that Keap may retire the other one at any time. */
export const legacyKeyAuth: LegacyAuth = { credentials: legacyCredentials, testCall: connectionTestCall };

function legacyCredentials(key: LegacyKey, recorder: KeyRecorder): Credentials {
  let host: LegacyKeyHost = 'api';
  let isRecorded = false;
  return {
    proof() {
      const used = host;
      return {
        ...ways[used](key),
        accepted() {
          if (isRecorded) return;
          isRecorded = true;
          if (used !== key.host) recorder.recordHost(used);
          recorder.recordAcceptance();
        },
        renew() {
          if (host === 'application') return false;
          host = 'application';
          recorder.recordFallback();
          return true;
        },
        refused: () => refusalOf(key, recorder),
      };
    },
  };
}

interface Way {
  sign(request: HttpRequest): HttpRequest;
  readonly testCall: Call<unknown>;
}

const ways: Readonly<Record<LegacyKeyHost, (key: LegacyKey) => Way>> = {
  api: ({ key }) => {
    const authorization = secret(`Bearer ${key.reveal()}`);
    return {
      sign: (request) => addHeader(request, 'Authorization', authorization),
      testCall: userInfoCall(),
    };
  },
  application: ({ application, key }) => ({
    // The application's host serves XML-RPC alone, and no other host may get the key in a body.
    sign(request) {
      if (request.url !== xmlRpcUrl) return request;
      return { ...request, url: legacyXmlRpcUrl(application), body: bodyWithKey(request.body, key) };
    },
    testCall: connectionTestCall(),
  }),
};

function bodyWithKey(body: HttpRequest['body'], key: Secret): Secret {
  if (typeof body !== 'string') throw new TypeError('A call with a legacy key has no XML body');
  return secret(withPrivateKey(body, key.reveal()));
}
