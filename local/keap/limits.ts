/** Keap's numbers as it documents them (developer.keap.com, "Rate limits" and "Getting started with OAuth2"). */
export interface KeapLimits {
  /** Requests a minute for an OAuth client. */
  readonly perMinute: number;
  /** Requests a day for an OAuth client; days begin at 00:00 UTC. */
  readonly perDay: number;
  /** Spike limit: requests a second. */
  readonly perSecond: number;
  readonly accessTokenSeconds: number;
  /** Keap's staff say 45 days today; older pages say 90. */
  readonly refreshTokenDays: number;
  /** How long a code may be exchanged, in seconds: RFC 6749 advises at most ten minutes. */
  readonly codeSeconds: number;
}

export const keapLimits: KeapLimits = {
  perMinute: 1_500,
  perDay: 150_000,
  perSecond: 25,
  accessTokenSeconds: 86_400,
  refreshTokenDays: 45,
  codeSeconds: 600,
};
