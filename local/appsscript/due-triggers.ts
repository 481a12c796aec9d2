/** Virtual time, and the triggers that come due in it. */
import { documentById } from './documents.ts';
import { clockEvent } from './events.ts';
import type { Execution, Run } from './run.ts';
import { personOf, type Trigger, type World } from './world.ts';

/** Starts runs in a document. */
export type RunIn = (documentId: string) => Run;

/** Whose triggers fire; those of others are skipped, as Google now and then leaves a time out. */
export interface DueOptions {
  readonly user?: string;
  readonly documentId?: string;
}

/**
 * Lets virtual time pass: every trigger that comes due fires, one after the other, at its time or when the one before it
 * has ended. A trigger that fires once stays, and counts, until the script deletes it.
 */
export async function passTime(
  world: World,
  ms: number,
  runIn: RunIn,
  options: DueOptions = {},
): Promise<Execution[]> {
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
    if (!fires(world, trigger) || !isMeant(trigger, options)) continue;
    fired.push(await fire(world, trigger, runIn));
  }
  clock.moveTo(untilMs);
  return fired;
}

/** Runs a trigger now, in the document in which it was made. */
export function fire(world: World, trigger: Trigger, runIn: RunIn): Promise<Execution> {
  const event = clockEvent(trigger, world.clock.nowMs());
  return runIn(trigger.documentId)(trigger.functionName, () => [event], {
    as: 'trigger',
    user: trigger.user,
  });
}

/**
 * A disabled trigger is listed and never fires ("disabled for an unknown reason", B), nor does one in a test deployment
 * ("Installable triggers aren't supported", A) or that of a closed account or a deleted document (B).
 */
function fires(world: World, { isDisabled, user, documentId }: Trigger): boolean {
  const exists = documentById(world.documents, documentId) !== undefined;
  return exists && !isDisabled && world.deployment !== 'test' && !personOf(world, user).hasLeft;
}

function isMeant(trigger: Trigger, { user, documentId }: DueOptions): boolean {
  return (user ?? trigger.user) === trigger.user && (documentId ?? trigger.documentId) === trigger.documentId;
}

function nextOf(triggers: readonly Trigger[]): Trigger | undefined {
  const [first, ...others] = triggers;
  return others.reduce((one, other) => (one !== undefined && other.nextMs < one.nextMs ? other : one), first);
}
