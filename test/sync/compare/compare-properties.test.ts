/** Whatever is chosen, whatever people do meanwhile, and wherever Google ends the execution. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/sync/compare/comparison.ts';
import {
  type ComparedHeader,
  comparedFields,
  compareWorld,
  headersCompared,
  ownValue,
} from '../../support/compare-world.ts';

const ids = [1, 2, 3, 4, 5, 6];
const header = fc.constantFrom(...headersCompared);
const id = fc.constantFrom(...ids);

/** What somebody has changed in Keap: some of the values, a few of which are gone. */
const keapChanges = fc.uniqueArray(fc.tuple(id, header, fc.nat({ max: 4 })), {
  ...{ selector: ([one, name]) => `${one} ${name}`, minLength: 1, maxLength: 14 },
});
const choices = fc.array(fc.constantFrom('send', 'take', 'take', 'leave'), { minLength: 14, maxLength: 14 });
const kill = fc.option(
  fc.record({ call: fc.integer({ min: 1, max: 160 }), when: fc.constantFrom('before', 'after') }),
);
/**
 * A cell is edited, or the sheet is sorted, at a call or before anything is done. A number picks one of the cells in which
 * Keap differs.
 */
const people = fc.option(
  fc.record({
    call: fc.integer({ min: 0, max: 90 }),
    edit: fc.oneof(fc.constant(undefined), fc.tuple(id, header), fc.nat()),
    isSort: fc.boolean(),
  }),
);
/** Some contacts are in two rows. */
const sheetRows = fc
  .tuple(fc.shuffledSubarray(ids, { minLength: ids.length }), fc.subarray(ids, { maxLength: 2 }))
  .map(([once, twice]) => [...once, ...twice]);

const keyOf = (contact: number, name: string) => `${contact} ${name}`;
const isOf = (name: string) => (one: ComparedHeader) => comparedFields[one] === name;
const headerOf = ({ name }: Difference) => headersCompared.find(isOf(name)) ?? 'Email';

/** A world that was synced, with other values in Keap since, and what is chosen about each of them. */
function given(
  rows: readonly number[],
  changes: readonly [number, ComparedHeader, number][],
  wishes: string[],
) {
  const world = compareWorld(rows);
  world.sync();
  world.sync();
  const before = world.runs();
  const inKeap = new Map<string, string>();
  for (const [contact, name, kind] of changes) {
    // An address is never gone.
    const value = kind === 0 && name !== 'Email' ? '' : `keap${contact}@${name.replace(' ', '')}.example`;
    inKeap.set(keyOf(contact, name), value);
    world.changeInKeap(contact, name, value);
  }
  const differences = world.compare();
  const chosenOf = new Map(
    differences.map((one, index) => [keyOf(one.contact, headerOf(one)), wishes[index] ?? 'leave']),
  );
  const of = (wish: string) =>
    differences.filter((one) => chosenOf.get(keyOf(one.contact, headerOf(one))) === wish);
  const values = ids.flatMap((contact) =>
    headersCompared.map((name) => {
      const key = keyOf(contact, name);
      const own = ownValue(contact, name);
      return { contact, name, own, theirs: inKeap.get(key) ?? own, wish: chosenOf.get(key) ?? 'leave' };
    }),
  );
  return { ...world, before, values, send: of('send'), take: of('take') };
}

