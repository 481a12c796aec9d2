import type { Secret } from '../secret.ts';

/** What Keap's developer site gives an app. */
export interface Client {
  readonly id: string;
  readonly secret: Secret;
}

/** Where consent is asked and tokens are given. */
export interface AuthorizationServer {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
}
