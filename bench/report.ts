/** Prints benchmark results and keeps them in bench/results.md. */
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';

/** Receives a benchmark's results, and prints them at once. */
export interface Report {
  /** A separate line, for example a conclusion from the last table. */
  note(text: string): void;
  /** The first column holds names, the others hold figures. */
  table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): void;
}

/** A report that prints by `print`, and gives everything it received as Markdown. */
export function report(print: (line: string) => void): Report & { markdown(): string } {
  const parts: string[] = [];
  return {
    note(text) {
      print(`\n${text}`);
      parts.push(text);
    },
    table(title, columns, rows) {
      print(`\n${title}\n${aligned([['', ...columns.slice(1)], ...rows]).join('\n')}`);
      parts.push(`### ${title}`, markdownTable(columns, rows));
    },
    markdown: () => parts.join('\n\n'),
  };
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? `  ${cell.padEnd(widths[0] ?? 0)}` : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join(''),
  );
}

function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? '---' : '---:'));
  return [columns, rule, ...rows].map(line).join('\n');
}

/** The machine and versions of this run, as a sentence. */
export function machine(): string {
  const processors = os.cpus();
  const model = processors[0]?.model.trim() ?? 'unknown';
  const { node, v8 } = process.versions;
  return `Measured on ${processors.length} × ${model}, ${os.type()} ${os.arch()}, Node ${node} (V8 ${v8}).`;
}

const preface =
  '# Results\n\nWritten by `npm run bench`, which replaces the section of each benchmark that it runs. ' +
  'Times differ between machines; the ratios within a table hardly do.';

/** Replaces the section of one benchmark in the results page, or adds it. */
export async function keepResults(file: string, benchmark: string, markdown: string): Promise<void> {
  const page = await readFile(file, 'utf8').catch(() => '');
  const sections = new Map(
    page
      .split(/^## /m)
      .slice(1)
      .map((section): [string, string] => [section.split('\n', 1)[0] ?? '', `## ${section.trim()}`]),
  );
  sections.set(benchmark, `## ${benchmark}\n\n${machine()}\n\n${markdown}`);
  const sorted = [...sections.keys()].sort().map((name) => sections.get(name));
  await writeFile(file, `${[preface, ...sorted].join('\n\n')}\n`);
}
