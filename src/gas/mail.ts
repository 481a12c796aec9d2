/** Email by the account of the user who runs the script. */
import { productName } from '../menu-path.ts';
import type { Mail } from '../platform/mail.ts';
import { withMenuPlace } from './menu.ts';

export function gasMail(): Mail {
  return {
    send(to, subject, { text, html }) {
      MailApp.sendEmail(to, subject, withMenuPlace(text), {
        name: productName,
        htmlBody: withMenuPlace(html),
      });
    },
  };
}
