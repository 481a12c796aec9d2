import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optInsAgainstOptOut } from '../../local/keap/opt-book.ts';
import { isOptedOut, type OptStatus, optStatuses } from '../../local/keap/opt-status.ts';
import { passing, passingFaultKinds } from '../../local/keap/passing-faults.ts';
import { undecodable } from '../../local/keap/undecodable.ts';
import { writeFault } from '../../local/keap/xmlrpc-text.ts';
import type { OptChange } from '../../src/keap/contacts/contact.ts';
import type { ContactService } from '../../src/keap/contacts/contact-service.ts';
import type { Outcome } from '../../src/keap/contacts/outcome.ts';
import { fieldsPart, optPart } from '../../src/keap/contacts/outcome-parts.ts';
import { apiOptOut } from '../support/opt-outs.ts';
import { change, givenService, ids } from './given-service.ts';

const old = 'old@example.com';
const reason = 'asked by phone';
const optOut: OptChange = { kind: 'opt-out', reason };
const optIn: OptChange = { kind: 'opt-in', reason };
const unsubscribed =
  'This address has unsubscribed. Only the contact can opt in again, through a form or a link.';

const textOf = (outcome: Outcome | undefined) =>
  outcome?.kind === 'done' ? (outcome.note ?? '') : (outcome?.reason ?? '');

