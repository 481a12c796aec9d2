import { clockEvent } from './events.ts';
import type { Execution, Run } from './run.ts';
import type { Trigger, World } from './world.ts';

/**
 * Lets virtual time pass: every trigger that comes due fires, one after the other, at its time or when the one before it
 * has ended. A trigger that fires once stays, and counts, until the script deletes it.
 */
export async function passTime(world: World, ms: number, run: Run): Promise<Execution[]> {
  const { clock } = world;
  const untilMs = clock.nowMs() + ms;
  const fired: Execution[] = [];
  for (
    let due = nextOf(world.triggers);
    due !== undefined && due.nextMs <= untilMs;
    due = nextOf(world.triggers)
  ) {
    const trigger = due;
    clock.moveTo(trigger.nextMs);
    trigger.nextMs =
      trigger.everyMs === undefined ? Number.POSITIVE_INFINITY : trigger.nextMs + trigger.everyMs;
    const event = clockEvent(trigger, clock.nowMs());
    fired.push(await run(trigger.functionName, () => [event], { as: 'trigger', user: trigger.user }));
  }
  clock.moveTo(untilMs);
  return fired;
}

function nextOf(triggers: readonly Trigger[]): Trigger | undefined {
  const [first, ...others] = triggers;
  return others.reduce((one, other) => (one !== undefined && other.nextMs < one.nextMs ? other : one), first);
}
