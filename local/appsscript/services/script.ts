/** `ScriptApp`: triggers, state tokens, permissions and the script's id (Class ScriptApp). */
import { EnumValue } from '../enums.ts';
import { missingScopes, requireFull, requireScope } from '../permissions.ts';
import { refusal } from '../refusal.ts';
import {
  ExecutionEnded,
  ScriptException,
  type ServiceObject,
  serviceObject,
  signature,
} from '../service-object.ts';
import type { Context } from '../world.ts';
import { clockTriggerBuilder } from './clock-trigger.ts';
import { triggerObject } from './trigger.ts';

export function scriptApp(context: Context): ServiceObject {
  const { world, script } = context;
  const requirePermission = (method: string) => {
    requireFull(context, method, 'script.scriptapp');
    requireScope(context, method, 'script.scriptapp');
  };
  const ownTriggers = () =>
    world.triggers.filter(({ user, scriptId }) => user === context.user && scriptId === script.id);
  return serviceObject('ScriptApp', {
    getScriptId: () => script.id,
    getProjectTriggers() {
      requirePermission('ScriptApp.getProjectTriggers');
      return ownTriggers().map(triggerObject);
    },
    getUserTriggers(spreadsheet) {
      requirePermission('ScriptApp.getUserTriggers');
      const id = spreadsheetId(spreadsheet);
      const { userTriggersIncludeClockTriggers } = world.behavior;
      const listed = userTriggersIncludeClockTriggers ? ownTriggers() : [];
      return listed.filter(({ documentId }) => documentId === id).map(triggerObject);
    },
    newTrigger(functionName) {
      requirePermission('ScriptApp.newTrigger');
      const name = signature('ScriptApp.newTrigger', [functionName]).text(functionName);
      return serviceObject('TriggerBuilder', { timeBased: () => clockTriggerBuilder(context, name) });
    },
    deleteTrigger(trigger) {
      requirePermission('ScriptApp.deleteTrigger');
      const { methods } = triggerArgument(trigger);
      const id = methods.getUniqueId?.();
      const found = ownTriggers().find((one) => one.id === id);
      if (found === undefined)
        throw new ScriptException('The trigger does not exist, or belongs to another user.');
      world.triggers.splice(world.triggers.indexOf(found), 1);
    },
    newStateToken: () => stateToken(context),
    getInstallationSource: () =>
      new EnumValue(
        'ScriptApp.InstallationSource',
        world.deployment === 'add-on' ? 'WEB_STORE_ADD_ON' : 'NONE',
      ),
    getAuthorizationInfo: (mode, scopes) => authorizationInfo(context, mode, scopes),
    requireAllScopes: (mode) => requireConsent(context, 'ScriptApp.requireAllScopes', mode, undefined),
    requireScopes(mode, scopes) {
      if (!Array.isArray(scopes)) return signature('ScriptApp.requireScopes', [mode, scopes]).refuse();
      requireConsent(context, 'ScriptApp.requireScopes', mode, scopes);
    },
  });
}

/** Tells, also in a trigger, which permissions are granted (Class AuthorizationInfo; A). */
function authorizationInfo(context: Context, mode: unknown, scopes: unknown): ServiceObject {
  const missing = missingOf(context, 'ScriptApp.getAuthorizationInfo', mode, scopes);
  const { script, project } = context;
  const granted = project.manifest.oauthScopes.filter((url) => !missingScopes(context).includes(url));
  return serviceObject('AuthorizationInfo', {
    getAuthorizationStatus: () =>
      new EnumValue('ScriptApp.AuthorizationStatus', missing.length > 0 ? 'REQUIRED' : 'NOT_REQUIRED'),
    getAuthorizationUrl: () =>
      missing.length > 0 ? `https://script.google.com/macros/d/${script.id}/authorize` : null,
    getAuthorizedScopes: () => granted,
  });
}

/**
 * Ends the execution where a consent is missing, with no exception to catch, and asks the person for it (reference of
 * `requireScopes`, A). In a trigger there is nobody to ask (C).
 */
function requireConsent(context: Context, method: string, mode: unknown, scopes: unknown): void {
  const missing = missingOf(context, method, mode, scopes);
  if (missing.length === 0) return;
  if (context.hasUi) context.world.consentPrompts.push({ user: context.user, scopes: missing });
  throw new ExecutionEnded(refusal(context, 'authorizationRequired').message);
}

function missingOf(context: Context, method: string, mode: unknown, scopes: unknown): string[] {
  const is = signature(method, scopes === undefined ? [mode] : [mode, scopes]);
  if (!(mode instanceof EnumValue) || mode.type !== 'ScriptApp.AuthMode') return is.refuse();
  if (mode.value !== 'FULL') return [];
  if (scopes === undefined) return missingScopes(context);
  return Array.isArray(scopes)
    ? missingScopes(
        context,
        scopes.map((scope) => is.text(scope)),
      )
    : is.refuse();
}

function spreadsheetId(value: unknown): unknown {
  const is = signature('ScriptApp.getUserTriggers', [value]);
  const { type, methods } = is.record(value) as Partial<ServiceObject>;
  return type === 'Spreadsheet' ? methods?.getId?.() : is.refuse();
}

function triggerArgument(value: unknown): ServiceObject {
  const is = signature('ScriptApp.deleteTrigger', [value]);
  const record = is.record(value);
  return record.type === 'Trigger' ? (value as ServiceObject) : is.refuse();
}

/**
 * StateTokenBuilder: encrypted and bound to the user, valid for 60 seconds by default and 3,600 at most.
 * probe: state/lifetime
 */
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
      const untilMs = world.clock.nowMs() + seconds * 1000;
      world.states.set(token, { method, args, user, scriptId: context.script.id, untilMs });
      return token;
    },
  });
  return self;
}
