import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeapBehavior } from '../../../local/keap/open-questions.ts';
import { optInsAgainstOptOut } from '../../../local/keap/opt-book.ts';
import {
  isOptedOut,
  type OptEvent,
  type OptStatus,
  optMeanings,
  optStatuses,
} from '../../../local/keap/opt-status.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../local/keap/simulated-keap.ts';
import { at, bearer, call, int, madeUpKey, struct, text, texts } from './keap-client.ts';
import { rest } from './rest/rest-client.ts';

/** Where opt statuses come from, what a program can change of them, and how each change is remembered. */
const address = 'ana@example.com';
const path = `/emailAddresses/${encodeURIComponent(address)}/status`;
const nowMs = Date.UTC(2026, 10, 25, 12);

async function givenKeap(behavior: Partial<KeapBehavior> = {}): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [
      { id: 1, fields: { Email: address } },
      { id: 2, fields: { Email: address.toUpperCase() } },
    ],
    limits: { keysPerSecond: 1_000, keysPerMinute: 9_999 },
    behavior,
  });
  onTestFinished(() => keap.stop());
  return keap;
}

const overXmlRpc = async (keap: SimulatedKeap, wish: 'optIn' | 'optOut', reason = 'why') => {
  const { body } = await call(keap, `APIEmailService.${wish}`, text(address) + text(reason), {
    ...bearer(madeUpKey),
    ...at(nowMs),
  });
  return /<boolean>(\d)/.exec(body)?.[1] === '1';
};
const overRest = (keap: SimulatedKeap, opted_in: boolean, reason = 'why') =>
  rest(keap, 'PATCH', path, { opted_in, reason });
const status = async (keap: SimulatedKeap, of = address) => (await keap.optEntry(of)).status;

describe('what happens to an address', () => {
  // Certainty 85 %: staff and help pages of Keap give these meanings of its states.
  const events: [OptEvent, OptStatus, string, string][] = [
    ['unsubscribe-link', 'opted-out-manually', 'MANUAL', 'person'],
    ['mail-client', 'unsubscribed', 'LIST_UNSUBSCRIBE', 'person'],
    ['complaint', 'complained', 'FEEDBACK', 'person'],
    ['spam-report', 'spam', 'SPAM', 'person'],
    ['sign-up', 'single-opt-in', 'SINGLE_OPT_IN', 'person'],
    ['confirmation', 'double-opt-in', 'DOUBLE_OPT_IN', 'person'],
    ['staff-opt-out', 'opted-out', 'ADMIN', 'staff'],
    ['keap-opt-out', 'opted-out-by-keap', 'SYSTEM', 'keap'],
    ['soft-bounce', 'soft-bounced', 'BOUNCE', 'keap'],
    ['hard-bounce', 'bounced', 'HARD_BOUNCE', 'keap'],
    ['disengagement', 'unengaged', 'UNENGAGED_NON_MARKETABLE', 'keap'],
  ];

  it.each(events)('%s leaves %s, which REST v2 calls %s; the cause is %s', async (event, to, word, cause) => {
    const keap = await givenKeap();
    await keap.optEvent(address, event);
    expect([await status(keap), (await rest(keap, 'GET', path)).value.status]).toEqual([to, word]);
    expect(await keap.optHistory()).toEqual([
      { atMs: expect.any(Number), address, from: 'unconfirmed', to, cause, event, reason: '' },
    ]);
  });

  it('can happen just before a request is served', async () => {
    const keap = await givenKeap();
    await keap.setOpt(address, 'single-opt-in');
    await keap.break({
      match: 'optIn',
      trouble: { kind: 'meanwhile', opt: { address, event: 'unsubscribe-link' } },
    });
    expect(await overXmlRpc(keap, 'optIn')).toBe(true);
    expect(optInsAgainstOptOut(await keap.optHistory())).toMatchObject([{ from: 'opted-out-manually' }]);
  });
});

