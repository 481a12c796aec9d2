/** Proves who is calling with the access token that a consent has granted. */
import { NotConnected, ServiceDown } from '../../errors.ts';
import type { Token } from '../../oauth/token.ts';
import type { TokenManager } from '../../oauth/token-manager.ts';
import { secret } from '../../secret.ts';
import { addHeader, type Credentials, type Proof } from '../http/credentials.ts';
import { userInfoCall } from './user-info.ts';

/** OAuth's bearer token, in the header only: in the query it would end up in logs (RFC 6750, section 5.3). */
export function oauthCredentials(manager: TokenManager): Credentials {
  let lastUsed: Token | undefined;
  return {
    proof() {
      lastUsed = currentOr(manager, lastUsed);
      return bearerProof(manager, lastUsed);
    },
  };
}

/**
 * Once the user has disconnected, the requests in flight are finished with the token that they began with: a run that
 * broke off between them would not know what it has sent. The run itself ends before its next requests.
 */
function currentOr(manager: TokenManager, lastUsed: Token | undefined): Token {
  try {
    return manager.current();
  } catch (error) {
    if (!(error instanceof NotConnected) || lastUsed === undefined) throw error;
    return lastUsed;
  }
}

function bearerProof(manager: TokenManager, token: Token): Proof {
  const authorization = secret(`Bearer ${token.accessToken.reveal()}`);
  return {
    sign: (request) => addHeader(request, 'Authorization', authorization),
    testCall: userInfoCall(),
    accepted: () => {},
    renew() {
      // A pair that has just replaced a refused one shows that another would not help: the daily renewal tries again.
      if (manager.hasReplacedRefused(token)) return false;
      manager.replace(token);
      return true;
    },
    refused: () =>
      new ServiceDown(
        'Keap answers 401 to credentials that were just renewed',
        'Keap rejects the access it has just granted. The next run tries again. If this lasts for a day, disconnect in the sidebar and connect again.',
      ),
  };
}
