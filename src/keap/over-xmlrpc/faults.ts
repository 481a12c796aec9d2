/** Keap's fault codes (developer.keap.com, "XML-RPC errors") in the words of the sheet's user. */
const sentences: ReadonlyMap<number, string> = new Map([
  [1, 'Keap refused the call for a passing reason of its own. The next sync sends this row again.'],
  [3, 'Keap met an error of its own with this contact. The next sync sends this row again.'],
  [4, 'Keap met an error of its own with this contact. The next sync sends this row again.'],
  [5, 'Keap has no contact with this id. Check the id, or delete the row.'],
  [6, 'Keap could not load this contact. Check the id.'],
  [7, 'Your Keap user may not change contacts. Ask the administrator of your Keap account.'],
  [8, 'Your Keap user may not change one of these fields. Ask the administrator of your Keap account.'],
  [10, 'Keap has no such field. Check the headers of your columns; a custom field begins with _.'],
  [11, 'Keap has no such field. Check the headers of your columns; a custom field begins with _.'],
  [12, 'Keap does not take one of these values. Check the row.'],
  [14, 'Your Keap user may not do this. Ask the administrator of your Keap account.'],
]);

/** A fault of one call as a sentence: what is wrong, what to do, and Keap's own words behind it. */
export function faultSentence(faultCode: number, faultString: string): string {
  const sentence = sentences.get(faultCode) ?? 'Keap did not accept this row.';
  return `${sentence} (Keap: ${shortened(faultString)})`;
}

/** Keap's words may be long or hold line ends; one line of at most 200 characters is enough to recognise them. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 200 ? `${Array.from(line).slice(0, 199).join('')}…` : line;
}