describe('choices of a comparison', () => {
  it('show every value that differs, once, and nothing else', () => {
    fc.assert(
      fc.property(sheetRows, keapChanges, (rows, changes) => {
        const { values, send, take } = given(rows, changes, Array(14).fill('send'));
        expect(take).toEqual([]);
        const shown = send.map((one) => [one.contact, headerOf(one), one.inSheet, one.inKeap]);
        const differing = values
          .filter(({ own, theirs }) => own !== theirs)
          .map(({ contact, name, own, theirs }) => [contact, name, own, theirs]);
        expect(shown.sort()).toEqual(differing.sort());
        for (const { contact, rowIndexes } of send) {
          expect(rowIndexes.length).toBe(rows.filter((one) => one === contact).length);
        }
      }),
    );
  });

  it('R3 R4 R9 send and take nothing else, send back nothing that was taken, and keep what people enter', () => {
    let killed = 0;
    fc.assert(
      fc.property(
        sheetRows,
        keapChanges,
        choices,
        kill,
        people,
        (rows, changes, wishes, killedAt, somebody) => {
          const world = given(rows, changes, wishes);
          const { values, send, take, cellsOf, inKeap } = world;
          const picked = somebody?.edit;
          const edit = typeof picked === 'number' ? changes[picked % changes.length] : picked;
          const act = () => {
            if (somebody?.isSort === true) world.sort();
            if (edit !== undefined) world.edit(edit[0], edit[1], `edited${edit[0]}@people.example`);
          };
          const meanwhile = somebody === null ? undefined : { call: somebody.call, act };
          const end = world.choose(send, take, { killedAt: killedAt ?? undefined, people: meanwhile });
          if (end === 'killed') killed++;
          const isEdited = (contact: number, name?: ComparedHeader) =>
            edit?.[0] === contact && (name === undefined || edit[1] === name);
          for (const { contact, name, own, theirs, wish } of values) {
            const about = { contact, name, wish };
            expect({ ...about, may: wish === 'send' ? [theirs, own] : [theirs] }).toEqual({
              ...about,
              may: expect.arrayContaining([inKeap(contact, name)]),
            });
            for (const cell of cellsOf(contact, name)) {
              if (isEdited(contact, name))
                expect({ ...about, cell }).toEqual({ ...about, cell: expect.stringContaining('edited') });
              else expect(wish === 'take' ? [theirs, own] : [own], JSON.stringify(about)).toContain(cell);
            }
          }
          const taken = values.map(({ contact, name }) => cellsOf(contact, name));
          world.sync();
          world.sync();
          values.forEach(({ contact, name, own, theirs, wish }, index) => {
            const about = { contact, name, wish };
            expect(cellsOf(contact, name)).toEqual(taken[index]);
            const [cell = ''] = cellsOf(contact, name);
            if (isEdited(contact)) {
              // An ordinary sync of the row: what a blank cell says is nothing.
              const statuses = world.statusesOf(contact);
              const isSent = statuses.every((one) => one === 'Unchanged' || one === 'Synced');
              if (isSent && cell !== '')
                expect({ ...about, keap: inKeap(contact, name) }).toEqual({ ...about, keap: cell });
              if (isEdited(contact, name)) expect({ about, isSent }).toEqual({ about, isSent: true });
            } else {
              expect(wish === 'send' ? [theirs, own] : [theirs], JSON.stringify(about)).toContain(
                inKeap(contact, name),
              );
              expect(new Set(world.statusesOf(contact))).toEqual(new Set(['Unchanged']));
            }
          });
        },
      ),
    );
    expect(killed).toBeGreaterThan(15);
  });

  it('do what was chosen where nothing comes between, and an undo restores every value on both sides', () => {
    fc.assert(
      fc.property(sheetRows, keapChanges, choices, kill, (rows, changes, wishes, killedAt) => {
        const world = given(rows, changes, wishes);
        const { values, send, take, cellsOf, inKeap } = world;
        const end = world.choose(send, take, { killedAt: killedAt ?? undefined });
        for (const { contact, name, own, theirs, wish } of values) {
          if (end === 'killed') break;
          expect(inKeap(contact, name)).toBe(wish === 'send' ? own : theirs);
          expect(new Set(cellsOf(contact, name))).toEqual(new Set([wish === 'take' ? theirs : own]));
        }
        world.undoAllBut(world.before);
        for (const { contact, name, own, theirs } of values) {
          expect(new Set(cellsOf(contact, name))).toEqual(new Set([own]));
          expect(inKeap(contact, name)).toBe(theirs);
        }
        const { sent } = world.keap;
        sent.length = 0;
        world.sync();
        // What was chosen and never sent is not in the log, and the next sync goes on with it.
        if (end !== 'killed') expect(sent).toEqual([]);
        for (const { contact, name, own, theirs, wish } of values) {
          const isLeft = end === 'killed' && wish === 'send';
          expect(isLeft ? [theirs, own] : [theirs]).toContain(inKeap(contact, name));
        }
      }),
    );
  });
});
