/** What it costs to find many contacts by their addresses. */
import { expect, it } from 'vitest';
import { isRemote } from '../../local/appsscript/google-limits.ts';
import { givenMissingIds } from '../support/missing-ids.ts';

const rowCount = 1_000;
const contacts = Array.from({ length: 10_000 }, (_, index) => ({
  id: index + 1,
  fields: { Email: `person${index + 1}@example.com` },
}));
/** Every tenth contact, in no order. */
const idOf = (row: number) => ((row * 7_919) % rowCount) * 10 + 1;
const cells = [
  ['Contact ID', 'Email'],
  ...Array.from({ length: rowCount }, (_, row) => ['', `person${idOf(row)}@example.com`]),
];

it.each([
  // A count and ten pages; then two reads of what the contacts have.
  ['XML-RPC', 'xml-rpc', 13],
  // The newest id and ten pages; then four reads, each with as many ids as the address of a request takes.
  ['REST v2', 'rest', 15],
] as const)(
  'a thousand contacts of ten thousand are found in at most twelve calls over %s',
  async (_name, api, most) => {
    const program = await givenMissingIds({ choice: 'find', cells, keap: { contacts } });
    await program.ask('saveApi', { choice: api });
    await program.keap.forgetRequests();
    const run = await program.sync();
    const calls = (await program.keap.requests())
      .map(({ what }) => what)
      .filter((what) => !/userinfo/.test(what));
    expect(program.column('Contact ID')).toEqual(
      Array.from({ length: rowCount }, (_, row) => String(idOf(row))),
    );
    expect(new Set(program.column('Keap status'))).toEqual(new Set(['Synced']));
    expect(calls.length).toBeLessThanOrEqual(most);
    // A few calls of Google's services for each step, and none for a row.
    const services = run.calls.filter(({ service, method }) => isRemote(service, method));
    expect(services.length).toBeLessThan(100);
    // R5: from then on, an unchanged sheet costs no call.
    await program.keap.forgetRequests();
    await program.sync();
    expect(await program.keap.requests()).toEqual([]);
  },
  60_000,
);