describe('a program', () => {
  const apiOptOuts = ['opted-out', 'opted-out-manually'] as const;

  // Unknown which of the two the real Keap leaves.
  it.each(apiOptOuts)(
    'leaves %s by an opt-out where Keap is set to it, over either API',
    async (apiOptOut) => {
      for (const optOut of [overXmlRpc, overRest]) {
        const keap = await givenKeap({ apiOptOut });
        await (optOut === overXmlRpc ? overXmlRpc(keap, 'optOut') : overRest(keap, false));
        expect(await status(keap)).toBe(apiOptOut);
      }
    },
  );

  // The contract of REST v2: from Unengaged (both), Non-Marketable and Opt-Out: Manual, and from no other state.
  it('can opt in a person who has unsubscribed by hand, and from no other state in which somebody is out', async () => {
    const open: OptStatus[] = [];
    for (const before of optStatuses) {
      const keap = await givenKeap();
      await keap.setOpt(address, before);
      const isDone = await overXmlRpc(keap, 'optIn');
      expect((await status(keap)) === 'single-opt-in', before).toBe(isDone || before === 'single-opt-in');
      await keap.setOpt(address, before);
      await overRest(keap, true);
      expect((await status(keap)) === 'single-opt-in', before).toBe(isDone || before === 'single-opt-in');
      if (isDone) open.push(before);
      await keap.stop();
    }
    expect(open).toEqual(['unconfirmed', 'unengaged', 'non-marketable', 'opted-out-manually']);
    expect(open.filter(isOptedOut)).toEqual(['opted-out-manually']);
  });

  it('is answered false for an opt-out that was so already, and 0 by getOptStatus for three different things', async () => {
    const keap = await givenKeap();
    const number = async () => {
      const { body } = await call(keap, 'APIEmailService.getOptStatus', text(address));
      return /<i4>(\d)/.exec(body)?.[1];
    };
    const found = [];
    for (const before of ['opted-out', 'non-marketable', 'bounced'] as const) {
      await keap.setOpt(address, before);
      found.push([await number(), await overXmlRpc(keap, 'optOut')]);
    }
    expect(found).toEqual([
      ['0', false],
      ['0', true],
      ['0', true],
    ]);
  });

  it('opts out or in every contact that has the address, for the status belongs to the address', async () => {
    const keap = await givenKeap();
    await keap.setOpt(address, 'single-opt-in');
    await overRest(keap, false);
    const shown = [];
    for (const id of [1, 2]) {
      const { value } = await rest(keap, 'GET', `/contacts/${id}?fields=email_addresses`);
      shown.push(value.email_addresses[0].email_opt_status);
    }
    expect(shown).toEqual(['ADMIN', 'ADMIN']);
  });
});

describe('an address that Keap first sees', () => {
  const update = (keap: SimulatedKeap, email: string) =>
    call(keap, 'ContactService.update', int(1) + struct({ Email: email }));
  const patch = (keap: SimulatedKeap, email: string) =>
    rest(keap, 'PATCH', '/contacts/1?update_mask=email_addresses', {
      email_addresses: [{ field: 'EMAIL1', email }],
    });

  // Certainty 85 %, recorded for adds.
  it.each([
    ['XML-RPC', update],
    ['REST v2', patch],
  ])('over %s is not marketable until it is opted in', async (_api, write) => {
    const keap = await givenKeap();
    await write(keap, 'new@example.com');
    expect(await status(keap, 'new@example.com')).toBe('non-marketable');
    const newPath = '/emailAddresses/new%40example.com/status';
    expect((await rest(keap, 'GET', newPath)).value.status).toBe('NON_MARKETABLE');
    await rest(keap, 'PATCH', newPath, { opted_in: true, reason: 'Asked for it' });
    expect(await status(keap, 'new@example.com')).toBe('single-opt-in');
  });

  it('over an API keeps its status when Keap knows it from another contact', async () => {
    const keap = await givenKeap();
    await keap.putContact({ id: 3, fields: { EmailAddress2: 'known@example.com' } });
    await keap.optEvent('known@example.com', 'confirmation');
    await update(keap, 'Known@example.com');
    expect(await status(keap, 'known@example.com')).toBe('double-opt-in');
  });

  it('in Keap itself may be mailed as before, and by API where Keap is set to it', async () => {
    const keap = await givenKeap({ newApiAddress: 'unconfirmed' });
    await keap.editContact(2, { Email: 'staff@example.com' });
    await update(keap, 'new@example.com');
    expect([await status(keap, 'staff@example.com'), await status(keap, 'new@example.com')]).toEqual([
      'unconfirmed',
      'unconfirmed',
    ]);
  });
});

