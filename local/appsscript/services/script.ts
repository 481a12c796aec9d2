import { EnumValue } from '../enums.ts';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, requireFull, requireScope } from '../world.ts';
import { clockTriggerBuilder } from './clock-trigger.ts';
import { triggerObject } from './trigger.ts';

/** `ScriptApp`: triggers, state tokens, the script's id. */
export function scriptApp(context: Context): ServiceObject {
  const { world } = context;
  const authorised = (place: string) => {
    requireFull(context, place, 'script.scriptapp');
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
      return serviceObject('TriggerBuilder', { timeBased: () => clockTriggerBuilder(context, name) });
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
    getAuthorizationInfo(mode) {
      const is = signature('ScriptApp.getAuthorizationInfo', [mode]);
      if (!(mode instanceof EnumValue) || mode.type !== 'ScriptApp.AuthMode') return is.refuse();
      const status = new EnumValue('ScriptApp.AuthorizationStatus', 'NOT_REQUIRED');
      return serviceObject('AuthorizationInfo', {
        getAuthorizationStatus: () => status,
        getAuthorizationUrl: () => null,
      });
    },
  });
}

function triggerArgument(value: unknown): ServiceObject {
  const is = signature('ScriptApp.deleteTrigger', [value]);
  const record = is.record(value);
  return record.type === 'Trigger' ? (value as ServiceObject) : is.refuse();
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
      if (seconds > world.limits.maxStateSeconds) {
        throw new ScriptException(`The timeout must be at most ${world.limits.maxStateSeconds} seconds.`);
      }
      return self;
    },
    createToken() {
      requireFull(context, 'StateTokenBuilder.createToken', 'script.scriptapp');
      const token = `state-${world.nextNumber()}-${Math.random().toString(36).slice(2)}`;
      world.states.set(token, { method, args, user, untilMs: world.clock.nowMs() + seconds * 1000 });
      return token;
    },
  });
  return self;
}
