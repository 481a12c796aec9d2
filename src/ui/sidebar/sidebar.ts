import type { SidebarState } from '../server-functions.ts';
import { ask } from './client.ts';
import { element, setText, show } from './element.ts';
import { viewModel } from './view-model.ts';

/** How often the server is asked whether consent has come through, and for how long, in milliseconds. */
const pollMs = 4_000;
const mostPollsMs = 60 * 60 * 1000;

let state: SidebarState | undefined;
let isEditingClient = false;
let isBusy = false;
let consentSinceMs: number | undefined;

start();

function start(): void {
  fillHours();
  onClick('copy-redirect-uri', () =>
    copy(element('redirect-uri', HTMLInputElement).value, 'copy-redirect-uri'),
  );
  onClick('problem-copy', () => copy(element('problem-text', HTMLElement).textContent ?? '', 'problem-copy'));
  onClick('problem-close', () => show('problem', false));
  onClick('change-client', () => editClient());
  onClick('disconnect', () => askDisconnect(true));
  onClick('disconnect-no', () => askDisconnect(false));
  onClick('disconnect-yes', () => busy('disconnect-yes', 'Disconnecting…', disconnect));
  onClick('sync-now', () => busy('sync-now', 'Syncing…', syncNow));
  onSubmit('client-form', () => busy('save-client', 'Saving…', saveClient));
  onSubmit('schedule-form', () => busy('save-schedule', 'Saving…', saveSchedule));
  element('consent-link', HTMLAnchorElement).addEventListener('click', watchConsent);
  void busy(undefined, '', load);
}

async function load(): Promise<void> {
  render(await ask('loadState'));
  await offerConsent();
}

async function saveClient(): Promise<void> {
  const clientId = element('client-id', HTMLInputElement).value;
  const secret = element('client-secret', HTMLInputElement);
  const saved = await ask('saveClient', { clientId, clientSecret: secret.value });
  secret.value = '';
  isEditingClient = false;
  render(saved);
  await offerConsent();
  element('consent-link', HTMLAnchorElement).focus();
}

/** A sidebar cannot redirect, so the address is fetched first and stands in a real link. */
async function offerConsent(): Promise<void> {
  if (state === undefined || !viewModel(state, isEditingClient).canConsent) return;
  const { url } = await ask('beginConsent');
  element('consent-link', HTMLAnchorElement).href = url;
  show('consent', true);
}

function watchConsent(): void {
  if (consentSinceMs !== undefined) return;
  consentSinceMs = Date.now();
  const poll = async (): Promise<void> => {
    if (consentSinceMs === undefined || Date.now() - consentSinceMs > mostPollsMs) return;
    if (!document.hidden && !isBusy) {
      // A poll that fails says nothing: the next one may not.
      const next = await ask('loadState').catch(() => undefined);
      if (next !== undefined) render(next);
    }
    setTimeout(() => void poll(), pollMs);
  };
  setTimeout(() => void poll(), pollMs);
}

async function disconnect(): Promise<void> {
  render(await ask('disconnect'));
  askDisconnect(false);
}

async function syncNow(): Promise<void> {
  const { state: next } = await ask('syncNow');
  render(next);
}

async function saveSchedule(): Promise<void> {
  const isOn = element('schedule-on', HTMLInputElement).checked;
  const hour = Number(element('schedule-hour', HTMLSelectElement).value);
  const mailTo = element('mail-to', HTMLInputElement).value;
  const saved = await ask('saveSchedule', { isOn, hour, mailTo });
  render(saved);
  setText('last-run', scheduleSentence(saved));
}

function scheduleSentence({ schedule }: SidebarState): string {
  if (!schedule.isOn) return 'Saved. This document is not synced by itself.';
  return `Saved. This sheet is synced every day after ${hourText(schedule.hour)}.`;
}

function editClient(): void {
  isEditingClient = true;
  if (state !== undefined) render(state);
  element('client-id', HTMLInputElement).focus();
}

