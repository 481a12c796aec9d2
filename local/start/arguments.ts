/** The command-line arguments of `npm start`. */
import { parseArgs } from 'node:util';

export type StartArguments =
  | { readonly kind: 'help' }
  | RunArguments
  /** `sentence` says which argument is invalid and what to do. */
  | { readonly kind: 'invalid'; readonly sentence: string };

export interface RunArguments {
  readonly kind: 'run';
  readonly sheetFile: string;
  /** Whether to exit after the printed run instead of serving the playground. */
  readonly isOnce: boolean;
  /** 0 picks a free one. */
  readonly port: number;
  /** Whether to skip the printed run, and to rebuild and reload on every change. */
  readonly isDevelopment: boolean;
  /** Whether to open the playground in a browser. */
  readonly opensBrowser: boolean;
}

export const helpText = `Usage: npm start -- [--sheet FILE] [--port NUMBER] [--no-open] [--dev | --once] [--help]

Runs the same bundle that is deployed to Google. An Apps Script emulator reads a sheet, connects to a simulated
Keap as a user would, syncs, lets a day pass and prints the result of every row. Then it serves the playground:
a page that looks and works like a spreadsheet with the add-on installed. Nothing leaves this machine.

  --sheet FILE      Use your own sheet (CSV or XLSX) instead of the sample. Its contact ids are first added to the
                    simulated Keap as empty contacts.
  --port NUMBER     Serve the playground on this port instead of a free one.
  --no-open         Print the address, but do not open a browser.
  --dev             Skip the printed run. Rebuild when the sources change, and reload the page.
  --once            Exit after the printed run, without serving the playground.
  --help            Show this help.

With --once, the exit code is 1 if the simulated Keap's contacts do not match the sheet, or if the file cannot be
used. A message says why.`;

/** Parses the arguments after `npm start --`. */
export function startArguments(args: readonly string[], sample: string): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
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
      const sentence = `--port needs a number from 0 to 65535, not "${values.port}". For help, run npm start -- --help.`;
      return { kind: 'invalid', sentence };
    }
    return {
      kind: 'run',
      sheetFile: values.sheet ?? sample,
      isOnce: values.once === true,
      isDevelopment: values.dev === true,
      port,
      opensBrowser: values['no-open'] !== true,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : 'The arguments are invalid';
    return { kind: 'invalid', sentence: `${reason}. For help, run npm start -- --help.` };
  }
}
