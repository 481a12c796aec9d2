/** The lists of the changes that come next are read together with the writes before them. */
import { describe, expect, it } from 'vitest';
import type { ContactChange } from '../../../src/keap/contacts/contact.ts';
import { keyLimits, oauthLimits } from '../../../src/keap/http/rate-limiter.ts';
import { change, givenService } from '../given-service.ts';

const contacts = Array.from({ length: 12 }, (_, index) => ({
  id: index + 1,
  fields: { Email: `old${index + 1}@example.com`, EmailAddress2: `kept${index + 1}@example.com` },
}));

function changes(
  first: number,
  last: number,
  fields: Readonly<Record<string, string>> = {},
): ContactChange[] {
  return Array.from({ length: last - first + 1 }, (_, index) =>
    change(first + index, { Email: `new${first + index}@example.com`, ...fields }),
  );
}

const given = async () => {
  const service = await givenService({ contacts });
  const { keap } = service;
  return {
    ...service,
    /** How often lists were read. */
    readings: async () => (await keap.counts())['rest GET /contacts'] ?? 0,
    addressesOf: async (id: number) => (await keap.contacts())[id - 1]?.fields,
  };
};

const done = (count: number) => Array.from({ length: count }, () => ({ kind: 'done' }));

describe('the lists of the changes that come next', () => {
  it('are not read again, and what they hold besides is kept', async () => {
    const { rest, readings, addressesOf } = await given();
    expect(rest.apply(changes(1, 4), changes(5, 8))).toEqual(done(4));
    expect(await readings()).toBe(2);
    expect(rest.apply(changes(5, 8), changes(9, 12))).toEqual(done(4));
    expect(rest.apply(changes(9, 12))).toEqual(done(4));
    expect(await readings()).toBe(3);
    for (const id of [1, 5, 8, 12]) {
      expect(await addressesOf(id)).toEqual({
        Email: `new${id}@example.com`,
        EmailAddress2: `kept${id}@example.com`,
      });
    }
  });

  it('are read again when more time has passed than two windows take', async () => {
    const { rest, readings, keap, addressesOf, pass } = await given();
    rest.apply(changes(1, 4), changes(5, 8));
    await keap.editContact(6, { EmailAddress2: 'newer@example.com' });
    pass(4_000);
    rest.apply(changes(5, 8));
    expect(await readings()).toBe(3);
    expect(await addressesOf(6)).toMatchObject({ EmailAddress2: 'newer@example.com' });
  });

  it('are read for contacts that nobody has announced, and for lists that nobody has', async () => {
    const { rest, readings, addressesOf } = await given();
    rest.apply(changes(1, 4), changes(5, 8));
    expect(rest.apply(changes(7, 10))).toEqual(done(4));
    expect(await readings()).toBe(3);
    rest.apply(changes(5, 6), changes(11, 12));
    expect(rest.apply(changes(11, 12, { Phone1: '111' }))).toEqual(done(2));
    expect(await addressesOf(12)).toMatchObject({ Phone1: '111', EmailAddress2: 'kept12@example.com' });
  });

  it('are read right before the write where an address is opted out, which takes time of its own', async () => {
    const { rest, readings } = await given();
    const optOut = change(5, { Email: 'new5@example.com' }, { kind: 'opt-out', reason: 'asked' });
    rest.apply(changes(1, 4), [optOut, ...changes(6, 8)]);
    expect(await readings()).toBe(1);
  });

  it('are read right before the write of a contact that is written twice', async () => {
    const { rest, addressesOf } = await given();
    rest.apply(changes(1, 2), [change(1, { EmailAddress3: 'third@example.com' }), ...changes(3, 4)]);
    rest.apply([change(1, { EmailAddress3: 'third@example.com' })]);
    expect(await addressesOf(1)).toEqual({
      Email: 'new1@example.com',
      EmailAddress2: 'kept1@example.com',
      EmailAddress3: 'third@example.com',
    });
  });

  it('are read once more where Keap refused to read them beside the writes', async () => {
    const { rest, keap, readings, addressesOf } = await given();
    await keap.break({
      match: 'rest GET /contacts',
      after: 1,
      times: 1,
      trouble: { kind: 'answer', status: 400, body: '{"code":400,"message":"no"}' },
    });
    expect(rest.apply(changes(1, 4), changes(5, 8))).toEqual(done(4));
    expect(rest.apply(changes(5, 8))).toEqual(done(4));
    expect(await readings()).toBe(3);
    expect(await addressesOf(5)).toMatchObject({ EmailAddress2: 'kept5@example.com' });
  });

  it.each([
    ['a client', oauthLimits],
    ['a key, which has to wait for most of each minute', keyLimits],
  ])(
    'R2 are never older than a few seconds when they are written, with the limits of %s',
    async (_who, limits) => {
      const many = Array.from({ length: 500 }, (_, index) => ({
        id: index + 1,
        fields: { Email: 'old@example.com' },
      }));
      const { rest, keap } = await givenService({ contacts: many }, limits);
      const all = changes(1, 500);
      for (let done = 0; done < all.length; ) {
        const size = rest.batchSize();
        rest.apply(all.slice(done, done + size), all.slice(done + size));
        done += size;
      }
      const readMs = new Map<string, number>();
      const ages: number[] = [];
      for (const { what, path, query, atMs } of await keap.requests()) {
        if (what === 'rest GET /contacts') {
          const ids = new URLSearchParams(query).get('filter')?.replace('ids==', '').split(',') ?? [];
          for (const id of ids) readMs.set(id, atMs);
        } else if (what === 'rest PATCH /contacts/{id}') {
          ages.push(atMs - (readMs.get(path.split('/').at(-1) ?? '') ?? Number.NaN));
        }
      }
      expect(ages).toHaveLength(500);
      expect(Math.max(...ages)).toBeLessThan(4_000);
      // Nobody waits for a reading: nearly all of them travel with writes.
      expect(Math.max(...ages)).toBeGreaterThan(0);
    },
  );
});
