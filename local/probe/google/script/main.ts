/** The functions that Google calls: the menu, the callback, triggers, and what the page calls. */
import { formatVersion, probeVersion } from '../../version.ts';
import { allAnswers, forgetAll, note, saveAnswer, saveNote } from './answer-store.ts';
import { cellAnswer, givenBy, isNotSimulated, redacted, thrownBy } from './answers.ts';
import { askAll, scratchSheet } from './asking.ts';
import { allProbes, probesOf, questions } from './catalog.ts';
import { protectSheet } from './cells.ts';
import { resultPage, stepsPage } from './page.ts';
import { areaSize } from './probe.ts';
import { deleteTriggers } from './triggers.ts';

export { questions };

const protectedName = 'Probe protected';
const ownTriggers = [
  'probeInTrigger',
  'probeInSecondTrigger',
  'probeNever',
  'probeMissing',
  'probeElsewhere',
];

/** Puts up the menu, and asks what a simple trigger may. */
export function onOpen(): void {
  SpreadsheetApp.getUi()
    .createMenu('Probe')
    .addItem('Run the probe', 'runProbe')
    .addItem('Run it as another editor', 'runAsOtherEditor')
    .addItem('Run it in two documents', 'runInTwoDocuments')
    .addItem('Show the result', 'showResult')
    .addItem('Start again', 'startAgain')
    .addToUi();
  askAll(probesOf.open, undefined);
}

/** Asks everything that a menu item can ask, then shows the steps that are left. */
export function runProbe(): void {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  settle(() => spreadsheet.setSpreadsheetLocale('en_US'));
  settle(() => spreadsheet.setSpreadsheetTimeZone('America/Sao_Paulo'));
  const sheet = scratchSheet();
  settle(() => pendingCell().setFormula('=IMPORTDATA("https://www.google.com/robots.txt")'));
  if (spreadsheet.getSheetByName(protectedName) === null) {
    const guarded = spreadsheet.insertSheet(protectedName);
    settle(() => protectSheet(guarded));
  }
  const left = askAll(probesOf.menu, sheet);
  const ui = SpreadsheetApp.getUi();
  if (left > 0) {
    ui.alert(
      `${left} questions are left, because the time of one run is over. Choose Probe > Run the probe again.`,
    );
    return;
  }
  deleteTriggers(...ownTriggers);
  ScriptApp.newTrigger('probeInTrigger').timeBased().after(60_000).create();
  const state = ScriptApp.newStateToken()
    .withMethod('probeCallback')
    .withArgument('probe', 'yes')
    .withTimeout(3600);
  const url = `https://script.google.com/macros/d/${ScriptApp.getScriptId()}/usercallback?state=${encodeURIComponent(state.createToken())}`;
  ui.showModalDialog(HtmlService.createHtmlOutput(stepsPage(url)).setWidth(480).setHeight(320), 'Probe');
}

/** Asks what only an editor can ask whom the owner keeps out of a sheet. */
export function runAsOtherEditor(): void {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheetByName(protectedName);
  const ui = SpreadsheetApp.getUi();
  if (sheet === null) {
    ui.alert('The owner of this spreadsheet has to choose Probe > Run the probe first.');
    return;
  }
  if (sheet.getRange(1, 1).canEdit()) {
    ui.alert('You may edit the sheet "Probe protected". Somebody who may not has to choose this item.');
    return;
  }
  askAll(probesOf.editor, sheet);
  ui.alert('These questions are answered. Now the owner can show the result.');
}

/** Asks how triggers of an add-on are listed. Counts only once it has run in a second document. */
export function runInTwoDocuments(): void {
  const id = SpreadsheetApp.getActiveSpreadsheet().getId();
  const seen = (note('documents') ?? '').split(' ').filter((one) => one !== '');
  const ui = SpreadsheetApp.getUi();
  const second = () => ScriptApp.newTrigger('probeElsewhere').timeBased().everyHours(1).create();
  if (!seen.includes(id)) {
    second();
    saveNote('documents', [...seen, id].join(' '));
  }
  if (seen.length === 0) {
    ui.alert('Now open another document with this add-on, and choose the same item there.');
    return;
  }
  const listed = ScriptApp.getProjectTriggers().filter(
    (one) => one.getHandlerFunction() === 'probeElsewhere',
  );
  saveAnswer('triggers/of-all-documents', { documents: seen.length + 1, listed: listed.length });
  const again = thrownBy(second);
  deleteTriggers('probeElsewhere');
  const often = thrownBy(() => ScriptApp.newTrigger('probeElsewhere').timeBased().everyMinutes(10).create());
  saveAnswer('triggers/exceptions-of-an-add-on', { again, 'every ten minutes': often });
  deleteTriggers('probeElsewhere');
  ui.alert('These questions are answered. Choose Probe > Show the result.');
}

