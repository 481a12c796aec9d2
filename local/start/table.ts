/** Columns of text, each as wide as its widest cell but no wider than `maxWidth`, counted in characters. */
export function textTable(rows: readonly (readonly string[])[], maxWidth: readonly number[]): string {
  const shown = rows.map((row) => row.map((cell, index) => shortened(cell, maxWidth[index] ?? 40)));
  const widths = maxWidth.map((_, index) => Math.max(...shown.map((row) => width(row[index] ?? ''))));
  return shown
    .map((row) =>
      row
        .map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - width(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function shortened(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

function width(text: string): number {
  return Array.from(text).length;
}
