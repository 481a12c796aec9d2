import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, requireFull, requireScope, type Trigger } from '../world.ts';

const hourMs = 3_600_000;

/** `ScriptApp`: triggers, state tokens, the script's id. */
export function scriptApp(context: Context): ServiceObject {
  const { world } = context;
  const authorised = (place: string) => {
    requireFull(context, place);
    requireScope(context, place, 'script.scriptapp');
  };
  return serviceObject('ScriptApp', {
    getScriptId: () => world.scriptId,
    getProjectTriggers() {
      authorised('ScriptApp.getProjectTriggers');
      return world.triggers.filter(({ user }) => user === context.user).map(triggerObject);
    },
    newTrigger(functionName) {
      authorised('ScriptApp.newTrigger');
      const name = signature('ScriptApp.newTrigger', [functionName]).text(functionName);
      return serviceObject('TriggerBuilder', { timeBased: () => clockTrigger(context, name) });
    },
    deleteTrigger(trigger) {
      authorised('ScriptApp.deleteTrigger');
      const { methods } = triggerArgument(trigger);
      const id = methods.getUniqueId?.();
      const index = world.triggers.findIndex((one) => one.id === id && one.user === context.user);
      if (index < 0) throw new ScriptException('The trigger does not exist, or belongs to somebody else.');
      world.triggers.splice(index, 1);
    },
    newStateToken: () => stateToken(context),
  });
}

function triggerArgument(value: unknown): ServiceObject {
  const is = signature('ScriptApp.deleteTrigger', [value]);
  const record = is.record(value);
  return record.type === 'Trigger' ? (value as ServiceObject) : is.refuse();
}

function triggerObject(trigger: Trigger): ServiceObject {
  return serviceObject('Trigger', {
    getHandlerFunction: () => trigger.functionName,
    getUniqueId: () => trigger.id,
    getEventType: () => 'CLOCK',
    getTriggerSource: () => 'CLOCK',
  });
}

interface ClockPlan {
  readonly everyMs: number | undefined;
  readonly firstMs: number;
}

/** Builders change themselves, whether or not a script goes on with what they return. */
function clockTrigger(context: Context, functionName: string): ServiceObject {
  const { world, user } = context;
  const nowMs = world.clock.nowMs();
  let plan: ClockPlan | undefined;
  const planned = (next: ClockPlan) => {
    plan = next;
    return self;
  };
  const every = (count: number, unitMs: number) =>
    planned({ everyMs: count * unitMs, firstMs: nowMs + count * unitMs });
  const self: ServiceObject = serviceObject('ClockTriggerBuilder', {
    everyHours(hours) {
      const count = signature('ClockTriggerBuilder.everyHours', [hours]).whole(hours);
      if (count < 1) throw new ScriptException('The value you passed to everyHours was invalid.');
      return every(count, hourMs);
    },
    everyDays: (days) => every(signature('ClockTriggerBuilder.everyDays', [days]).whole(days), 24 * hourMs),
    everyMinutes(minutes) {
      const count = signature('ClockTriggerBuilder.everyMinutes', [minutes]).whole(minutes);
      if (![1, 5, 10, 15, 30].includes(count)) {
        throw new ScriptException(
          'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
        );
      }
      return every(count, 60_000);
    },
    after(ms) {
      const firstMs = nowMs + signature('ClockTriggerBuilder.after', [ms]).whole(ms);
      return planned({ everyMs: undefined, firstMs });
    },
    at(date) {
      const is = signature('ClockTriggerBuilder.at', [date]);
      return planned({ everyMs: undefined, firstMs: date instanceof Date ? date.getTime() : is.refuse() });
    },
    create() {
      if (plan === undefined) throw new ScriptException('The trigger has no time set.');
      const own = world.triggers.filter((one) => one.user === user);
      if (own.length >= world.limits.triggers) {
        throw new ScriptException(
          'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
        );
      }
      const { everyMs, firstMs } = plan;
      const trigger = { id: `trigger-${world.nextNumber()}`, functionName, user, everyMs, nextMs: firstMs };
      world.triggers.push(trigger);
      return triggerObject(trigger);
    },
  });
  return self;
}

/** StateTokenBuilder: encrypted and bound to the user, 60 seconds unless told, 3,600 at most. */
function stateToken(context: Context): ServiceObject {
  const { world, user } = context;
  const args: Record<string, string> = {};
  let method = 'callback';
  let seconds = world.limits.stateSeconds;
  const self: ServiceObject = serviceObject('StateTokenBuilder', {
    withMethod(name) {
      method = signature('StateTokenBuilder.withMethod', [name]).text(name);
      return self;
    },
    withArgument(name, value) {
      const is = signature('StateTokenBuilder.withArgument', [name, value]);
      args[is.text(name)] = is.text(value);
      return self;
    },
    withTimeout(wanted) {
      seconds = signature('StateTokenBuilder.withTimeout', [wanted]).whole(wanted);
      if (seconds > world.limits.mostStateSeconds) {
        throw new ScriptException(`The timeout must be at most ${world.limits.mostStateSeconds} seconds.`);
      }
      return self;
    },
    createToken() {
      requireFull(context, 'StateTokenBuilder.createToken');
      const token = `state-${world.nextNumber()}-${Math.random().toString(36).slice(2)}`;
      world.states.set(token, { method, args, user, untilMs: world.clock.nowMs() + seconds * 1000 });
      return token;
    },
  });
  return self;
}
