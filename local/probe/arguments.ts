/** The command-line arguments of `npm run probe`. */
import { parseArgs } from 'node:util';
import { isScriptId } from '../../build/deploy/arguments.ts';

export type ProbeArguments =
  | { readonly kind: 'help' }
  /** `sentence` says which argument is invalid and what to do. */
  | { readonly kind: 'invalid'; readonly sentence: string }
  /** Asks the simulated worlds and writes docs/probe/. */
  | { readonly kind: 'worlds' }
  | { readonly kind: 'google'; readonly scriptId: string | undefined }
  | { readonly kind: 'keap'; readonly contactId: number | undefined; readonly file: string | undefined }
  | { readonly kind: 'compare'; readonly file: string; readonly earlier: string | undefined };

export const helpText = `npm run probe                                asks the simulated worlds, and writes their answers into docs/probe/
npm run probe -- --google                    writes the script that asks Google, and says how to paste it
npm run probe -- --google --script-id ID     pushes it with clasp into a script of a new spreadsheet
npm run probe -- --keap                      asks Keap, and only reads; the token comes from KEAP_PROBE_TOKEN or a prompt
npm run probe -- --keap --write CONTACT_ID   also changes this contact, which has to be made for it, and restores it
npm run probe -- --keap --to FILE            writes the result into this file
npm run probe -- --compare FILE              compares a result with what is assumed
npm run probe -- --compare FILE --with OLD   compares it with an earlier result

docs/probe.md explains each step. The exit code is 0 if every answer is the expected one, 1 if one is not, and 2 if
nothing could be asked or read.`;

export function probeArguments(args: readonly string[]): ProbeArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        google: { type: 'boolean' },
        'script-id': { type: 'string' },
        keap: { type: 'boolean' },
        write: { type: 'string' },
        to: { type: 'string' },
        compare: { type: 'string' },
        with: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const {
      google = false,
      keap = false,
      compare: file,
      write,
      to,
      with: earlier,
      'script-id': scriptId,
    } = values;
    if ([google, keap, file !== undefined].filter(Boolean).length > 1) {
      return invalid('Choose one of --google, --keap and --compare.');
    }
    if (!google && scriptId !== undefined) return invalid('--script-id goes with --google.');
    if (!keap && (write !== undefined || to !== undefined))
      return invalid('--write and --to go with --keap.');
    if (file === undefined && earlier !== undefined) return invalid('--with goes with --compare.');
    if (google && scriptId !== undefined && !isScriptId(scriptId)) {
      return invalid(
        `"${scriptId}" is not a script id. Copy it in the Apps Script editor from Project Settings > IDs.`,
      );
    }
    if (google) return { kind: 'google', scriptId };
    if (file !== undefined) return { kind: 'compare', file, earlier };
    if (!keap) return { kind: 'worlds' };
    if (write !== undefined && !/^[1-9]\d{0,9}$/.test(write)) {
      return invalid(`"${write}" is not a contact id. In Keap, it is in the address of the contact's page.`);
    }
    return { kind: 'keap', contactId: write === undefined ? undefined : Number(write), file: to };
  } catch (error) {
    // A token that somebody has typed here must not be repeated.
    const reason = error instanceof Error && 'code' in error ? String(error.code) : '';
    const sentence =
      reason === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'
        ? 'This command takes no arguments without a name. A token comes from KEAP_PROBE_TOKEN or a prompt.'
        : 'An argument is unknown, or its value is missing.';
    return invalid(`${sentence} For help, run npm run probe -- --help.`);
  }
}

function invalid(sentence: string): ProbeArguments {
  return { kind: 'invalid', sentence };
}
