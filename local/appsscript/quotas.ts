/** Google's daily quotas, counted per person. */
import { refusal } from './refusal.ts';
import type { Context } from './world.ts';

/** Quotas that a script can use up, by the names under which Google's exceptions mention the service. */
export type Quota = 'urlfetch' | 'properties' | 'email';

/** Counts days in UTC; Google resets its quotas every 24 hours, at an undocumented hour. */
export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / 86_400_000);
}

/** Uses up a daily quota, and throws Google's exception when it is over. */
export function spend(context: Context, quota: Quota, amount: number, max: number): void {
  const { world } = context;
  if (amount > remaining(context, quota, max)) throw refusal(context, 'quotaSpent', quota);
  const key = usageKey(context, quota);
  world.usage.set(key, (world.usage.get(key) ?? 0) + amount);
}

/** How much of a daily quota is left. */
export function remaining(context: Context, quota: Quota, max: number): number {
  const { world, user } = context;
  if (world.clock.nowMs() < (world.spentUntilMs.get(`${quota} ${user}`) ?? 0)) return 0;
  return max - (world.usage.get(usageKey(context, quota)) ?? 0);
}

function usageKey({ world, user }: Context, quota: Quota): string {
  return `${quota} ${user} ${dayOf(world.clock.nowMs())}`;
}
