import type { Mail } from '../../src/platform/mail.ts';

export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Keeps what was sent; throws when the day's quota is used up, as Apps Script does. */
export function fakeMail(quota = 100): Mail & { readonly sent: readonly SentMail[] } {
  const sent: SentMail[] = [];
  return {
    sent,
    send(to, subject, text) {
      if (sent.length >= quota) throw new Error('Service invoked too many times for one day: email.');
      sent.push({ to, subject, text });
    },
  };
}
