/** Opt-ins and opt-outs. Only made-up addresses are opted in and out: those of the contact keep their status. */
import type { Json } from '../question.ts';
import { contactOf, patch, update } from './changes.ts';
import { int, type KeapClient, list, struct, text } from './keap-client.ts';
import type { Given, KeapProbe } from './probe.ts';
import { statusAnswer, statusPath } from './reading-rest.ts';
import { jsonOf, listOf, outcomeOf, recordOf, xmlAnswer, xmlScalar } from './shapes.ts';

const opting = ['local/keap/opt-book.ts', 'local/keap/opt-status.ts', 'src/keap/contacts/opting.ts'];

export const optingProbes: readonly KeapProbe[] = [
  {
    id: 'rest/status-of-a-new-address',
    question: 'Which status has an address that is first written to a contact by REST v2?',
    reliesOn: [...opting, 'src/keap/contacts/messages.ts'],
    promises: ['R9'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.newApiAddress',
    assumed: { status: 'NON_MARKETABLE', opted_in: false },
    async ask(keap, given) {
      const email = given.address('new-rest');
      await writeThirdAddress(keap, given, email);
      return statusAnswer(await keap.rest('GET', statusPath(email)));
    },
  },
  {
    id: 'xmlrpc/status-of-a-new-address',
    question: 'Which status has an address that is first written to a contact by XML-RPC?',
    reliesOn: opting,
    promises: ['R9'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.newApiAddress',
    assumed: { getOptStatus: 0, rest: { status: 'NON_MARKETABLE', opted_in: false } },
    async ask(keap, { contactId, address }) {
      const email = address('new-xmlrpc');
      await update(keap, contactId, { EmailAddress3: text(email) });
      return {
        getOptStatus: xmlScalar(await keap.xmlRpc('APIEmailService.getOptStatus', [text(email)])),
        rest: statusAnswer(await keap.rest('GET', statusPath(email))),
      };
    },
  },
  {
    id: 'rest/opting',
    question:
      'Which statuses leave opt-in, opt-out, and opt-in after an opt-out by REST v2, and what are the answers?',
    reliesOn: [...opting, 'src/keap/over-rest/opt-changes.ts'],
    promises: ['R9', 'R10'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.apiOptOut',
    assumed: {
      'opt-in': { outcome: 'accepted', afterwards: { status: 'SINGLE_OPT_IN', opted_in: true } },
      'opt-in again': { outcome: 'accepted', afterwards: { status: 'SINGLE_OPT_IN', opted_in: true } },
      'opt-out': { outcome: 'accepted', afterwards: { status: 'ADMIN', opted_in: false } },
      'opt-out again': { outcome: 'accepted', afterwards: { status: 'ADMIN', opted_in: false } },
      'opt-in after the opt-out': { outcome: 'accepted', afterwards: { status: 'ADMIN', opted_in: false } },
    },
    async ask(keap, given) {
      const email = given.address('opting-rest');
      await writeThirdAddress(keap, given, email);
      const steps: Record<string, Json> = {};
      for (const [name, opted_in] of [
        ['opt-in', true],
        ['opt-in again', true],
        ['opt-out', false],
        ['opt-out again', false],
        ['opt-in after the opt-out', true],
      ] as const) {
        const reply = await keap.rest('PATCH', statusPath(email), { opted_in, reason: 'Asked by a probe' });
        const now = await keap.rest('GET', statusPath(email));
        steps[name] = { outcome: outcomeOf(reply), afterwards: statusAnswer(now) };
      }
      return steps;
    },
  },
  {
    id: 'xmlrpc/opting',
    question: 'What do optIn and optOut return, and which statuses do they leave?',
    reliesOn: [...opting, 'local/keap/opt-methods.ts', 'src/keap/over-xmlrpc/opt-changes.ts'],
    promises: ['R9', 'R10'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.apiOptOut',
    assumed: {
      'opt-in': { returns: true, getOptStatus: 1, rest: { status: 'SINGLE_OPT_IN', opted_in: true } },
      'opt-in again': { returns: false, getOptStatus: 1, rest: { status: 'SINGLE_OPT_IN', opted_in: true } },
      'opt-out': { returns: true, getOptStatus: 0, rest: { status: 'ADMIN', opted_in: false } },
      'opt-out again': { returns: false, getOptStatus: 0, rest: { status: 'ADMIN', opted_in: false } },
      'opt-in after the opt-out': {
        returns: false,
        getOptStatus: 0,
        rest: { status: 'ADMIN', opted_in: false },
      },
    },
    async ask(keap, { contactId, address }) {
      const email = address('opting-xmlrpc');
      await update(keap, contactId, { EmailAddress3: text(email) });
      const steps: Record<string, Json> = {};
      for (const [name, method] of [
        ['opt-in', 'optIn'],
        ['opt-in again', 'optIn'],
        ['opt-out', 'optOut'],
        ['opt-out again', 'optOut'],
        ['opt-in after the opt-out', 'optIn'],
      ] as const) {
        const reply = await keap.xmlRpc(`APIEmailService.${method}`, [text(email), text('Asked by a probe')]);
        steps[name] = {
          returns: xmlScalar(reply) ?? xmlAnswer(reply),
          getOptStatus: xmlScalar(await keap.xmlRpc('APIEmailService.getOptStatus', [text(email)])),
          rest: statusAnswer(await keap.rest('GET', statusPath(email))),
        };
      }
      return steps;
    },
  },
  {
    id: 'xmlrpc/email-status-types',
    question: 'Which Type has an address in EmailAddStatus that a program has opted out?',
    reliesOn: ['local/keap/email-status-table.ts', 'src/keap/over-xmlrpc/opt-statuses.ts'],
    promises: ['R9'],
    changes: ['email_addresses'],
    playedBy: 'KeapBehavior.apiOptOut',
    assumed: { before: 'NonMarketable', 'after the opt-out': 'Admin' },
    async ask(keap, { contactId, address }) {
      const email = address('type');
      await update(keap, contactId, { EmailAddress3: text(email) });
      const type = async () => {
        const { body } = await keap.xmlRpc('DataService.query', [
          ...[text('EmailAddStatus'), int(1), int(0), struct({ Email: text(email) }), list(text('Type'))],
        ]);
        return /<name>Type<\/name>\s*<value>(?:<string>)?([^<]*)/.exec(body)?.[1] ?? 'none';
      };
      const before = await type();
      await keap.xmlRpc('APIEmailService.optOut', [text(email), text('Asked by a probe')]);
      return { before, 'after the opt-out': await type() };
    },
  },
  {
    id: 'rest/opting-of-an-unknown-address',
    question: 'Can an address be opted out that no contact has?',
    reliesOn: [...opting, 'local/keap/rest/email-resource.ts'],
    promises: ['R10'],
    changes: [],
    assumed: { outcome: 'accepted', afterwards: { status: 'ADMIN', opted_in: false } },
    async ask(keap, { address }) {
      const email = address('nobody');
      const reply = await keap.rest('PATCH', statusPath(email), {
        opted_in: false,
        reason: 'Asked by a probe',
      });
      return {
        outcome: outcomeOf(reply),
        afterwards: statusAnswer(await keap.rest('GET', statusPath(email))),
      };
    },
  },
  {
    id: 'rest/opting-without-a-reason',
    question: 'How is an opt-out refused that gives no reason?',
    reliesOn: ['local/keap/rest/email-resource.ts', 'local/keap/rest/contract.ts'],
    promises: ['R10'],
    changes: [],
    assumed: {
      refused: 400,
      words: 'The body must have required property \'reason\' {"missingProperty":"reason"}.',
    },
    ask: async (keap, { address }) =>
      outcomeOf(await keap.rest('PATCH', statusPath(address('no-reason')), { opted_in: false })),
  },
  {
    id: 'rest/case-of-an-address',
    question: 'Does the status belong to an address whatever its case?',
    reliesOn: opting,
    promises: ['R9', 'R10'],
    changes: ['email_addresses'],
    assumed: { 'opted in, in capitals': false },
    async ask(keap, given) {
      const email = given.address('case');
      await writeThirdAddress(keap, given, email);
      await keap.rest('PATCH', statusPath(email), { opted_in: false, reason: 'Asked by a probe' });
      const { opted_in } = recordOf(jsonOf(await keap.rest('GET', statusPath(email.toUpperCase()))));
      return { 'opted in, in capitals': opted_in === undefined ? 'unknown' : opted_in === true };
    },
  },
];

/** EMAIL3 becomes this address, and the others stay. */
async function writeThirdAddress(keap: KeapClient, { contactId }: Given, email: string): Promise<void> {
  const emails = listOf((await contactOf(keap, contactId, 'email_addresses')).email_addresses);
  const others = emails
    .filter(({ field }) => field !== 'EMAIL3')
    .map((one) => ({ email: one.email, field: one.field }));
  await patch(keap, contactId, { email_addresses: [...others, { field: 'EMAIL3', email }] });
}
