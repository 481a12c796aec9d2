/** Runs of the probe against the simulated Keap, in this process: what is sent, and what is left behind. */
import { describe, expect, it } from 'vitest';
import { unauthorizedBody } from '../../../local/keap/unauthorized.ts';
import { keapProbes } from '../../../local/probe/keap/catalog.ts';
import { guarded } from '../../../local/probe/keap/guard.ts';
import type { KeapReply, KeapRequest, Send } from '../../../local/probe/keap/keap-client.ts';
import { type Backup, type KeapRunOptions, runKeapProbe } from '../../../local/probe/keap/run.ts';
import {
  keapForProbe,
  memoryBackup,
  simulatedContactId,
  simulatedToken,
} from '../../../local/probe/keap/simulated-run.ts';

interface Given {
  readonly contactId?: number | undefined;
  readonly token?: string;
  readonly backup?: Backup;
  /** Called with each request, from 1, before it is sent. What it gives is the answer. */
  readonly before?: (request: KeapRequest, count: number) => KeapReply | undefined;
  readonly isStopped?: () => boolean;
}

/** A Keap with the contact, and every request that reaches it. */
function given(world = keapForProbe()) {
  const sent: KeapRequest[] = [];
  const run = ({
    token = simulatedToken,
    backup = memoryBackup(),
    before,
    isStopped,
    ...more
  }: Given = {}) => {
    const send: Send = async (request) => {
      sent.push(request);
      return before?.(request, sent.length) ?? world.send(request);
    };
    const options: KeapRunOptions = {
      ...{ send, token, backup, contactId: 'contactId' in more ? more.contactId : simulatedContactId },
      ...{ askedOf: 'the simulated Keap', nowMs: () => 0, pause: async () => {}, progress: () => {} },
      isStopped: isStopped ?? (() => false),
    };
    return runKeapProbe(options);
  };
  return { world, sent, run };
}

const contactsOf = ({ keap }: ReturnType<typeof keapForProbe>) => keap.book.all();
const isWrite = ({ method, body = '' }: KeapRequest) =>
  method === 'PATCH' || /\.(update|optIn|optOut|add)</.test(body);

describe('a run that reads', () => {
  it('sends nothing that changes anything, and tells nobody about people or the token', async () => {
    const { world, sent, run } = given();
    const before = JSON.stringify(contactsOf(world));
    const { result, stopped } = await run({ contactId: undefined });
    expect(stopped).toBeUndefined();
    expect(sent.filter(isWrite)).toEqual([]);
    expect(JSON.stringify(contactsOf(world))).toBe(before);
    expect(Object.keys(result.answers)).toEqual(
      keapProbes.filter(({ changes }) => changes === undefined).map(({ id }) => id),
    );
    expect(JSON.stringify(result)).not.toMatch(/KeapAK|contact100\d|Ana|@/);
  });
});

