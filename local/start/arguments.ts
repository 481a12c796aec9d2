import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export type StartArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly sheetFile: string }
  /** The words were not understood; `sentence` says which and what to do. */
  | { readonly kind: 'wrong'; readonly sentence: string };

export const helpText = `Usage: npm start -- [--once] [--sheet FILE.csv] [--help]

Runs the very bundle that is pushed to Google: an embedded Apps Script reads a sheet, consents at a simulated
Keap as a user would, syncs, lets a day pass, and shows what became of every row. Nothing leaves this machine.

  --sheet FILE.csv  use your own sheet instead of the sample. Contact ids that the simulated Keap does not know
                    are created in it first, as empty contacts: it starts with none of yours.
  --once            end after the run (it always does for now)
  --help            show this

Exits with 1 if the simulated Keap's contacts are not what the sheet demands, or if something is wrong with the
file; the sentence printed says what.`;

/** Reads the words behind `npm start --`. */
export function startArguments(words: readonly string[], sample: string): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        sheet: { type: 'string' },
        once: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return values.help === true ? { kind: 'help' } : { kind: 'run', sheetFile: values.sheet ?? sample };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : 'The words were not understood';
    return { kind: 'wrong', sentence: `${reason}. See npm start -- --help.` };
  }
}
