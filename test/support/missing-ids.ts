import type { AppsScriptOptions } from '../../local/appsscript/apps-script.ts';
import type { Cell } from '../../local/appsscript/typed-cell.ts';
import type { SimulatedKeapOptions } from '../../local/keap/keap.ts';
import type { MissingIds } from '../../src/sync/find/missing-ids.ts';
import { givenProgram, type Program } from './program.ts';

interface GivenMissing {
  readonly choice: MissingIds;
  readonly cells: readonly (readonly Cell[])[];
  readonly keap?: SimulatedKeapOptions;
  readonly google?: Partial<AppsScriptOptions>;
}

/** A connected program whose sheet does this with rows without a contact id. */
export async function givenMissingIds({
  choice,
  cells,
  keap = {},
  google = {},
}: GivenMissing): Promise<Program> {
  const program = await givenProgram({ cells, keap, google });
  await program.connect();
  await chooseMissingIds(program, choice);
  return program;
}

/** As the sidebar saves it. */
export async function chooseMissingIds(program: Program, missingIds: MissingIds): Promise<void> {
  const { sheet } = await program.state();
  const columns = sheet.columns.map(({ letter, header, kind, blankClears }) => {
    return { letter, header, kind, blankClears };
  });
  const answer = await program.ask('saveColumns', { sheetId: sheet.id, columns, missingIds });
  if (answer.kind !== 'ok') throw new Error(answer.advice);
}
