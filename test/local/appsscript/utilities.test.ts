/** Encodings, digests, dates and email. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, resultOf } from './given-script.ts';

describe('Utilities (Class Utilities)', () => {
  it('encodes and decodes, with bytes from -128 to 127', async () => {
    expect(
      await resultOf(`return [Utilities.base64Encode('ü?>'), Utilities.base64EncodeWebSafe('ü?>'), Utilities.base64Encode([-1, 0, 127]),
        Utilities.base64Decode('w7w='), Utilities.base64DecodeWebSafe('_w==')]`),
    ).toEqual(['w7w/Pg==', 'w7w_Pg==', '/wB/', [-61, -68], [-1]]);
    expect(await exceptionOf("Utilities.base64Decode('***')")).toBe('Exception: Could not decode string.');
  });

  it('digests and signs', async () => {
    expect(
      await resultOf(`const hex = (bytes) => bytes.map((byte) => (byte & 255).toString(16).padStart(2, '0')).join('').slice(0, 12);
        return [hex(Utilities.computeDigest(Utilities.DigestAlgorithm.SHA_256, 'abc')),
          hex(Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, 'abc')),
          hex(Utilities.computeHmacSha256Signature('what do ya want for nothing?', 'Jefe'))]`),
    ).toEqual(['ba7816bf8f01', '900150983cd2', '5bdcc146bf60']);
    expect(await exceptionOf("Utilities.computeDigest('SHA_256', 'abc')")).toContain(
      "don't match the method signature",
    );
  });

  it('formats dates in a time zone, and refuses unknown letters by name', async () => {
    expect(
      await resultOf(
        "return Utilities.formatDate(new Date(Date.UTC(2026, 0, 5, 12, 4, 9)), 'America/New_York', \"yyyy-MM-dd'T'HH:mm:ss h a yy M\")",
      ),
    ).toBe('2026-01-05T07:04:09 7 AM 26 1');
    expect(await exceptionOf("Utilities.formatDate(new Date(), 'UTC', 'EEEE')")).toBe(
      'Exception: Utilities.formatDate with "EEEE" is not implemented in the Apps Script emulator.',
    );
  });

  it('sleeps for at most 5 minutes', async () => {
    expect(await exceptionOf('Utilities.sleep(300001)')).toContain('300000');
    expect((await givenScript('function main() { Utilities.sleep(1234) }').run('main')).durationMs).toBe(
      1234,
    );
  });
});

describe('MailApp (Class MailApp)', () => {
  it('sends with each of its signatures', async () => {
    const google = givenScript(`function main() {
      MailApp.sendEmail('a@x.example, B <b@x.example>', 'One', 'text', { name: 'N' });
      MailApp.sendEmail({ to: 'a@x.example', subject: 'Two', body: 'text' });
      MailApp.sendEmail('a@x.example', 'reply@x.example', 'Three', 'text');
      return MailApp.getRemainingDailyQuota();
    }`);
    expect(await google.run('main')).toMatchObject({ value: 96 });
    expect(google.outbox.map(({ to, subject, body }) => [to, subject, body])).toEqual([
      ['a@x.example, B <b@x.example>', 'One', 'text'],
      ['a@x.example', 'Two', 'text'],
      ['a@x.example', 'Three', 'text'],
    ]);
  });

  it.each([
    ["MailApp.sendEmail('nobody', 's', 'b')", 'Invalid email: nobody'],
    ["MailApp.sendEmail('', 's', 'b')", 'Failed to send email: no recipient'],
    [
      "MailApp.sendEmail('a@x.example', 's')",
      "The parameters (String,String) don't match the method signature for MailApp.sendEmail.",
    ],
    ["MailApp.sendEmail('a@x.example', 's', 'x'.repeat(205000))", 'Limit Exceeded: Email Body Size.'],
    [
      "for (let i = 0; i < 101; i++) MailApp.sendEmail('a@x.example', 's', 'b')",
      'Service invoked too many times for one day: email.',
    ],
  ])('rejects %s', async (call, message) => {
    expect(await exceptionOf(call)).toBe(`Exception: ${message}`);
  });
});