describe('a run that writes', () => {
  it('asks everything, and leaves the contact and all others as they were', async () => {
    const { world, sent, run } = given();
    const before = contactsOf(world);
    const { result, notRestored, stopped } = await run();
    expect([stopped, notRestored]).toEqual([undefined, []]);
    expect(Object.keys(result.answers)).toEqual(keapProbes.map(({ id }) => id));
    expect(contactsOf(world)).toEqual(before);
    expect(sent.filter(isWrite).length).toBeGreaterThan(50);
    expect(JSON.stringify(result)).not.toMatch(/KeapAK|contact100\d|Ana\b|@(?!A1)/);
  });

  it('opts no address in or out but those that it made up', async () => {
    const { world, run } = given();
    await run();
    const changed = world.keap.opts.history().map(({ address }) => address);
    expect(changed.length).toBeGreaterThan(10);
    expect(changed.filter((address) => !/^probe-[\w-]+@example\.com$/.test(address))).toEqual([]);
  });

  it('restores the contact when it is stopped after any number of requests', {
    timeout: 120_000,
  }, async () => {
    const { sent } = given();
    const whole = given();
    await whole.run();
    const counts = Array.from({ length: 12 }, (_, index) =>
      Math.floor((whole.sent.length * (index + 1)) / 13),
    );
    for (const count of counts) {
      const { world, run, sent: own } = given();
      const before = contactsOf(world);
      const { stopped, notRestored, result } = await run({ isStopped: () => own.length >= count });
      expect(stopped).toBe('The probe was stopped.');
      expect(notRestored).toEqual([]);
      expect(contactsOf(world)).toEqual(before);
      expect(Object.keys(result.answers).length).toBeLessThan(keapProbes.length);
    }
    expect(sent).toEqual([]);
  });

  it('restores in the next run what a killed one has left', async () => {
    const { world, run, sent } = given();
    const before = contactsOf(world);
    const backup = memoryBackup();
    const killed = new Error('killed');
    const writes = () => sent.filter(isWrite).length;
    let isDown = false;
    const kill = () => {
      const isChanged = JSON.stringify(contactsOf(world)) !== JSON.stringify(before);
      isDown ||= writes() > 20 && isChanged;
      if (isDown) throw killed;
      return undefined;
    };
    // As if the network were gone for good: not even restoring succeeds.
    const first = await run({ backup, before: kill });
    expect(first.stopped).toMatch(/does not answer/);
    expect(first.notRestored.length).toBeGreaterThan(0);
    expect(contactsOf(world)).not.toEqual(before);
    const second = await run({ backup });
    expect(second.notRestored).toEqual([]);
    expect(contactsOf(world)).toEqual(before);
    expect(await backup.load(simulatedContactId)).toBeUndefined();
  });

  it('changes nothing where Keap has no such contact', async () => {
    const { sent, run } = given();
    await expect(run({ contactId: 77 })).rejects.toThrow('Keap has no contact 77.');
    expect(sent.filter(isWrite)).toEqual([]);
  });

  it('changes nothing where Keap does not tell what the contact holds', async () => {
    const { sent, run } = given();
    const refuses = ({ path }: KeapRequest) =>
      path.includes('fields=phone_numbers,') ? { status: 400, headers: {}, body: '{}' } : undefined;
    await expect(run({ before: refuses })).rejects.toThrow('so nothing is changed.');
    expect(sent.filter(isWrite)).toEqual([]);
  });

  it('tells of a question that it cannot read, and asks the others', async () => {
    const { world, run } = given();
    const before = contactsOf(world);
    const refuses = ({ path, method }: KeapRequest) =>
      method === 'GET' && path.endsWith('fields=spouse_name')
        ? { status: 500, headers: {}, body: '' }
        : undefined;
    const { result, stopped } = await run({ before: refuses });
    expect(stopped).toBeUndefined();
    expect(result.answers['rest/without-a-mask']).toEqual({
      failed: 'Error: Keap does not tell spouse_name (500).',
    });
    expect(Object.keys(result.answers)).toHaveLength(keapProbes.length);
    expect(contactsOf(world)).toEqual(before);
  });

  it('stops where the token expires, and says that the contact is not restored', async () => {
    const { world, run, sent } = given();
    const backup = memoryBackup();
    const expired = { status: 401, headers: {}, body: JSON.stringify(unauthorizedBody('expired-token')) };
    const { stopped, notRestored } = await run({
      backup,
      before: () => (sent.filter(isWrite).length > 20 ? expired : undefined),
    });
    expect(stopped).toMatch(/^Keap refuses this token/);
    expect(notRestored).toContain('notes');
    expect(contactsOf(world)).not.toHaveLength(0);
    expect(await backup.load(simulatedContactId)).toBeDefined();
  });

  it('waits a minute at the limit of the minute, and goes on', async () => {
    const world = keapForProbe();
    let isLimited = true;
    const waits: number[] = [];
    const options: KeapRunOptions = {
      async send(request) {
        if (!isLimited || request.path.includes('userinfo')) return world.send(request);
        isLimited = false;
        return { status: 429, headers: {}, body: '' };
      },
      ...{
        token: simulatedToken,
        backup: memoryBackup(),
        contactId: undefined,
        askedOf: 'Keap',
        nowMs: () => 0,
      },
      ...{ pause: async (ms: number) => void waits.push(ms), isStopped: () => false, progress: () => {} },
    };
    expect((await runKeapProbe(options)).stopped).toBeUndefined();
    expect(waits.filter((ms) => ms > 60_000)).toHaveLength(1);
    expect(Math.min(...waits.slice(1))).toBeGreaterThanOrEqual(500);
  });
});

