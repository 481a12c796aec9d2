/** The two parties of OAuth as values: our app, and the server that grants its tokens. */
import type { Secret } from '../secret.ts';

/** What Keap's developer site issues to an app. */
export interface Client {
  readonly id: string;
  readonly secret: Secret;
}

/** Where users consent and tokens are granted. */
export interface AuthorizationServer {
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly scope: string;
}
