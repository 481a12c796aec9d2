import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export type StartArguments =
  | { readonly kind: 'help' }
  | RunArguments
  /** The words were not understood; `sentence` says which and what to do. */
  | { readonly kind: 'wrong'; readonly sentence: string };

export interface RunArguments {
  readonly kind: 'run';
  readonly sheetFile: string;
  /** Whether to end after the printed run, rather than to serve the playground. */
  readonly isOnce: boolean;
  /** 0 is a free one. */
  readonly port: number;
  /** Whether to skip the printed run, and to rebuild and reload whatever changes. */
  readonly isDevelopment: boolean;
  /** Whether a browser may be opened. */
  readonly opens: boolean;
}

export const helpText = `Usage: npm start -- [--sheet FILE] [--port NUMBER] [--no-open] [--dev | --once] [--help]

Runs the very bundle that is pushed to Google: an embedded Apps Script reads a sheet, consents at a simulated
Keap as a user would, syncs, lets a day pass, and shows what became of every row. Then it serves a playground:
a page that looks and works like a spreadsheet with the add-on in it. Nothing leaves this machine.

  --sheet FILE      use your own sheet, CSV or XLSX, instead of the sample. Contact ids that the simulated Keap
                    does not know are created in it first, as empty contacts: it starts with none of yours.
  --port NUMBER     serve the playground at this port instead of a free one
  --no-open         do not open a browser, only print the address
  --dev             skip the printed run; rebuild what changes in the sources, and reload the page
  --once            end after the printed run, without a playground
  --help            show this

With --once it exits with 1 if the simulated Keap's contacts are not what the sheet demands, or if something is
wrong with the file; the sentence printed says what.`;

/** Reads the words behind `npm start --`. */
export function startArguments(words: readonly string[], sample: string): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        sheet: { type: 'string' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        once: { type: 'boolean' },
        dev: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      const sentence = `--port needs a number from 0 to 65535, not "${values.port}". See npm start -- --help.`;
      return { kind: 'wrong', sentence };
    }
    return {
      kind: 'run',
      sheetFile: values.sheet ?? sample,
      isOnce: values.once === true,
      isDevelopment: values.dev === true,
      port,
      opens: values['no-open'] !== true,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : 'The words were not understood';
    return { kind: 'wrong', sentence: `${reason}. See npm start -- --help.` };
  }
}
