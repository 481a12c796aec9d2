import type { SidebarState } from '../server-functions.ts';
import { element, setText } from './element.ts';
import { hourText, type View } from './view-model.ts';

export function renderSync(state: SidebarState, { sync }: View): void {
  setText('last-run', sync.lastRun);
  setText('why-not-sync', sync.whyNot);
  element('sync-now', HTMLButtonElement).disabled = sync.whyNot !== '';
  setText('time-zone', `Time zone of this document: ${state.schedule.timeZone}`);
}

export function renderSchedule({ schedule }: SidebarState): void {
  element('schedule-on', HTMLInputElement).checked = schedule.isOn;
  element('schedule-hour', HTMLSelectElement).value = String(schedule.hour);
  element('mail-to', HTMLInputElement).value = schedule.mailTo;
}

export function typedSchedule(): { isOn: boolean; hour: number; mailTo: string; mailsOn: boolean } {
  return {
    isOn: element('schedule-on', HTMLInputElement).checked,
    hour: Number(element('schedule-hour', HTMLSelectElement).value),
    mailTo: element('mail-to', HTMLInputElement).value,
    mailsOn: true,
  };
}

export function fillHours(): void {
  const hours = Array.from({ length: 24 }, (_, hour) => new Option(hourText(hour), String(hour)));
  element('schedule-hour', HTMLSelectElement).replaceChildren(...hours);
}
