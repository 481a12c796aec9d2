/** Keap's numbers with their sources. */

/** Sources unless another is given: developer.keap.com, "Rate limits" and "Getting started with OAuth2". */
export interface KeapLimits {
  /** Spike limit of an OAuth client: requests in any second. */
  readonly perSecond: number;
  /** Requests a minute for an OAuth client. */
  readonly perMinute: number;
  /** Requests a day for an OAuth client; days begin at 00:00 UTC. */
  readonly perDay: number;
  /** The same three for personal access tokens and service account keys, which share them in one tenant. */
  readonly keysPerSecond: number;
  readonly keysPerMinute: number;
  readonly keysPerDay: number;
  /** Those of a tenant, over all that call on its behalf. */
  readonly tenantPerMinute: number;
  readonly tenantPerDay: number;
  readonly accessTokenSeconds: number;
  /** Keap's staff say 45 days today; older pages say 90. */
  readonly refreshTokenDays: number;
  /** How long a code may be exchanged, in seconds: RFC 6749 (4.1.2) advises at most ten minutes. */
  readonly codeSeconds: number;
  /** Of method, path and query, in bytes: 7 KB is Apigee's (docs.apigee.com, "414 Request-URI Too Long"). */
  readonly requestLineBytes: number;
}

export const keapLimits: KeapLimits = {
  perSecond: 25,
  perMinute: 1_500,
  perDay: 150_000,
  keysPerSecond: 10,
  keysPerMinute: 240,
  keysPerDay: 30_000,
  tenantPerMinute: 10_000,
  tenantPerDay: 250_000,
  accessTokenSeconds: 86_400,
  refreshTokenDays: 45,
  codeSeconds: 600,
  requestLineBytes: 7_168,
};
