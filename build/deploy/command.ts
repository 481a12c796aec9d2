/** Runs other programs. */
import { spawn } from 'node:child_process';

/** The result of a program. */
export interface Ran {
  /** Null if a signal ended it, or if it could not be started. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program from the PATH until it ends, and captures what it prints. */
export function run(program: string, args: readonly string[], folder: string): Promise<Ran> {
  return start(program, args, folder, 'pipe');
}

/** The same, but the user sees the output and can answer questions. */
export function runInView(program: string, args: readonly string[], folder: string): Promise<Ran> {
  return start(program, args, folder, 'inherit');
}

function start(
  program: string,
  args: readonly string[],
  folder: string,
  stdio: 'pipe' | 'inherit',
): Promise<Ran> {
  return new Promise((resolve) => {
    // On Windows, npm and clasp are scripts that need a shell, and a shell needs quotes around spaces.
    const isWindows = process.platform === 'win32';
    const given = isWindows
      ? args.map((arg) => (/[^\w.=-]/.test(arg) ? JSON.stringify(arg) : arg))
      : [...args];
    const child = spawn(program, given, { cwd: folder, stdio, shell: isWindows });
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.once('error', (error) => resolve({ exitCode: null, output, errors: errors + error.message }));
    child.once('close', (exitCode) => resolve({ exitCode, output, errors }));
  });
}
