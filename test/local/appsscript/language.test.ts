/** Google's exceptions in the language of the person for whom a script runs (B for the quota, C for the rest). */
import { describe, expect, it } from 'vitest';
import { googleText } from '../../../local/appsscript/google-texts.ts';
import { givenScript, resultIn } from './given-script.ts';

const code = `
  const caught = (work) => { try { return work(); } catch (error) { return error.message; } };
  function fetches() { return caught(() => UrlFetchApp.fetch('https://api.example.com/')); }
  function writes() { return caught(() => SpreadsheetApp.getActiveSheet().getRange('A1').setValue('x') && ''); }
  function locale() { return Session.getActiveUserLocale(); }`;

describe('an exception', () => {
  it.each([
    ['en-GB', 'Service invoked too many times for one day: urlfetch.', /^You are trying to edit/],
    ['fr-CA', "Trop d'appels pour ce service aujourd'hui : urlfetch.", /^Vous essayez de modifier/],
    ['es', 'Servicio solicitado demasiadas veces en un mismo día: urlfetch.', /^Estás intentando editar/],
    ['de', 'Dienst wurde an einem Tag zu häufig aufgerufen: urlfetch.', /^Sie versuchen/],
    ['ja', '1 日にサービス urlfetch を実行した回数が多すぎます。', /^保護されている/],
    ['sv', 'Service invoked too many times for one day: urlfetch.', /^You are trying to edit/],
  ])('comes in the language of somebody with the locale %s', async (locale, spent, protectedText) => {
    const user = 'second@example.com';
    const behavior = { refusedWritesThrowAt: 'write' } as const;
    const google = givenScript(code, { behavior, people: { [user]: { locale } } });
    google.exhaust('urlfetch', 3_600_000, user);
    google.sheet('Sheet1').protect();
    expect(await resultIn(google, 'fetches', { user })).toBe(spent);
    expect(await resultIn(google, 'writes', { user })).toMatch(protectedText);
    expect(await resultIn(google, 'locale', { user })).toBe(locale);
  });

  it('is different for each person of one document', async () => {
    const google = givenScript(code, { people: { 'fr@example.com': { locale: 'fr' } } });
    const messages = [
      await resultIn(google, 'fetches'),
      await resultIn(google, 'fetches', { user: 'fr@example.com' }),
    ];
    expect(messages).toEqual([
      'DNS error: https://api.example.com/',
      'Erreur DNS : https://api.example.com/',
    ]);
  });

  it('keeps the name of the service, the cell and the address in every language', () => {
    for (const locale of ['en', 'fr', 'es', 'de', 'ja']) {
      expect(googleText(locale, 'throttled', 'urlfetch')).toContain('urlfetch');
      expect(googleText(locale, 'invalidData', 'M2')).toContain('M2');
      expect(googleText(locale, 'timedOut', 'the-id')).toContain('the-id');
    }
  });
});
