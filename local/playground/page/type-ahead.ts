/**
 * Keeps what is typed while the grid opens or closes its field. The grid does both over several frames, and loses the keys
 * that come in between: these wait here, and are given to it one after another.
 */

/** A grid that is opening its field, closing it and moving on, or neither. */
type Phase = 'still' | 'opening' | 'closing';

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey'>;

/** After this, in milliseconds, the grid has done what it does: not every key opens or closes the field. */
const longestMs = 400;
const pollMs = 4;

/** Watches the keyboard for this grid, for as long as the page lives. */
export function keepTypeAhead(grid: HTMLElement): void {
  const queue: Key[] = [];
  let phase: Phase = 'still';
  let sinceMs = 0;
  let hasMoved = false;
  let isDraining = false;
  let wasClicked = false;

  const field = () => grid.querySelector<HTMLInputElement>('revogr-edit input');
  const isReady = () => field() !== null && document.activeElement === field();
  function begin(next: Phase): void {
    phase = next;
    sinceMs = performance.now();
    hasMoved = false;
  }
  function isOver(): boolean {
    if (phase === 'still' || performance.now() - sinceMs > longestMs) return true;
    return phase === 'opening' ? isReady() : field() === null && hasMoved;
  }
  /** What this key makes the grid do. */
  function phaseAfter({ key }: Key): Phase {
    const leaves = key === 'Enter' || key === 'Tab';
    if (isReady()) return leaves ? 'closing' : 'still';
    return key.length === 1 ? 'opening' : key === 'Tab' ? 'closing' : 'still';
  }
  async function drain(): Promise<void> {
    isDraining = true;
    while (queue.length > 0) {
      while (!isOver()) await new Promise((resolve) => setTimeout(resolve, pollMs));
      const next = queue.shift();
      if (next === undefined) break;
      begin(phaseAfter(next));
      give(next);
    }
    isDraining = false;
  }
  function give({ key, code, shiftKey }: Key): void {
    const input = isReady() ? field() : null;
    if (input !== null && key.length === 1) {
      input.setRangeText(key, input.selectionStart ?? 0, input.selectionEnd ?? 0, 'end');
      return;
    }
    const init = { key, code, shiftKey, bubbles: true, cancelable: true, composed: true };
    (input ?? document.body).dispatchEvent(new KeyboardEvent('keydown', init));
  }

  grid.addEventListener('afterfocus', () => {
    hasMoved = true;
  });
  document.addEventListener('pointerdown', ({ target }) => {
    wasClicked = target instanceof Node && grid.contains(target);
  });
  window.addEventListener(
    'keydown',
    (event) => {
      const isElsewhere = document.activeElement !== document.body && !grid.contains(document.activeElement);
      // What is given to the grid comes by here as well, and is not trusted.
      if (!event.isTrusted || !wasClicked || isElsewhere) return;
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key.length > 1 && event.key !== 'Enter' && event.key !== 'Tab') return;
      if (!isDraining && isOver()) {
        begin(phaseAfter(event));
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      queue.push(event);
      if (!isDraining) void drain();
    },
    true,
  );
}
