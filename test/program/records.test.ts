/**
 * What is stored is read and written under the lock that guards it: whatever two people do at the same time ends as if one
 * of them had done it after the other. Each act is paused before each of its calls to the record, and the other act comes
 * in between.
 */
import { describe, expect, it } from 'vitest';
import type { Schedule, WaitingCall } from '../../local/appsscript/turns.ts';
import { givenProgram, type Program, sheetName } from '../support/program.ts';

const ben = 'ben@example.com';
const owner = 'owner@example.com';
const apiKey = 'simulated-api-key-0123456789';
const schedule = { isOn: true, hour: 14, mailsOn: false, mailTo: '' };

interface Race {
  /** The property of the document that both write. */
  readonly key: string;
  readonly before: (program: Program) => Promise<unknown>;
  readonly one: (program: Program) => Promise<unknown>;
  readonly other: (program: Program) => Promise<unknown>;
  /** What has to be the same as if they had come one after the other. */
  readonly seen: (program: Program) => Promise<unknown>;
}

const stored = ({ google }: Program, key: string): Record<string, unknown> =>
  JSON.parse(google.properties('document')[key] ?? '{}') as Record<string, unknown>;

async function given(schedule?: Schedule): Promise<Program> {
  const contacts = [1, 2].map((id) => ({ id, fields: { Email: `old${id}@example.com` } }));
  const program = await givenProgram({
    cells: [['Contact ID', 'Email'], ...contacts.map(({ id }) => [id, `new${id}@example.com`])],
    keap: { contacts, apiKeys: [apiKey] },
    google: schedule === undefined ? {} : { schedule },
  });
  program.google.addDocument({ sheets: [{ name: 'Unused', cells: [[]] }] });
  for (const user of [owner, ben]) await program.askAs(user, 'connectKey', { key: apiKey });
  return program;
}

/** Both orders in which one comes after the other. */
async function serial({ before, one, other, seen }: Race): Promise<unknown[]> {
  const ends: unknown[] = [];
  for (const inTurn of [
    [one, other],
    [other, one],
  ]) {
    const program = await given();
    await before(program);
    for (const act of inTurn) await act(program);
    ends.push(await seen(program));
  }
  return ends;
}

const otherSheet = (program: Program) =>
  program.google.spreadsheet.sheets.find(({ name }) => name !== sheetName && name !== 'Keap sync log')?.id;

async function withAnotherSheet(program: Program): Promise<void> {
  const copy = program.google.copySheet(sheetName);
  program.google.sheet(copy).set(1, 0, 11);
  program.google.sheet(copy).set(2, 0, 12);
  program.google.activate(sheetName);
  await program.ask('saveSchedule', schedule);
}

const races: Readonly<Record<string, Race>> = {
  'the email address and the sheet of the schedule': {
    key: 'schedule',
    before: async (program) => {
      if (otherSheet(program) === undefined) await withAnotherSheet(program);
      const sheetId = program.google.spreadsheet.sheets.find(({ name }) => name === sheetName)?.id;
      await program.ask('saveSchedule', { ...schedule, sheetId, acceptsOverlap: true });
    },
    one: (program) => program.ask('saveSchedule', { ...schedule, mailTo: 'new@example.com' }),
    other: (program) => program.askAs(ben, 'saveSchedule', { ...schedule, sheetId: otherSheet(program) }),
    seen: async (program) => {
      const { mailTo, sheetId } = stored(program, 'schedule');
      return { mailTo, isOther: sheetId === otherSheet(program) };
    },
  },
  'giving the scheduled sync up, and taking it over': {
    key: 'owner',
    before: async (program) => {
      await program.ask('connectKey', { key: apiKey });
      await program.ask('saveSchedule', schedule);
      await program.ask('takeOver');
    },
    one: (program) => program.ask('disconnect'),
    other: (program) => program.askAs(ben, 'takeOver'),
    seen: async (program) => {
      const { owner: view } = (await program.askAs(ben, 'loadState').then((answer) => {
        if (answer.kind !== 'ok') throw new Error(answer.advice);
        return answer.value;
      })) as { owner: { kind: string } };
      return view.kind;
    },
  },
  'the API that somebody chooses, and the switch that a run notes': {
    key: 'api',
    before: async (program) => {
      await program.ask('saveApi', { choice: 'automatic' });
      program.google.sheet(sheetName).set(1, 1, `${program.google.clock.nowMs()}@example.com`);
      await program.keap.break({ match: 'xmlrpc ', trouble: { kind: 'answer', status: 503, body: 'gone' } });
    },
    one: (program) => program.askAs(ben, 'saveApi', { choice: 'rest' }),
    other: (program) => program.sync(),
    // Whichever comes first: what somebody has chosen stands.
    seen: async (program) => stored(program, 'api').choice,
  },
};

/** Pauses whichever of two executions came first before its call of this number to the record, until the other has ended. */
function pausing(key: string) {
  let [first, left, isOn]: [number | undefined, number, boolean] = [undefined, 0, false];
  let paused = false;
  const schedule: Schedule = (waiting) => {
    if (!isOn) return 0;
    first ??= Math.min(...waiting.map(({ executionId }) => executionId));
    const index = waiting.findIndex(({ executionId }) => executionId === first);
    const call = waiting[index];
    if (call === undefined) return 0;
    if (!paused && isOfRecord(call, key)) paused = --left === 0;
    return paused ? Math.max(0, 1 - index) % waiting.length : index;
  };
  return {
    schedule,
    /** Whether the execution had a call of this number. */
    async at(number: number, acts: () => Promise<unknown>): Promise<boolean> {
      [first, left, isOn, paused] = [undefined, number, true, false];
      await acts();
      isOn = false;
      return paused;
    },
  };
}

/** A store is read as a whole, and each property is written by itself. */
function isOfRecord({ service, method, args: [of] }: WaitingCall, key: string): boolean {
  return service === 'Properties' && (of === key || method === 'getProperties');
}

describe('records', () => {
  it.each(Object.entries(races))('end as if one act came after the other: %s', async (_, race) => {
    const expected = await serial(race);
    const pause = pausing(race.key);
    const program = await given(pause.schedule);
    for (const acts of [
      [race.one, race.other],
      [race.other, race.one],
    ] as const) {
      let number = 0;
      for (let isReached = true; isReached; ) {
        await race.before(program);
        number++;
        isReached = await pause.at(number, () => Promise.all(acts.map((act) => act(program))));
        const end = await race.seen(program);
        expect({ number, end, expected }).toEqual({
          number,
          end: expect.toSatisfy((one) => isIn(expected, one)),
          expected,
        });
      }
      expect(number).toBeGreaterThan(2);
    }
  });
});

function isIn(all: readonly unknown[], one: unknown): boolean {
  return all.some((other) => JSON.stringify(other) === JSON.stringify(one));
}
