import type { Mail } from '../platform/mail.ts';

export function gasMail(): Mail {
  return {
    send(to, subject, text) {
      MailApp.sendEmail(to, subject, text, { name: 'Keap Contact Sync' });
    },
  };
}
