/** Tells the fault of one call from an outage, and a 401 about the token from one about an API, by asking what must work. */
import type { Random } from '../../platform/clock.ts';
import { backOffMs } from '../../retry.ts';
import type { Call } from './call.ts';
import type { Proof } from './credentials.ts';
import { sendWindow, type WindowReply, type WindowSender } from './window.ts';

/** What came of asking an API what it answers whenever it answers anybody. */
export interface Probed {
  /** Undefined while a throttle hides it. */
  readonly isUp: boolean | undefined;
  readonly replies: readonly WindowReply<unknown>[];
}

interface ProbeOptions extends WindowSender {
  readonly random: Random;
}

/** Asks these calls, and once more those that have failed: Keap meets good calls with a fault now and then. */
export function probeApi(options: ProbeOptions, proof: Proof, calls: readonly Call<unknown>[]): Probed {
  const first = sendWindow(options, proof, calls);
  const failed = calls.filter((_, index) => !isWorking(first[index]));
  if (failed.length === 0 || first.some(isThrottle)) return { isUp: isUp(first), replies: first };
  options.clock.sleep(backOffMs(1, options.random));
  const second = sendWindow(options, proof, failed);
  return { isUp: isUp(second), replies: second };
}

/** Whether Keap accepts the proof; undefined when it does not say. */
export function isProofAccepted(options: WindowSender, proof: Proof): boolean | undefined {
  const [reply] = sendWindow(options, proof, [proof.testCall]);
  if (reply?.kind === 'unauthorized') return false;
  return isWorking(reply) ? true : undefined;
}

function isUp(replies: readonly WindowReply<unknown>[]): boolean | undefined {
  return replies.some(isThrottle) ? undefined : replies.every(isWorking);
}

function isWorking(reply: WindowReply<unknown> | undefined): boolean {
  return reply?.kind === 'answer' || reply?.kind === 'passing';
}

function isThrottle({ kind }: WindowReply<unknown>): boolean {
  return kind === 'throttled' || kind === 'quota-spent';
}
