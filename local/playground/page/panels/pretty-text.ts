/** Breaks XML, JSON and forms into readable lines. */

/** Any other text stays as it is. */
export function prettyText(text: string): string {
  const trimmed = text.trim();
  if (trimmed.startsWith('<')) return prettyXml(trimmed);
  if (/^[[{]/.test(trimmed)) return prettyJson(trimmed);
  return /^[\w.]+=[^\s]*$/.test(trimmed) ? trimmed.split('&').join('\n') : text;
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** An element that contains only text stays on one line. */
function prettyXml(text: string): string {
  const pieces = text.match(/<[^>]*>|[^<]+/g) ?? [];
  const lines: string[] = [];
  let depth = 0;
  let isAfterOpening = false;
  for (const piece of pieces) {
    const isTag = piece.startsWith('<');
    const isClosing = piece.startsWith('</');
    const isOpening = isTag && !isClosing && !/^<[?!]|\/>$/.test(piece);
    if (isClosing) depth = Math.max(0, depth - 1);
    const last = lines.length - 1;
    if (!isTag && piece.trim() === '') continue;
    if (isAfterOpening && (isClosing || !isTag)) lines[last] = `${lines[last] ?? ''}${piece}`;
    else lines.push(`${'  '.repeat(depth)}${piece.trim()}`);
    isAfterOpening = isOpening || (isAfterOpening && !isTag);
    if (isOpening) depth++;
  }
  return lines.join('\n');
}
