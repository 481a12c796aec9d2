import { brownoutKinds } from '../keap/brownout.ts';
import type { CommandHandlers } from './command-handlers.ts';
import type { Area, CommandName, Commands, Place } from './protocol.ts';
import { anything, flag, list, nothing, oneOf, record, type Shape, text, whole } from './shape.ts';

const dayMs = 86_400_000;
const place = whole(0, 10_000_000);
const area = record<Area>({ top: place, left: place, rows: place, columns: place });

const stand = record<Place>({ sheet: place, areas: list(area, 1_000) });

const cell: Shape<readonly [number, number, string]> = (value) => {
  const [row, column, typed] = list(anything, 3)(value);
  return [place(row), place(column), text(typed)];
};

/** What each command may be asked. */
const shapes: { readonly [Name in CommandName]: Shape<Commands[Name]['asks']> } = {
  edit: record({ sheet: place, cells: list(cell, 1_000_000) }),
  select: stand,
  arrange: record({
    sheet: place,
    deed: oneOf(
      'sort-ascending',
      'sort-descending',
      'insert-row',
      'delete-rows',
      'insert-column',
      'delete-columns',
    ),
    area,
  }),
  menu: record({ path: text, place: stand }),
  run: record({ functionName: text, args: list(anything, 100), place: stand }),
  pass: record({ ms: whole(1, 31 * dayMs) }),
  pace: record({ pace: oneOf(0, 1, 10) }),
  fault: record({
    deed: oneOf('expire-token', 'revoke-tokens', 'mend', 'throttle', 'outage', 'brownout'),
    isOn: flag,
  }),
  brownout: record({ kind: oneOf(...brownoutKinds) }),
  kill: record({ atCall: whole(0, 100_000) }),
  connect: nothing,
  startAgain: nothing,
  keapContacts: record({ search: text, from: place }),
  keapRequests: record({ from: place }),
  keapRequest: record({ index: place }),
};

/** Whether there is such a command. */
export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(shapes, name);
}

/** Carries a command out as it came over the wire. Rejects with `WrongShape`, with `CannotDo`, or with a bug. */
export async function carryOut(
  deeds: CommandHandlers,
  name: CommandName,
  asks: unknown,
  window: string,
): Promise<unknown> {
  return await order(deeds, name, asks, window);
}

function order<Name extends CommandName>(deeds: CommandHandlers, name: Name, asks: unknown, window: string) {
  return deeds[name](shapes[name](asks), window);
}