function askDisconnect(isAsking: boolean): void {
  show('disconnect-question', isAsking);
  const next = element(isAsking ? 'disconnect-no' : 'disconnect', HTMLButtonElement);
  if (!next.hidden) next.focus();
}

/** One thing at a time: a second press does nothing, and whatever goes wrong is told in the page. */
async function busy(buttonId: string | undefined, words: string, work: () => Promise<void>): Promise<void> {
  if (isBusy) return;
  isBusy = true;
  show('problem', false);
  const button = buttonId === undefined ? undefined : element(buttonId, HTMLButtonElement);
  const label = button?.textContent ?? '';
  if (button !== undefined) {
    button.disabled = true;
    button.textContent = words;
  }
  try {
    await work();
  } catch (error) {
    setText('problem-text', error instanceof Error ? error.message : String(error));
    show('problem', true);
  } finally {
    isBusy = false;
    show('loading', false);
    if (button !== undefined) {
      button.disabled = false;
      button.textContent = label;
    }
  }
}

function render(next: SidebarState): void {
  state = next;
  const view = viewModel(next, isEditingClient);
  if (view.isConnected) consentSinceMs = undefined;
  for (const id of ['connection', 'columns', 'sync']) show(id, true);
  setText('connection-sentence', next.connection.sentence);
  setText('connection-next', view.canConsent || view.asksForClient ? '' : next.connection.nextStep);
  show('client-form', view.asksForClient);
  if (!view.canConsent) show('consent', false);
  show('change-client', view.offersReconnect);
  show('disconnect', view.canDisconnect);
  element('redirect-uri', HTMLInputElement).value = next.redirectUri;
  fillWhereUntouched('client-id', next.clientId);
  setText('secret-hint', view.secretHint);
  element('sync-now', HTMLButtonElement).disabled = !view.isConnected;
  renderSheet(next, view.ignored);
  setText('last-run', next.lastRun === '' ? 'Nothing was synced yet.' : next.lastRun);
  renderSchedule(next);
}

function renderSheet({ sheet }: SidebarState, ignored: string): void {
  setText('sheet-problem', sheet.problem);
  show('sheet-problem', sheet.problem !== '');
  show('column-table', sheet.columns.length > 0);
  setText('sheet-name', `Sheet "${sheet.name}"`);
  setText('ignored', ignored);
  show('ignored', ignored !== '');
  const rows = sheet.columns.map(({ header, meaning }) => {
    const row = document.createElement('tr');
    const cells = [header, meaning].map((text) => {
      const cell = document.createElement('td');
      cell.textContent = text;
      return cell;
    });
    row.append(...cells);
    return row;
  });
  element('column-rows', HTMLElement).replaceChildren(...rows);
}

function renderSchedule({ schedule }: SidebarState): void {
  if (element('schedule-form', HTMLFormElement).contains(document.activeElement)) return;
  element('schedule-on', HTMLInputElement).checked = schedule.isOn;
  element('schedule-hour', HTMLSelectElement).value = String(schedule.hour);
  fillWhereUntouched('mail-to', schedule.mailTo);
  setText('time-zone', schedule.timeZone);
}

/** What somebody is typing is not overwritten by a poll. */
function fillWhereUntouched(id: string, text: string): void {
  const input = element(id, HTMLInputElement);
  if (document.activeElement !== input) input.value = text;
}

function fillHours(): void {
  const options = Array.from({ length: 24 }, (_, hour) => new Option(hourText(hour), String(hour)));
  element('schedule-hour', HTMLSelectElement).replaceChildren(...options);
}

function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function copy(text: string, buttonId: string): void {
  const button = element(buttonId, HTMLButtonElement);
  const told = (words: string) => {
    button.textContent = words;
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2_000);
  };
  navigator.clipboard.writeText(text).then(
    () => told('Copied'),
    () => told('Select and copy by hand'),
  );
}

function onClick(id: string, handle: () => unknown): void {
  element(id, HTMLElement).addEventListener('click', () => void handle());
}

function onSubmit(id: string, handle: () => unknown): void {
  element(id, HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void handle();
  });
}
