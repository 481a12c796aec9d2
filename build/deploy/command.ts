import { spawn } from 'node:child_process';

/** What became of a program that was run. */
export interface Ran {
  /** Null where it was ended by a signal, or could not be started at all. */
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program of the PATH and waits for its end; what it prints is kept. */
export function run(program: string, args: readonly string[], folder: string): Promise<Ran> {
  return start(program, args, folder, 'pipe');
}

/** The same, but the user watches and may be asked. */
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
    // On Windows npm and clasp are scripts, which only a shell starts; it wants quotes round what has blanks.
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
