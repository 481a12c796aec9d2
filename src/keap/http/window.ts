/** Sends one window of calls once, all together, and says what came of each. */
import { QuotaSpent } from '../../errors.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Http, HttpResult } from '../../platform/http.ts';
import type { Call, Read } from './call.ts';
import type { Proof } from './credentials.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type ReplyStatus, replyStatusOf } from './reply-status.ts';

/** What one call of a window brought: the gateway's verdict, or what its API says. */
export type WindowReply<Answer> = Read<Answer> | Exclude<ReplyStatus, { kind: 'passed' }>;

/** What a window is sent through. */
export interface WindowSender {
  readonly http: Http;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
}

/** One reply per call, in order. Throws `QuotaSpent` for Google's own quota. */
export function sendWindow<Answer>(
  { http, rateLimiter, clock }: WindowSender,
  proof: Proof,
  calls: readonly Call<Answer>[],
): WindowReply<Answer>[] {
  rateLimiter.waitForCapacity(calls.length);
  const nowMs = clock.nowMs();
  const results = http.send(calls.map(({ request }) => proof.sign(request)));
  if (results.some((one) => one.kind === 'silence' && one.isQuotaSpent === true)) throw fetchesSpent(nowMs);
  return calls.map((call, index) => replyTo(call, results[index], nowMs));
}

function replyTo<Answer>(
  call: Call<Answer>,
  result: HttpResult | undefined,
  nowMs: number,
): WindowReply<Answer> {
  if (result === undefined || result.kind === 'silence') {
    return { kind: 'unavailable', reason: result?.reason ?? 'no reply', isSilence: true };
  }
  const status = replyStatusOf(result, nowMs);
  if (status.kind === 'passed') return call.read(result);
  const isOfGateway = status.kind !== 'unavailable' || status.isClosed === true;
  return (isOfGateway ? undefined : call.readError?.(result)) ?? status;
}

/** Google says only that a daily quota comes back within 24 hours (Apps Script, "Quotas"), so every hour tries again. */
function fetchesSpent(nowMs: number): QuotaSpent {
  return new QuotaSpent(
    "Google's daily quota of requests is used up",
    "Google's daily limit of requests has been reached. Rows that have not been sent yet say Waiting; the run tries again every hour.",
    nowMs + 60 * 60 * 1000,
  );
}
