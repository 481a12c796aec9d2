/** Formats rows as columns of text. */

/** Each column is as wide as its widest cell, up to `maxWidth` characters. */
export function textTable(rows: readonly (readonly string[])[], maxWidth: readonly number[]): string {
  const shown = rows.map((row) => row.map((cell, index) => shorten(cell, maxWidth[index] ?? 40)));
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

function shorten(text: string, max: number): string {
  const characters = Array.from(text);
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text;
}

function width(text: string): number {
  return Array.from(text).length;
}
