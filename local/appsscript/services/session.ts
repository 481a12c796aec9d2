import { createHash } from 'node:crypto';
import { type ServiceObject, serviceObject } from '../service-object.ts';
import { type Context, requireScope } from '../world.ts';

/** `Session`: time zones and keys are free; addresses need a scope of their own. */
export function session(context: Context): ServiceObject {
  const user = (place: string) => {
    requireScope(context, place, 'userinfo.email');
    return serviceObject('User', { getEmail: () => (context.authMode === 'FULL' ? context.user : '') });
  };
  return serviceObject('Session', {
    getScriptTimeZone: () => context.world.project.manifest.timeZone,
    getActiveUserLocale: () => context.world.userLocale,
    getTemporaryActiveUserKey: () =>
      `key-${createHash('sha256').update(context.user).digest('hex').slice(0, 24)}`,
    getActiveUser: () => user('Session.getActiveUser'),
    getEffectiveUser: () => user('Session.getEffectiveUser'),
  });
}
