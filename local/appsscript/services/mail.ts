/** `MailApp`: sends email within the daily quota (Class MailApp). */

import { requireFull, requireScope } from '../permissions.ts';
import { remaining, spend } from '../quotas.ts';
import {
  ScriptException,
  type ServiceObject,
  type Signature,
  serviceObject,
  signature,
} from '../service-object.ts';
import type { Context } from '../world.ts';

const knownOptions = [
  ...['to', 'subject', 'body', 'htmlBody', 'name', 'replyTo', 'noReply', 'cc', 'bcc'],
  ...['attachments', 'inlineImages'],
];

/** `MailApp`; what is sent goes to the outbox. */
export function mailApp(context: Context): ServiceObject {
  const { world } = context;
  const requirePermission = (method: string) => {
    requireFull(context, method, 'script.send_mail');
    requireScope(context, method, 'script.send_mail');
  };
  return serviceObject('MailApp', {
    sendEmail(...args) {
      requirePermission('MailApp.sendEmail');
      const is = signature('MailApp.sendEmail', args);
      const message = messageOf(is, args);
      const to = is.text(message.to);
      const recipients = [to, message.cc, message.bcc].flatMap((list) => addresses(is, list));
      if (addresses(is, to).length === 0) throw new ScriptException('Failed to send email: no recipient');
      const body = is.text(message.body ?? '');
      if (Buffer.byteLength(body) > world.limits.mailBodyBytes) {
        throw new ScriptException('Limit Exceeded: Email Body Size.');
      }
      spend(context, 'email', recipients.length, world.limits.mailRecipientsPerDay);
      const html = is.text(message.htmlBody ?? '');
      if (Buffer.byteLength(html) > world.limits.mailBodyBytes) {
        throw new ScriptException('Limit Exceeded: Email Body Size.');
      }
      const subject = is.text(message.subject ?? '');
      world.outbox.push({ to, subject, body, html, sentMs: world.clock.nowMs() });
    },
    getRemainingDailyQuota() {
      requirePermission('MailApp.getRemainingDailyQuota');
      return remaining(context, 'email', world.limits.mailRecipientsPerDay);
    },
  });
}

/** From one object; or from recipient, subject and body with options or, before the subject, an address for replies. */
function messageOf(is: Signature, args: readonly unknown[]): Readonly<Record<string, unknown>> {
  const [first, second, third, fourth] = args;
  if (args.length === 1) return withKnownOptions(is.record(first));
  if (args.length < 3 || args.length > 4) return is.refuse();
  if (typeof fourth === 'string') return { to: first, replyTo: second, subject: third, body: fourth };
  const options = fourth === undefined ? {} : withKnownOptions(is.record(fourth));
  return { ...options, to: first, subject: second, body: third };
}

function withKnownOptions(options: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(options).find((name) => !knownOptions.includes(name));
  if (unknown === undefined) return options;
  throw new ScriptException(
    `MailApp.sendEmail with "${unknown}" is not implemented in the Apps Script emulator.`,
  );
}

function addresses(is: Signature, list: unknown): string[] {
  if (list === undefined || list === '') return [];
  const all = is.text(list).split(',');
  const wrong = all.find((address) => !/^\s*([^<>@]*<)?[^\s@<>]+@[^\s@<>]+>?\s*$/.test(address));
  if (wrong !== undefined) throw new ScriptException(`Invalid email: ${wrong.trim()}`);
  return all;
}
