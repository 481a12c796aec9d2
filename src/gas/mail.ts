/** Email by the account of the user who runs the script. */
import type { Mail } from '../platform/mail.ts';

export function gasMail(): Mail {
  return {
    send(to, subject, text) {
      MailApp.sendEmail(to, subject, text, { name: 'Keap Contact Sync' });
    },
  };
}
