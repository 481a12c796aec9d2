import type { Mail } from '../../src/platform/mail.ts';

export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Records emails; throws when the daily quota is used up, like Apps Script. */
export function fakeMail(quota = 100): Mail & { readonly sent: readonly SentMail[] } {
  const sent: SentMail[] = [];
  return {
    sent,
    send(to, subject, { text, html }) {
      if (sent.length >= quota) throw new Error('Service invoked too many times for one day: email.');
      sent.push({ to, subject, text, html });
    },
  };
}
