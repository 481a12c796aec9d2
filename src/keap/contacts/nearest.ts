/** Finds which of several texts somebody may have meant. */

/** As many as a sentence holds. */
const maxNearest = 3;

/** Those of the texts that are most like this one, the most alike first; none where nothing is alike. */
export function nearest(text: string, among: readonly string[]): string[] {
  const wanted = keyOf(text);
  if (wanted === '') return [];
  return among
    .map((one) => ({ one, distance: distanceBetween(wanted, keyOf(one)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((first, second) => first.distance - second.distance)
    .slice(0, maxNearest)
    .map(({ one }) => one);
}

/** `"Red", "Green" or "Blue"`. */
export function quotedList(texts: readonly string[], joiner: 'or' | 'and'): string {
  const quoted = texts.map((text) => `"${text}"`);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${joiner} ${last}`;
}

/** Without case, accents, spaces and punctuation. */
function keyOf(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);
}

/** One text within the other is nearer than a misspelling; otherwise, how many letters to change (Levenshtein). */
function distanceBetween(one: string, other: string): number {
  if (one === other) return 0;
  if (one.length >= 4 && other.length >= 4 && (other.includes(one) || one.includes(other))) return 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
