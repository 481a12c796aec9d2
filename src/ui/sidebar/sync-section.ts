/** Draws the section "Sync": the run, the schedule and the choice of the API. */
import type { ServerFunctions, SidebarState } from '../api.ts';
import { renderActivity } from '../browser/activity-section.ts';
import { element, setText, show } from '../browser/element.ts';
import { aroundSyncInput, renderAroundSync } from './around-sync.ts';
import { renderOtherSchedules } from './other-schedules.ts';
import { renderTimes, timesInput } from './schedule-times.ts';
import { openSchedule } from './sheet-schedules.ts';
import type { View } from './view-model.ts';

export function renderSync(state: SidebarState, { sync }: View): void {
  const { lastRun, hasLog, schedule, api } = state;
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
  const { nextRun } = openSchedule(state);
  setText('next-run', nextRun === '' ? '' : `Next scheduled sync: ${nextRun}.`);
  renderOtherSchedules(state);
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

/** The sheet that the form was drawn for: what is typed stays with it. */
let formSheet: number | undefined;

export function renderSchedule(state: SidebarState): void {
  const { schedule } = state;
  const sheet = openSchedule(state);
  formSheet = sheet.id;
  setText('schedule-hint', `Syncs the sheet "${sheet.name}".`);
  element('schedule-on', HTMLInputElement).checked = sheet.isOn;
  renderTimes(sheet);
  renderAroundSync(sheet, state.sheet.fillable);
  element('mails-on', HTMLInputElement).checked = schedule.mailsOn;
  element('mail-to', HTMLInputElement).value = schedule.mailTo;
}

/** What is entered in the form. */
export function scheduleInput(): Parameters<ServerFunctions['saveSchedule']>[0] {
  return {
    isOn: element('schedule-on', HTMLInputElement).checked,
    ...timesInput(),
    ...aroundSyncInput(),
    mailTo: element('mail-to', HTMLInputElement).value,
    mailsOn: element('mails-on', HTMLInputElement).checked,
    ...(formSheet === undefined ? {} : { forSheetId: formSheet }),
  };
}

export function renderApiChoice({ api }: SidebarState): void {
  element('api-choice', HTMLSelectElement).value = api.choice;
  show('save-api', false);
}
