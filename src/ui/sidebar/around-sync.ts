/** The fields of the form in which is chosen what the schedule does beside each sync: filling in, and comparing. */
import type { FillableColumnView, ServerFunctions, SheetScheduleView } from '../api.ts';
import { element, show } from '../browser/element.ts';

type AroundSync = Pick<Parameters<ServerFunctions['saveSchedule']>[0], 'fill' | 'compares'>;

/** Shows the choices of columns only where something is filled in; once. */
export function listenToFill(): void {
  when().addEventListener('change', showChoices);
}

export function renderAroundSync(
  { fill, compares }: Pick<SheetScheduleView, 'fill' | 'compares'>,
  fillable: readonly FillableColumnView[],
): void {
  const chosen = fill?.columns ?? [];
  // A column that is not there at the moment stays chosen until somebody takes it out.
  const gone = chosen.filter((name) => fillable.every((column) => column.name !== name));
  const columns = [...fillable, ...gone.map((name) => ({ name, header: `${name} (no column now)` }))];
  const labels = columns.map(({ name, header }) => checkbox(name, header, chosen.includes(name)));
  const legend = list().querySelector('legend');
  list().replaceChildren(...(legend === null ? [] : [legend]), ...labels);
  when().value = fill?.when ?? '';
  overwrite().checked = fill?.overwrite === true;
  comparing().checked = compares;
  showChoices();
}

/** What is chosen; an empty list of columns is for the server to refuse. */
export function aroundSyncInput(): AroundSync {
  const time = when().value;
  const columns = [...list().querySelectorAll('input')].filter(({ checked }) => checked);
  const chosen = { columns: columns.map(({ value }) => value), overwrite: overwrite().checked };
  const fill: AroundSync['fill'] = time === 'before' || time === 'after' ? { when: time, ...chosen } : null;
  return { fill, compares: comparing().checked };
}

function showChoices(): void {
  show('fill-choices', when().value !== '');
}

function when(): HTMLSelectElement {
  return element('fill-when', HTMLSelectElement);
}

function list(): HTMLFieldSetElement {
  return element('fill-columns', HTMLFieldSetElement);
}

function overwrite(): HTMLInputElement {
  return element('fill-overwrite', HTMLInputElement);
}

function comparing(): HTMLInputElement {
  return element('compares', HTMLInputElement);
}

function checkbox(value: string, text: string, checked: boolean): HTMLLabelElement {
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', value, checked });
  const label = Object.assign(document.createElement('label'), { className: 'choice' });
  label.append(box, ` ${text}`);
  return label;
}
