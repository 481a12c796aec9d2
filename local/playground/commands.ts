/** Checks what the page sends before a command runs. */
import { brownoutKinds } from '../keap/brownout.ts';
import type { CommandHandlers } from './command-handlers.ts';
import type { Area, CommandName, Commands, SheetSelection } from './protocol.ts';
import { anything, flag, list, nothing, oneOf, record, type Shape, text, whole } from './shape.ts';

const dayMs = 86_400_000;
const index = whole(0, 10_000_000);
const area = record<Area>({ top: index, left: index, rows: index, columns: index });

const selection = record<SheetSelection>({ sheet: index, areas: list(area, 1_000) });

const cell: Shape<readonly [number, number, string]> = (value) => {
  const [row, column, typed] = list(anything, 3)(value);
  return [index(row), index(column), text(typed)];
};

/** The shape of each command's input. */
const shapes: { readonly [Name in CommandName]: Shape<Commands[Name]['input']> } = {
  edit: record({ sheet: index, cells: list(cell, 1_000_000) }),
  select: selection,
  arrange: record({
    sheet: index,
    action: oneOf(
      'sort-ascending',
      'sort-descending',
      'insert-row',
      'delete-rows',
      'insert-column',
      'delete-columns',
    ),
    area,
  }),
  menu: record({ path: text, selection }),
  run: record({ functionName: text, args: list(anything, 100), selection }),
  pass: record({ ms: whole(1, 31 * dayMs) }),
  pace: record({ pace: oneOf(0, 1, 10) }),
  fault: record({
    action: oneOf('expire-token', 'revoke-tokens', 'throttle', 'outage', 'brownout'),
    isOn: flag,
  }),
  brownout: record({ kind: oneOf(...brownoutKinds) }),
  kill: record({ atCall: whole(0, 100_000) }),
  connect: nothing,
  restart: nothing,
  keapContacts: record({ search: text, from: index }),
  keapRequests: record({ from: index }),
  keapRequest: record({ index }),
};

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(shapes, name);
}

/** Runs a command with input from the network. Rejects with `InvalidShape`, with `CannotRun`, or with a bug. */
export async function runCommand(
  handlers: CommandHandlers,
  name: CommandName,
  input: unknown,
  window: string,
): Promise<unknown> {
  return await runChecked(handlers, name, input, window);
}

function runChecked<Name extends CommandName>(
  handlers: CommandHandlers,
  name: Name,
  input: unknown,
  window: string,
) {
  return handlers[name](shapes[name](input), window);
}
