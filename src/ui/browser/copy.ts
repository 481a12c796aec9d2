/** Copies text to the clipboard from inside the frame that Apps Script shows our pages in. */

/** How long the button shows the result, in milliseconds. */
const resultMs = 2_000;

/**
 * Copies `text` and shows the result on the button. Apps Script shows our pages in a frame of another origin, where
 * the Clipboard API may be forbidden; the older command works there right after a click.
 */
export async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const isCopied = copyBySelection(text) || (await copyByClipboard(text));
  button.focus();
  button.textContent = isCopied ? 'Copied' : 'Select the text and press Ctrl+C';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, resultMs);
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'visually-hidden';
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}

async function copyByClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
