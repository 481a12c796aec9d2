/** The fields of the form in which the times of the schedule are chosen. */
import { element, show } from '../browser/element.ts';
import { hourText, type Times, weekdayNames } from './times-text.ts';

/** Makes the choices, once. */
export function fillTimes(): void {
  const allHours = Array.from({ length: 24 }, (_, hour) => hour);
  const options = allHours.map((hour) => new Option(hourText(hour), String(hour)));
  element('schedule-hour', HTMLSelectElement).replaceChildren(...options);
  choices('schedule-hours').append(...allHours.map((hour) => checkbox(hour, hourText(hour), hourText(hour))));
  const days = weekdayNames.map((name, index) => checkbox(index + 1, name.slice(0, 3), name));
  choices('schedule-weekdays').append(...days);
  often().addEventListener('change', showHours);
}

export function renderTimes({ hours, weekdays }: Times): void {
  often().value = hours.length === 1 ? 'once' : hours.length === 24 ? 'hourly' : 'hours';
  element('schedule-hour', HTMLSelectElement).value = String(hours[0]);
  check('schedule-hours', hours);
  check('schedule-weekdays', weekdays);
  showHours();
}

/** What is chosen; an empty list is for the server to refuse. */
export function timesInput(): Times {
  const weekdays = checked('schedule-weekdays');
  switch (often().value) {
    case 'hourly':
      return { hours: Array.from({ length: 24 }, (_, hour) => hour), weekdays };
    case 'hours':
      return { hours: checked('schedule-hours'), weekdays };
    default:
      return { hours: [Number(element('schedule-hour', HTMLSelectElement).value)], weekdays };
  }
}

function showHours(): void {
  show('schedule-once', often().value === 'once');
  show('schedule-hours', often().value === 'hours');
}

function often(): HTMLSelectElement {
  return element('schedule-often', HTMLSelectElement);
}

function choices(id: string): HTMLElement {
  return element(id, HTMLFieldSetElement);
}

function boxesIn(id: string): HTMLInputElement[] {
  return [...choices(id).querySelectorAll('input')];
}

function check(id: string, values: readonly number[]): void {
  for (const box of boxesIn(id)) box.checked = values.includes(Number(box.value));
}

function checked(id: string): number[] {
  return boxesIn(id)
    .filter((box) => box.checked)
    .map((box) => Number(box.value));
}

function checkbox(value: number, text: string, name: string): HTMLLabelElement {
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', value: String(value) });
  box.setAttribute('aria-label', name);
  const label = Object.assign(document.createElement('label'), { className: 'choice' });
  label.append(box, ` ${text}`);
  return label;
}
