/** Finds and changes the elements of our own pages. */

/** The element with this id; the page and the script are built together, so a missing one is a bug. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${kind.name} "${id}".`);
}

export function show(id: string, isShown: boolean): void {
  element(id, HTMLElement).hidden = !isShown;
}

/** Everything from a sheet or from Keap is text, never HTML. */
export function setText(id: string, text: string): void {
  element(id, HTMLElement).textContent = text;
}

/** A button that calls `press`; it is not in the page yet. */
export function button(label: string, press: () => void): HTMLButtonElement {
  const made = Object.assign(document.createElement('button'), { type: 'button', textContent: label });
  made.addEventListener('click', press);
  return made;
}

export function onClick(id: string, handle: (event: MouseEvent) => void): void {
  element(id, HTMLElement).addEventListener('click', handle);
}

/** Calls `handle` instead of sending the form anywhere. */
export function onSubmit(id: string, handle: () => void): void {
  element(id, HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    handle();
  });
}