describe.each(['XML-RPC', 'REST v2'] as const)('%s', (name) => {
  const given = async (options: Parameters<typeof givenService>[0] = {}) => {
    const world = await givenService({ contacts: [{ id: 7, fields: { Email: old } }], ...options });
    const service: ContactService = name === 'XML-RPC' ? world.xmlRpc : world.rest;
    const status = async (address: string) => (await world.keap.optEntry(address)).status;
    return { ...world, service, status };
  };
  const isRest = name === 'REST v2';
  const optCall = isRest ? 'rest PATCH /emailAddresses/{email}/status' : 'APIEmailService.opt';
  const update = isRest ? 'rest PATCH /contacts/{id}' : 'ContactService.update';

  describe('opt-out', () => {
    it.each(optStatuses)('R10 from %s: the address is opted out afterwards', async (before) => {
      const { service, keap, status } = await given();
      await keap.setOpt(old, before);
      const [outcome] = service.apply([change(7, {}, optOut)]);
      expect(outcome?.kind).toBe('done');
      expect(textOf(outcome)).toBe(isOptedOut(before) ? 'Already opted out.' : '');
      expect(await status(old)).toBe(isOptedOut(before) ? before : apiOptOut);
    });

    it('R10 leaves neither the old nor the new address mailable when the row changes the address', async () => {
      const { service, keap, status } = await given();
      await keap.setOpt(old, 'double-opt-in');
      const [outcome] = service.apply([change(7, { Email: 'new+one@example.com' }, optOut)]);
      expect(outcome?.kind).toBe('done');
      expect([await status(old), await status('new+one@example.com')]).toEqual([apiOptOut, apiOptOut]);
    });

    it('R10 opts out the address that the row removes', async () => {
      const { service, keap, status } = await given();
      await keap.setOpt(old, 'single-opt-in');
      expect(service.apply([change(7, { Email: '' }, optOut)])[0]?.kind).toBe('done');
      expect(await status(old)).toBe(apiOptOut);
    });

    const failing: [string, Record<string, string>, boolean][] = [
      ['a time zone that Keap does not know', { TimeZone: 'Mars/Olympus' }, true],
      ['a custom field that Keap does not have', { _Nowhere: 'x' }, true],
      ['a new address with a field that fails', { Email: 'new@example.com', _Nowhere: 'x' }, true],
    ];
    it.each(failing)('R10 opts out although the row has %s', async (_what, fields) => {
      const { service, keap, status } = await given();
      await keap.setOpt(old, 'single-opt-in');
      const [outcome] = service.apply([change(7, fields, optOut)]);
      expect(outcome).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('The address was opted out.'),
      });
      expect(outcome && [fieldsPart(outcome).kind, optPart(outcome).kind]).toEqual(['failed', 'done']);
      expect(await status(old)).toBe(apiOptOut);
      expect(await keap.contacts()).toEqual([{ id: 7, fields: { Email: old } }]);
    });

    it('R10 opts out a contact whose other data cannot be decoded', async () => {
      const { service, status } = await given({
        contacts: [{ id: 7, fields: { Email: old, FirstName: `Zo${undecodable}`, City: undecodable } }],
      });
      const [loaded] = service.load(ids(7), ['FirstName', 'Email']);
      expect(loaded).toMatchObject({ kind: 'failed', isUnanswered: true });
      const [outcome] = service.apply([change(7, {}, optOut)]);
      expect([outcome?.kind, await status(old)]).toEqual(['done', apiOptOut]);
    });

    it.each(['cut', 'refused'] as const)('R10 is not stopped by an update that is %s', async (how) => {
      const { service, keap, status } = await given();
      const body = isRest
        ? JSON.stringify({ code: 400, message: 'no', status: 'X', details: [] })
        : writeFault(12, '[InvalidParameter]no');
      const trouble =
        how === 'cut'
          ? ({ kind: 'cut', when: 'before' } as const)
          : ({ kind: 'answer', status: isRest ? 400 : 200, body } as const);
      await keap.break({ match: update, trouble });
      await keap.setOpt(old, 'single-opt-in');
      const outcomes = service.apply([change(7, { Email: 'new@example.com' }, optOut)]);
      expect(outcomes[0]).toMatchObject({
        kind: 'failed',
        reason: expect.stringContaining('The address was opted out.'),
      });
      expect(await status(old)).toBe(apiOptOut);
    });

    it('says what the status is where Keap does not opt out', async () => {
      const { service, keap } = await given();
      await keap.setOpt(old, 'bounced');
      const body = isRest
        ? JSON.stringify({ email: old, opted_in: false, status: 'HARD_BOUNCE' })
        : '<methodResponse><params><param><value><boolean>0</boolean></value></param></params></methodResponse>';
      await keap.break({ match: optCall, trouble: { kind: 'answer', status: 200, body } });
      expect(service.apply([change(7, {}, optOut)])).toEqual([
        {
          kind: 'failed',
          reason:
            'Keap did not opt this address out; its status is "Hard bounce". Opt it out in Keap, or clear the status here to try again.',
        },
      ]);
    });

    it('opts out nobody for an id that Keap does not have', async () => {
      const { service, keap } = await given();
      const [outcome] = service.apply([change(8, { Email: 'else@example.com' }, optOut)]);
      expect(textOf(outcome)).toContain('Keap has no contact with this id.');
      expect(textOf(outcome)).not.toContain('was opted out');
      expect(await keap.optEntries()).toEqual({});
    });
  });

  describe('opt-in', () => {
    const open: readonly OptStatus[] = ['unconfirmed', 'unengaged', 'non-marketable'];
    const already: readonly OptStatus[] = ['single-opt-in', 'double-opt-in', 'confirmed'];

    it.each(optStatuses)(
      'R9 from %s: only an address that has never opted out is opted in',
      async (before) => {
        const { service, keap, status } = await given();
        await keap.setOpt(old, before);
        const [outcome] = service.apply([change(7, {}, optIn)]);
        const isOpen = open.includes(before);
        expect(await status(old)).toBe(isOpen ? 'single-opt-in' : before);
        if (isOptedOut(before)) expect(outcome).toEqual({ kind: 'refused', reason: unsubscribed });
        else if (already.includes(before))
          expect(outcome).toEqual({ kind: 'done', note: 'Already opted in.' });
        else if (isOpen) expect(outcome).toEqual({ kind: 'done' });
        else
          expect(outcome).toMatchObject({
            kind: 'refused',
            reason: expect.stringContaining('its status in Keap is "'),
          });
        expect(optInsAgainstOptOut(await keap.optHistory())).toEqual([]);
      },
    );

    it('R9 opts nobody in where Keap gives a status that is not known here', async () => {
      const { service, keap, status } = await given();
      const match = isRest ? 'rest GET /emailAddresses' : 'DataService.query';
      const body = isRest
        ? JSON.stringify({ email: old, opted_in: false, status: 'PAUSED_BY_PERSON' })
        : `<methodResponse><params><param><value><array><data><value><struct><member><name>Email</name><value>${old}</value></member><member><name>Type</name><value>PausedByPerson</value></member></struct></value></data></array></value></param></params></methodResponse>`;
      await keap.break({ match, trouble: { kind: 'answer', status: 200, body } });
      const [outcome] = service.apply([change(7, {}, optIn)]);
      expect(outcome).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('Keap does not say'),
      });
      expect(await status(old)).toBe('unconfirmed');
    });

    it('R9 opts in the new address of a contact whose old one has unsubscribed, and leaves the old one', async () => {
      const { service, keap, status } = await given();
      await keap.setOpt(old, 'opted-out-manually');
      const [outcome] = service.apply([change(7, { Email: 'new@example.com' }, optIn)]);
      expect(outcome?.kind).toBe('done');
      expect([await status(old), await status('new@example.com')]).toEqual([
        'opted-out-manually',
        'single-opt-in',
      ]);
    });

    it('R9 does not opt in the old address where the new one was not written', async () => {
      const { service, keap, status } = await given();
      const [outcome] = service.apply([change(7, { Email: 'new@example.com', _Nowhere: 'x' }, optIn)]);
      expect(outcome?.kind).toBe('failed');
      expect(textOf(outcome)).toContain('Nobody was opted in, because the email address was not changed.');
      expect([await status(old), (await keap.optHistory()).filter(({ wish }) => wish === 'in')]).toEqual([
        'unconfirmed',
        [],
      ]);
    });

    it('is sent although other fields fail', async () => {
      const { service, status } = await given();
      const [outcome] = service.apply([change(7, { TimeZone: 'Mars/Olympus' }, optIn)]);
      expect(textOf(outcome)).toContain('The address was opted in.');
      expect(await status(old)).toBe('single-opt-in');
    });
  });

  describe.each(passingFaultKinds)('a passing %s', (fault) => {
    it('heals within the same run for every kind of call', async () => {
      const { service, keap, status, contacts } = await givenTwo();
      await keap.break(passing(fault));
      expect(service.load(ids(7, 9), ['Email']).map(({ kind }) => kind)).toEqual(['found', 'found']);
      expect(service.load(ids(7), ['Email']).map(({ kind }) => kind)).toEqual(['found']);
      expect(service.optStates([old, 'nine@example.com']).map(({ kind }) => kind)).toEqual([
        'known',
        'known',
      ]);
      const outcomes = service.apply([
        change(7, { FirstName: 'New' }, optOut),
        change(9, { FirstName: 'New' }, optIn),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
      expect([await status(old), await status('nine@example.com')]).toEqual([apiOptOut, 'single-opt-in']);
      expect((await contacts()).map(({ fields }) => fields.FirstName)).toEqual(['New', 'New']);
    });
  });

  async function givenTwo() {
    const world = await given({
      contacts: [
        { id: 7, fields: { Email: old } },
        { id: 9, fields: { Email: 'nine@example.com' } },
      ],
    });
    return { ...world, contacts: () => world.keap.contacts() };
  }

  it('R9 R10 for any states, wishes and fields: who has opted out stays out, and who asks is out', async () => {
    const address = fc.constantFrom('a@example.com', 'b@example.com', 'c@example.com', 'A@EXAMPLE.COM');
    const row = fc.record({
      now: fc.option(address, { nil: '' }),
      email: fc.option(address, { nil: undefined }),
      bad: fc.boolean(),
      opt: fc.constantFrom(undefined, optOut, optIn),
    });
    const states = fc.record({
      'a@example.com': fc.constantFrom(...optStatuses),
      'b@example.com': fc.constantFrom(...optStatuses),
      'c@example.com': fc.constantFrom(...optStatuses),
    });
    const { service, keap, status } = await given({ contacts: [] });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 2 }), states, async (rows, before) => {
        for (const [one, state] of Object.entries(before)) await keap.setOpt(one, state);
        for (const [index, { now }] of rows.entries())
          await keap.putContact({ id: index + 1, fields: now === '' ? {} : { Email: now } });
        const earlier = (await keap.optHistory()).length;
        const outcomes = service.apply(
          rows.map(({ email, bad, opt }, index) =>
            change(
              index + 1,
              { ...(email === undefined ? {} : { Email: email }), ...(bad ? { TimeZone: 'Mars' } : {}) },
              opt,
            ),
          ),
        );
        const history = (await keap.optHistory()).slice(earlier);
        expect(optInsAgainstOptOut(history)).toEqual([]);
        const optsIn = rows.some(({ opt }) => opt?.kind === 'opt-in');
        for (const [index, { now, opt }] of rows.entries()) {
          const outcome = outcomes[index];
          if (opt?.kind !== 'opt-out' || outcome === undefined) continue;
          const { Email: current = '' } =
            (await keap.contacts()).find(({ id }) => id === index + 1)?.fields ?? {};
          if (now === '' && current === '') continue;
          expect(optPart(outcome).kind).toBe('done');
          // Rows that disagree about one address are not sent together; this layer does not know of rows.
          if (optsIn) continue;
          for (const one of [now, current]) if (one !== '') expect(isOptedOut(await status(one))).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
