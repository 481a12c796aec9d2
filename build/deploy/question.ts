/** Asks the person at the terminal. */
import { createInterface } from 'node:readline/promises';

/** Whether the answer is yes. Undefined where nobody can answer, for example in a script that runs at night. */
export async function askYesNo(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
