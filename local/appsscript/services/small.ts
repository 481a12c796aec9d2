import { createHash, randomUUID } from 'node:crypto';
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { type Context, requireFull, requireScope, spend } from '../world.ts';

/** `Utilities`: what does not belong to any other service. */
export function utilities({ world }: Context): ServiceObject {
  return serviceObject('Utilities', {
    async sleep(ms) {
      const wanted = signature('Utilities.sleep', [ms]).whole(ms);
      if (wanted < 0 || wanted > world.limits.sleepMs)
        throw new ScriptException('Argument must be between 0 and 300000: milliseconds');
      if (wanted > 0) await world.timeline.sleepUntil(world.clock.nowMs() + wanted).ended;
    },
    getUuid: () => randomUUID(),
    base64Encode(data) {
      const is = signature('Utilities.base64Encode', [data]);
      return Array.isArray(data)
        ? Buffer.from(data.map((byte) => Number(byte) & 0xff)).toString('base64')
        : Buffer.from(is.text(data), 'utf8').toString('base64');
    },
    base64Decode(text) {
      const bytes = Buffer.from(signature('Utilities.base64Decode', [text]).text(text), 'base64');
      return [...bytes].map((byte) => (byte > 127 ? byte - 256 : byte));
    },
    computeDigest(algorithm, value) {
      const is = signature('Utilities.computeDigest', [algorithm, value]);
      const name = is.text(algorithm).replace('_', '').toLowerCase();
      const bytes = createHash(name).update(is.text(value), 'utf8').digest();
      return [...bytes].map((byte) => (byte > 127 ? byte - 256 : byte));
    },
  });
}

/** `Session`: time zones and keys are free; addresses need a scope of their own. */
export function session(context: Context): ServiceObject {
  const user = (place: string) => {
    requireScope(context, place, 'userinfo.email');
    return serviceObject('User', { getEmail: () => context.user });
  };
  return serviceObject('Session', {
    getScriptTimeZone: () => context.world.project.manifest.timeZone,
    getActiveUserLocale: () => 'en',
    getTemporaryActiveUserKey: () =>
      `key-${createHash('sha256').update(context.user).digest('hex').slice(0, 24)}`,
    getActiveUser: () => user('Session.getActiveUser'),
    getEffectiveUser: () => user('Session.getEffectiveUser'),
  });
}

/** `MailApp`: what is sent lies in the outbox. */
export function mailApp(context: Context): ServiceObject {
  const { world } = context;
  return serviceObject('MailApp', {
    sendEmail(to, subject, body, options) {
      requireFull(context, 'MailApp.sendEmail');
      requireScope(context, 'MailApp.sendEmail', 'script.send_mail');
      const is = signature('MailApp.sendEmail', [to, subject, body, options]);
      const recipients = is.text(to).split(',');
      if (recipients.some((address) => !/^\s*[^\s@]+@[^\s@]+\s*$/.test(address))) {
        throw new ScriptException(`Invalid email: ${is.text(to)}`);
      }
      spend(context, 'mail', recipients.length, world.limits.mailRecipientsPerDay, 'email');
      const mail = { to: is.text(to), subject: is.text(subject), body: is.text(body) };
      world.outbox.push({ ...mail, sentMs: world.clock.nowMs() });
    },
    getRemainingDailyQuota() {
      requireScope(context, 'MailApp.getRemainingDailyQuota', 'script.send_mail');
      const day = Math.floor(world.clock.nowMs() / 86_400_000);
      return world.limits.mailRecipientsPerDay - (world.usage.get(`mail ${context.user} ${day}`) ?? 0);
    },
  });
}

/** `Logger` and `console`: both end in the execution's log. */
export function logger(context: Context): ServiceObject {
  const self: ServiceObject = serviceObject('Logger', {
    log(format, ...values) {
      let place = 0;
      context.log(String(format).replace(/%s/g, () => String(values[place++])));
      return self;
    },
  });
  return self;
}

export function consoleObject(context: Context): ServiceObject {
  const line = (text: unknown) => context.log(String(text));
  return serviceObject('console', { log: line, info: line, warn: line, error: line });
}
