const wordsMs = 2_000;

/**
 * Copies and says so on the button. Apps Script shows a sidebar in a frame of another origin, where the newer
 * Clipboard API may be forbidden; the older command works there as long as somebody has just pressed.
 */
export async function copy(text: string, button: HTMLButtonElement): Promise<void> {
  const isCopied = copyBySelection(text) || (await copyByClipboard(text));
  button.focus();
  button.textContent = isCopied ? 'Copied' : 'Select it and press Ctrl+C';
  setTimeout(() => {
    button.textContent = 'Copy';
  }, wordsMs);
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'unseen';
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
