/** Clock triggers: how a script makes them, and what Google refuses (Class ClockTriggerBuilder). */

import { refusal } from '../refusal.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import type { Context, Trigger } from '../world.ts';
import { momentOf, zonedTime } from '../zoned-time.ts';
import { triggerObject } from './trigger.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

interface ClockPlan {
  readonly kind: 'minutes' | 'hours' | 'days' | 'once';
  readonly everyMs: number | undefined;
  readonly firstMs: number;
}

/**
 * ClockTriggerBuilder without weeks, months and dates. Like all of Google's builders it changes itself, whether or not
 * a script continues with what it returns. Times that Google chooses at random are the earliest possible ones here.
 */
export function clockTriggerBuilder(context: Context, functionName: string): ServiceObject {
  const { world, user } = context;
  const nowMs = world.clock.nowMs();
  let plan: ClockPlan | undefined;
  let hour: number | undefined;
  let minute = 0;
  let timeZone = context.project.manifest.timeZone;
  const planned = (next: ClockPlan) => {
    plan = next;
    return self;
  };
  const every = (kind: ClockPlan['kind'], count: number, unitMs: number, method: string) => {
    if (count < 1) throw new ScriptException(`The value you passed to ${method} was invalid.`);
    return planned({ kind, everyMs: count * unitMs, firstMs: nowMs + count * unitMs });
  };
  const within = (value: number, max: number, name: string) => {
    if (value >= 0 && value <= max) return value;
    throw new ScriptException(`Argument must be between 0 and ${max}: ${name}`);
  };
  const self: ServiceObject = serviceObject('ClockTriggerBuilder', {
    everyMinutes(minutes) {
      const count = signature('ClockTriggerBuilder.everyMinutes', [minutes]).whole(minutes);
      if ([1, 5, 10, 15, 30].includes(count)) return every('minutes', count, minuteMs, 'everyMinutes');
      throw new ScriptException(
        'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
      );
    },
    everyHours: (hours) =>
      every('hours', signature('ClockTriggerBuilder.everyHours', [hours]).whole(hours), hourMs, 'everyHours'),
    everyDays: (days) =>
      every('days', signature('ClockTriggerBuilder.everyDays', [days]).whole(days), dayMs, 'everyDays'),
    atHour(value) {
      hour = within(signature('ClockTriggerBuilder.atHour', [value]).whole(value), 23, 'hour');
      return self;
    },
    nearMinute(value) {
      minute = within(signature('ClockTriggerBuilder.nearMinute', [value]).whole(value), 59, 'minute');
      return self;
    },
    inTimezone(name) {
      timeZone = knownZone(signature('ClockTriggerBuilder.inTimezone', [name]).text(name));
      return self;
    },
    after(ms) {
      const waitMs = signature('ClockTriggerBuilder.after', [ms]).whole(ms);
      return planned({ kind: 'once', everyMs: undefined, firstMs: nowMs + waitMs });
    },
    at(date) {
      const is = signature('ClockTriggerBuilder.at', [date]);
      const firstMs = date instanceof Date ? date.getTime() : is.refuse();
      return planned({ kind: 'once', everyMs: undefined, firstMs });
    },
    create() {
      if (plan === undefined) throw new ScriptException('The trigger has no time set.');
      refuseTooMany(context, plan);
      const { kind, everyMs, firstMs } = plan;
      const nextMs = kind === 'days' && hour !== undefined ? nextAt(nowMs, hour, minute, timeZone) : firstMs;
      const trigger: Trigger = {
        id: `trigger-${world.nextNumber()}`,
        ...{ functionName, user, everyMs, nextMs },
        scriptId: context.script.id,
        documentId: context.documentId,
        isDisabled: context.as === 'trigger' && !world.behavior.triggersMadeInTriggersFire,
      };
      world.triggers.push(trigger);
      return triggerObject(trigger);
    },
  });
  return self;
}

/**
 * Quotas, "Triggers": 20 per user and script, over all documents (A). "Editor add-on triggers", Restrictions: one of
 * each type per user and document, hourly at the most (A; the wording of the exceptions B).
 * probe: triggers/too-many, triggers/exceptions-of-an-add-on
 */
function refuseTooMany(context: Context, { kind }: ClockPlan): void {
  const { world, user, script } = context;
  const own = world.triggers.filter((one) => one.user === user && one.scriptId === script.id);
  if (own.length >= world.limits.triggers) throw refusal(context, 'tooManyTriggers');
  if (world.deployment === 'bound') return;
  if (own.some(({ documentId }) => documentId === context.documentId))
    throw refusal(context, 'tooManyAddOnTriggers');
  if (kind === 'minutes') throw refusal(context, 'addOnIntervalTooShort');
}

function nextAt(nowMs: number, hour: number, minute: number, timeZone: string): number {
  const today = { ...zonedTime(nowMs, timeZone), hour, minute, second: 0 };
  const todayMs = momentOf(today, timeZone);
  return todayMs > nowMs ? todayMs : momentOf({ ...today, day: today.day + 1 }, timeZone);
}

function knownZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new ScriptException(`Invalid argument: timezone. Should be of type: String`);
  }
}