describe('the table EmailAddStatus', () => {
  const query = async (keap: SimulatedKeap, condition: Record<string, string>, ...fields: string[]) => {
    const params = text('EmailAddStatus') + int(1_000) + int(0) + struct(condition) + texts(...fields);
    return (await call(keap, 'DataService.query', params)).body;
  };
  const types = (body: string) =>
    [...body.matchAll(/<name>Type<\/name><value>(\w+)</g)].map(([, type]) => type);

  it('names each status, so that the meanings of 0 in getOptStatus can be distinguished', async () => {
    const keap = await givenKeap();
    for (const one of optStatuses) {
      await keap.setOpt(address, one);
      expect(types(await query(keap, { Email: address }, 'Email', 'Type'))).toEqual([optMeanings[one].type]);
    }
    expect(new Set(optStatuses.map((one) => optMeanings[one].type)).size).toBe(optStatuses.length);
  });

  it('has a row for each address that Keap knows, found in any case and by a part', async () => {
    const keap = await givenKeap();
    await keap.setOpt('bo@example.com', 'spam');
    expect(types(await query(keap, { Email: 'ANA@example.com' }, 'Type'))).toEqual(['UnengagedMarketable']);
    expect(types(await query(keap, { Email: '%@example.com' }, 'Type'))).toEqual([
      'UnengagedMarketable',
      'Spam',
    ]);
    expect(await query(keap, { Email: 'nobody@example.com' }, 'Type')).toContain('<array><data/></array>');
  });

  it('says when Keap first knew the address, and has no other field', async () => {
    const keap = await givenKeap();
    expect(await query(keap, { Email: address }, 'DateCreated')).toMatch(/<dateTime\.iso8601>\d{8}T/);
    expect(await query(keap, { Email: address }, 'Reason')).toContain(
      '[NoFieldFound]No field found: EmailAddStatus.Reason',
    );
  });

  it('takes no list but of ids, and no more than 1,000 of those (staff in the forum)', async () => {
    const keap = await givenKeap();
    const list = (values: string) => `<array><data>${values}</data></array>`;
    expect(await query(keap, { Email: list(`<value>${address}</value>`) }, 'Type')).toContain(
      '[InvalidParameter]',
    );
    const ids = (count: number) => list('<value><int>1</int></value>'.repeat(count));
    expect(await query(keap, { Id: ids(1_000) }, 'Type')).toContain('UnengagedMarketable');
    expect(await query(keap, { Id: ids(1_001) }, 'Type')).toContain('[InvalidParameter]');
  });
});

describe('the history', () => {
  it('keeps every change with its cause, and every wish of a program that Keap did not follow', async () => {
    const keap = await givenKeap();
    await keap.optEvent(address, 'sign-up');
    await overXmlRpc(keap, 'optOut', 'asked by phone');
    await overRest(keap, true, 'signed up');
    await keap.optEvent(address, 'confirmation');
    const history = await keap.optHistory();
    expect(
      history.map(({ from, to, cause, api, wish, reason }) => [from, to, cause, api, wish, reason]),
    ).toEqual([
      ['unconfirmed', 'single-opt-in', 'person', undefined, undefined, ''],
      ['single-opt-in', 'opted-out', 'api', 'XML-RPC', 'out', 'asked by phone'],
      ['opted-out', 'opted-out', 'api', 'REST v2', 'in', 'signed up'],
      ['opted-out', 'double-opt-in', 'person', undefined, undefined, ''],
    ]);
    expect(history[1]?.atMs).toBe(nowMs);
    expect(optInsAgainstOptOut(history).map(({ api, reason }) => [api, reason])).toEqual([
      ['REST v2', 'signed up'],
    ]);
  });

  it('keeps an opt-in that comes beside a written address', async () => {
    const keap = await givenKeap();
    await keap.optEvent(address, 'unsubscribe-link');
    await rest(keap, 'PATCH', '/contacts/1?update_mask=email_addresses', {
      email_addresses: [{ field: 'EMAIL1', email: address, opt_in_reason: 'Form' }],
    });
    expect(optInsAgainstOptOut(await keap.optHistory())).toMatchObject([
      { address, from: 'opted-out-manually', to: 'single-opt-in', reason: 'Form' },
    ]);
  });
});