/** Shows all answers as JSON, and deletes the sheets and triggers of the probe once nothing is open. */
export function showResult(): void {
  const waitedMs = Date.now() - Number(note('second trigger made') ?? Number.NaN);
  const known = allAnswers();
  if (known['triggers/made-inside-a-trigger'] === undefined && waitedMs > 10 * 60_000) {
    saveAnswer('triggers/made-inside-a-trigger', 'has not fired for ten minutes');
    saveFirstListed();
  }
  const answers = allAnswers();
  const isOpen =
    note('second trigger made') === null || answers['triggers/made-inside-a-trigger'] === undefined;
  if (!isOpen) tidy();
  const result = {
    format: formatVersion,
    asks: 'google',
    version: probeVersion,
    askedOf: 'Google Apps Script',
    askedAt: new Date().toISOString().slice(0, 10),
    api: 'V8',
    about: {
      locale: Session.getActiveUserLocale(),
      'time zone of the script': Session.getScriptTimeZone(),
      'another editor': String(answers['protection/listed'] !== undefined),
    },
    answers,
  };
  const json = JSON.stringify(result, null, 2);
  Logger.log(`${Object.keys(answers).length} answers to ${allProbes.length} questions.`);
  const page = HtmlService.createHtmlOutput(resultPage(json, !isOpen)).setWidth(640).setHeight(480);
  SpreadsheetApp.getUi().showModalDialog(page, 'The result of the probe');
}

/** Forgets all answers, and deletes the sheets and triggers of the probe. */
export function startAgain(): void {
  tidy();
  forgetAll();
}

/** The callback, which the state token names. */
export function probeCallback(request: {
  readonly parameter: Readonly<Record<string, string>>;
}): GoogleAppsScript.HTML.HtmlOutput {
  askAll(probesOf.callback, undefined);
  saveAnswer('callback/request', {
    names: Object.keys(request).sort(),
    parameters: Object.keys(request.parameter).sort(),
    argument: request.parameter.probe ?? null,
  });
  return HtmlService.createHtmlOutput('<p>The callback has asked its questions. You can close this tab.</p>');
}

/** The first clock trigger. It makes the second one. */
export function probeInTrigger(event: Readonly<Record<string, unknown>>): void {
  saveAnswer(
    'trigger/pending-formula',
    givenBy(() => cellAnswer(pendingCell().getValue())),
  );
  saveAnswer('trigger/event', { names: Object.keys(event).sort(), authMode: String(event.authMode) });
  askAll(probesOf.trigger, undefined);
  ScriptApp.newTrigger('probeInSecondTrigger').timeBased().after(60_000).create();
  saveNote('second trigger made', String(Date.now()));
}

export function probeInSecondTrigger(): void {
  saveAnswer('triggers/made-inside-a-trigger', 'has fired');
  saveFirstListed();
}

/** The first trigger has fired by then. */
function saveFirstListed(): void {
  const names = ScriptApp.getProjectTriggers().map((one) => one.getHandlerFunction());
  saveAnswer('triggers/after-it-fired', { 'the first one is listed': names.includes('probeInTrigger') });
}

/** Never fires: probes make such triggers and delete them. */
export function probeNever(): void {}

export function probeElsewhere(): void {}

export function probeInDialog(): void {
  askAll(probesOf.dialog, undefined);
}

/** Saves what the page found out; null for what it could not send. */
export function probeSave(id: string, answer: unknown): void {
  const text = JSON.stringify(answer) ?? 'null';
  saveAnswer(id, JSON.parse(redacted(text)));
}

export function probeEcho(value: unknown): unknown {
  return value;
}

export function probeDate(): Date {
  return new Date(0);
}

/** A page must not be able to call this. */
export function probePrivate_(): string {
  return 'called';
}

/** Holds the lock while the page starts another execution. */
export function probeHoldLock(): void {
  const lock = LockService.getUserLock();
  lock.waitLock(5000);
  PropertiesService.getUserProperties().setProperty('probe seen', 'set');
  Utilities.sleep(12_000);
  lock.releaseLock();
}

/** Runs while another execution holds the lock. */
export function probeTryLock(): void {
  Utilities.sleep(2000);
  const properties = PropertiesService.getUserProperties();
  saveAnswer('properties/seen-at-once', properties.getProperty('probe seen') === 'set');
  properties.deleteProperty('probe seen');
  const lock = LockService.getUserLock();
  const tryLock = lock.tryLock(100);
  const waitLock = thrownBy(() => lock.waitLock(100));
  lock.releaseLock();
  saveAnswer('locks/contention', { tryLock, waitLock });
}

/** The cell of the scratch sheet that holds a formula which loads data. */
function pendingCell(): GoogleAppsScript.Spreadsheet.Range {
  const row = allProbes.findIndex(({ id }) => id === 'trigger/pending-formula') * areaSize.rows + 1;
  return scratchSheet().getRange(row, 1);
}

function tidy(): void {
  deleteTriggers(...ownTriggers);
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  for (const sheet of spreadsheet.getSheets()) {
    // A run that Google ended may have left others than these two.
    if (/^Probe (?!by hand$)/.test(sheet.getName())) spreadsheet.deleteSheet(sheet);
  }
}

/** Does what the emulator does not know; there, a person has done it. */
function settle(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!isNotSimulated(error)) throw error;
  }
}
