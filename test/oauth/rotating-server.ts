import type { HttpRequest, HttpResult } from '../../src/platform/http.ts';
import { type Secret, secret } from '../../src/secret.ts';
import { bodyOf, reply } from '../support/fake-http.ts';

/** A token endpoint that rotates as Keap's does: a new pair invalidates both tokens of the old one at once. */
export interface RotatingServer {
  respond(request: HttpRequest): HttpResult;
  /** The names of the pairs granted after `first`, in order. */
  readonly granted: readonly string[];
  isAlive(accessToken: string): boolean;
  /** The pair that a new consent grants. */
  reconnect(): { readonly accessToken: Secret; readonly refreshToken: Secret };
}

/** A server that knows the pair `first` and the code `the-code`; `padding` makes the tokens that it grants longer. */
export function rotatingServer(padding = ''): RotatingServer {
  const granted: string[] = [];
  let alive = 'first';
  let code = 'the-code';
  const rotate = () => {
    alive = `pair${granted.length + 2}`;
    granted.push(alive);
  };
  const grant = (): HttpResult => {
    rotate();
    return reply(200, {
      access_token: `access-${alive}${padding}`,
      refresh_token: `refresh-${alive}`,
      token_type: 'bearer',
      expires_in: 86_400,
      scope: 'full|x.test',
    });
  };
  return {
    granted,
    isAlive: (accessToken) => accessToken === `access-${alive}${granted.length > 0 ? padding : ''}`,
    reconnect() {
      rotate();
      return { accessToken: secret(`access-${alive}`), refreshToken: secret(`refresh-${alive}`) };
    },
    respond(request) {
      const form = new URLSearchParams(bodyOf(request));
      if (form.get('grant_type') === 'refresh_token' && form.get('refresh_token') === `refresh-${alive}`) {
        return grant();
      }
      if (form.get('grant_type') === 'authorization_code' && form.get('code') === code) {
        code = 'used';
        return grant();
      }
      return reply(400, { error: 'invalid_grant', error_description: 'Invalid refresh token' });
    },
  };
}
