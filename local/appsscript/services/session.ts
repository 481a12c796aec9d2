/** `Session`: who runs the script, and in which language and time zone (Class Session). */
import { createHash } from 'node:crypto';
import { requireScope } from '../permissions.ts';
import { type ServiceObject, serviceObject } from '../service-object.ts';
import { type Context, personOf } from '../world.ts';

/** `Session`: time zones and keys are free; addresses need a scope of their own. */
export function session(context: Context): ServiceObject {
  const user = (method: string) => {
    requireScope(context, method, 'userinfo.email');
    return serviceObject('User', { getEmail: () => (context.authMode === 'FULL' ? context.user : '') });
  };
  return serviceObject('Session', {
    getScriptTimeZone: () => context.project.manifest.timeZone,
    getActiveUserLocale: () => personOf(context.world, context.user).locale,
    getTemporaryActiveUserKey: () =>
      `key-${createHash('sha256').update(`${context.script.id} ${context.user}`).digest('hex').slice(0, 24)}`,
    getActiveUser: () => user('Session.getActiveUser'),
    getEffectiveUser: () => user('Session.getEffectiveUser'),
  });
}
