/** The pointer may still be on its way out of the page, and the dialog on its way in. */
const settleMs = 1_500;

/** Once, when somebody turns to this page again. A dialog lies over it, so nobody does before the dialog is closed. */
export function onReturn(act: () => void): void {
  const waiting = new AbortController();
  const back = () => {
    waiting.abort();
    act();
  };
  setTimeout(() => {
    for (const event of ['pointermove', 'pointerdown', 'keydown']) {
      addEventListener(event, back, { signal: waiting.signal, capture: true });
    }
    addEventListener('focus', back, { signal: waiting.signal });
  }, settleMs);
}
