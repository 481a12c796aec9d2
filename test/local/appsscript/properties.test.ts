/** Properties and the cache, with their limits. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, resultIn, resultOf } from './given-script.ts';

const store = 'const store = PropertiesService.getUserProperties();';

describe('PropertiesService', () => {
  it('keeps texts, and gives null for unknown keys (Class Properties)', async () => {
    expect(
      await resultOf(`${store}
        store.setProperty('a', 'ü').setProperties({ b: '2', c: 3 }).deleteProperty('b');
        const all = [store.getProperty('a'), store.getProperty('b'), store.getProperties(), store.getKeys()];
        store.setProperties({ only: 'this' }, true);
        return [...all, store.getProperties(), store.deleteAllProperties().getKeys()]`),
    ).toEqual(['ü', null, { a: 'ü', c: '3' }, ['a', 'c'], { only: 'this' }, []]);
  });

  it('has a store for each user, one for the document and one for the script (Properties service)', async () => {
    const google = givenScript(`function main() {
      const stores = [PropertiesService.getUserProperties(), PropertiesService.getDocumentProperties(), PropertiesService.getScriptProperties()];
      return stores.map((store) => {
        store.setProperty('count', String(Number(store.getProperty('count') || 0) + 1));
        return store.getProperty('count');
      });
    }`);
    await google.run('main');
    expect(await resultIn(google, 'main', { user: 'other@example.com' })).toEqual(['1', '2', '2']);
    expect(google.properties('user', 'other@example.com')).toEqual({ count: '1' });
  });

  it.each([
    ["store.setProperty('k', 'x'.repeat(9 * 1024 + 1))", 'Argument too large: value'],
    ["store.setProperty('k', 'é'.repeat(4609))", 'Argument too large: value'],
    [
      "store.setProperty('k', null)",
      "The parameters (String,null) don't match the method signature for PropertiesService.Properties.setProperty.",
    ],
    [
      "store.setProperty('k')",
      "The parameters (String,null) don't match the method signature for PropertiesService.Properties.setProperty.",
    ],
    [
      "for (let i = 0; i < 60; i++) store.setProperty('k' + i, 'x'.repeat(9 * 1024))",
      'You have exceeded the property storage quota. Please remove some properties and try again.',
    ],
  ])('rejects values over the quotas or not strings (Quotas, "Properties"): %s', async (call, message) => {
    expect(await exceptionOf(`${store} ${call}`)).toBe(`Exception: ${message}`);
  });

  it('accepts a value of 9 KB', async () => {
    expect(
      await resultOf(`${store} store.setProperty('k', 'x'.repeat(9 * 1024)); return store.getKeys()`),
    ).toEqual(['k']);
  });

  it('counts the reads and writes of a day (Quotas, "Properties read/write")', async () => {
    const google = givenScript(
      `function main() { ${store} store.getProperty('a'); store.getProperty('a'); }`,
      {
        limits: { propertyCallsPerDay: 3 },
      },
    );
    expect((await google.run('main')).kind).toBe('completed');
    expect(await google.run('main')).toMatchObject({
      error: { message: 'Service invoked too many times for one day: properties.' },
    });
    await google.passTime(86_400_000);
    expect((await google.run('main')).kind).toBe('completed');
  });
});

describe('CacheService', () => {
  it('forgets a value after its time: 10 minutes by default, 6 hours at most (Class Cache)', async () => {
    const google = givenScript(`
      const cache = () => CacheService.getUserCache();
      function puts() { cache().put('usual', '1'); cache().put('short', '2', 60); cache().put('long', '3', 99999); }
      function sees() { return ['usual', 'short', 'long'].map((key) => cache().get(key)); }
      function removes() { cache().remove('long'); }`);
    await google.run('puts');
    expect(await resultIn(google, 'sees')).toEqual(['1', '2', '3']);
    await google.passTime(60_000);
    expect(await resultIn(google, 'sees')).toEqual(['1', null, '3']);
    await google.passTime(540_000);
    expect(await resultIn(google, 'sees')).toEqual([null, null, '3']);
    await google.passTime(21_000_000);
    expect(await resultIn(google, 'sees')).toEqual([null, null, null]);
    await google.run('puts');
    await google.run('removes');
    expect(await resultIn(google, 'sees')).toEqual(['1', '2', null]);
    expect(await resultIn(google, 'sees', { user: 'other@example.com' })).toEqual([null, null, null]);
  });

  it('rejects values of more than 100 KB and keys of more than 250 characters', async () => {
    expect(await exceptionOf("CacheService.getScriptCache().put('k', 'x'.repeat(102401))")).toBe(
      'Exception: Argument too large: value',
    );
    expect(await exceptionOf("CacheService.getScriptCache().put('k'.repeat(251), '')")).toBe(
      'Exception: Argument too large: key',
    );
  });
});
