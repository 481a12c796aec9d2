/** Asks the person at the terminal. */
import { createInterface } from 'node:readline';

/** A line that the person types, without its end; empty where there is nobody. */
export function askLine(question: string): Promise<string> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    let isAnswered = false;
    lines.question(question, (line) => {
      isAnswered = true;
      lines.close();
      resolve(line.trim());
    });
    lines.once('close', () => {
      if (!isAnswered) resolve('');
    });
  });
}

/** The same, and nothing of what is typed or pasted is shown. Empty without a terminal, and after Ctrl+C. */
export function askSecret(question: string): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) return Promise.resolve('');
  stdout.write(question);
  return new Promise((resolve) => {
    let typed = '';
    const end = (text: string) => {
      stdin.setRawMode(false).pause().off('data', hear);
      stdout.write('\n');
      resolve(text.trim());
    };
    const hear = (chunk: Buffer) => {
      for (const character of chunk.toString('utf8')) {
        if (character === '\r' || character === '\n') return end(typed);
        if (character === '\u0003' || character === '\u0004') return end('');
        typed = character === '\u007f' || character === '\b' ? typed.slice(0, -1) : typed + character;
      }
    };
    stdin.setRawMode(true).resume().on('data', hear);
  });
}