describe('a run that cannot start', () => {
  it('says that the token is refused, and does not show it', async () => {
    const refused = given().run({ token: 'KeapAK-wrong' });
    await expect(refused).rejects.toThrow('Keap refuses this token.');
    await expect(refused).rejects.not.toThrow('KeapAK-wrong');
  });

  it('says that the network is down', async () => {
    const down = () => {
      throw new Error('connect ECONNREFUSED KeapAK-made-up');
    };
    await expect(given().run({ before: down })).rejects.toThrow(/^api\.infusionsoft\.com does not answer\./);
  });

  it('keeps the answers until the network went down', async () => {
    const { run } = given();
    const { result, stopped } = await run({
      contactId: undefined,
      before: (_request, count) => {
        if (count > 10) throw new Error('down');
        return undefined;
      },
    });
    expect(stopped).toMatch(/does not answer/);
    expect(Object.keys(result.answers).length).toBeGreaterThan(5);
  });
});

describe('guarded()', () => {
  const request = (method: string, path: string, body?: string): KeapRequest => ({
    ...{ host: 'api.infusionsoft.com', path, method, headers: {}, body },
  });
  const call = (name: string, second: string) =>
    request(
      'POST',
      '/crm/xmlrpc/v1',
      `<methodCall><methodName>${name}</methodName><params><param><value/></param><param>${second}</param></params></methodCall>`,
    );
  const id = (number: number) => `<value><int>${number}</int></value>`;
  const email = (address: string) => `<value><string>${address}</string></value>`;
  const isSent = async (one: KeapRequest, contactId: number | undefined) => {
    try {
      await guarded(async () => ({ status: 200, headers: {}, body: '' }), contactId)(one);
      return true;
    } catch {
      return false;
    }
  };

  it.each<[string, KeapRequest]>([
    ['another contact', request('PATCH', '/crm/rest/v2/contacts/13?update_mask=notes')],
    ['a path below the contact', request('PATCH', '/crm/rest/v2/contacts/12/tags')],
    ["another's address", request('PATCH', '/crm/rest/v2/emailAddresses/ana%40example.com/status')],
    ['a new contact', request('POST', '/crm/rest/v2/contacts')],
    ['a deletion', request('DELETE', '/crm/rest/v2/contacts/12')],
    ['another contact over XML-RPC', call('ContactService.update', id(13))],
    ["another's address over XML-RPC", call('APIEmailService.optOut', email('ana@example.com'))],
    ['a new contact over XML-RPC', call('ContactService.add', '<value><struct/></value>')],
    ['an unknown method', call('DataService.update', id(12))],
  ])('never sends a change of %s', async (_name, one) => {
    expect([await isSent(one, 12), await isSent(one, undefined)]).toEqual([false, false]);
  });

  it.each<[string, KeapRequest]>([
    ['the contact', request('PATCH', '/crm/rest/v2/contacts/12?update_mask=notes')],
    ['a made-up address', request('PATCH', '/crm/rest/v2/emailAddresses/probe-1-a%40example.com/status')],
    ['the contact over XML-RPC', call('ContactService.update', id(12))],
    ['a made-up address over XML-RPC', call('APIEmailService.optOut', email('probe-1-a@example.com'))],
  ])('sends a change of %s in a run that writes only', async (_name, one) => {
    expect([await isSent(one, 12), await isSent(one, undefined)]).toEqual([true, false]);
  });

  it('sends reads in every run', async () => {
    const reads = [request('GET', '/crm/rest/v2/contacts/13'), call('DataService.query', email('Contact'))];
    for (const one of reads)
      expect([await isSent(one, 12), await isSent(one, undefined)]).toEqual([true, true]);
  });
});
