/** Draws the section "Sync": the run, the schedule and the choice of the API. */
import type { ServerFunctions, SidebarState } from '../api.ts';
import { renderActivity } from '../browser/activity-section.ts';
import { element, setText, show } from '../browser/element.ts';
import { renderTimes, timesInput } from './schedule-times.ts';
import type { View } from './view-model.ts';

export function renderSync(state: SidebarState, { sync }: View): void {
  const { lastRun, hasLog, schedule, sheet, api } = state;
  setText('last-run', sync.lastRun);
  setText('why-not-sync', sync.whyNot);
  const isRunning = state.activity.kind === 'running';
  for (const id of ['sync-now', 'preview', 'fill-in', 'compare']) setDisabled(id, sync.isBlocked, isRunning);
  show('address-form', sync.asksForAddress);
  show('show-failed', lastRun.hasFailedRows);
  show('show-log', hasLog);
  show('undo', lastRun.undo !== '' && !isRunning);
  setText('undo', `Undo ${lastRun.undo}…`);
  renderActivity(state.activity);
  setText('time-zone', `Time zone of this spreadsheet: ${schedule.timeZone}`);
  setText('schedule-hint', scheduledSheetText(state));
  const isOther = schedule.sheetName !== '' && schedule.sheetName !== sheet.name;
  show('schedule-sheet', isOther);
  setText('schedule-sheet-label', `Sync the open sheet "${sheet.name}" instead`);
  element('schedule-open-sheet', HTMLInputElement).value = String(sheet.id);
  setText('next-run', schedule.nextRun === '' ? '' : `Next scheduled sync: ${schedule.nextRun}.`);
  setText('schedule-usage', schedule.usage);
  show('advanced', api.sentence !== '');
  setText('api-sentence', api.sentence);
  show('api-banner', api.banner !== '');
  setText('api-banner-text', api.banner);
}

/** A focused button keeps the focus while a run is in progress, so it is then disabled by `aria-disabled` only. */
function setDisabled(id: string, isDisabled: boolean, isRunning: boolean): void {
  const button = element(id, HTMLButtonElement);
  const keepsFocus = isRunning && document.activeElement === button;
  button.disabled = isDisabled && !keepsFocus;
  if (keepsFocus) button.setAttribute('aria-disabled', 'true');
  else if (!isRunning) button.removeAttribute('aria-disabled');
}

function scheduledSheetText({ schedule, sheet }: SidebarState): string {
  const { sheetName } = schedule;
  if (sheetName === '') return `Syncs the sheet that is open when you save: "${sheet.name}".`;
  return `Syncs the sheet "${sheetName}".`;
}

export function renderSchedule({ schedule }: SidebarState): void {
  element('schedule-on', HTMLInputElement).checked = schedule.isOn;
  renderTimes(schedule);
  element('mails-on', HTMLInputElement).checked = schedule.mailsOn;
  element('mail-to', HTMLInputElement).value = schedule.mailTo;
  element('schedule-open-sheet', HTMLInputElement).checked = false;
}

/** What is entered in the form. */
export function scheduleInput(): Parameters<ServerFunctions['saveSchedule']>[0] {
  const openSheet = element('schedule-open-sheet', HTMLInputElement);
  return {
    isOn: element('schedule-on', HTMLInputElement).checked,
    ...timesInput(),
    mailTo: element('mail-to', HTMLInputElement).value,
    mailsOn: element('mails-on', HTMLInputElement).checked,
    ...(openSheet.checked ? { sheetId: Number(openSheet.value) } : {}),
  };
}

export function renderApiChoice({ api }: SidebarState): void {
  element('api-choice', HTMLSelectElement).value = api.choice;
  show('save-api', false);
}
