/** Asks questions one by one, each isolated from the others, within the time that an execution has. */
import type { Json } from '../../question.ts';
import { allAnswers, saveAnswer } from './answer-store.ts';
import { exceptionText, isNotSimulated } from './answers.ts';
import { allProbes } from './catalog.ts';
import { type Area, areaSize, type Probe } from './probe.ts';

/** Google ends an execution after six minutes; one question takes seconds. */
const budgetMs = 4 * 60_000;

const scratchName = 'Probe scratch';

/** Asks what has no answer yet, and gives how many questions are left. */
export function askAll(
  probes: readonly Probe[],
  sheet: GoogleAppsScript.Spreadsheet.Sheet | undefined,
): number {
  const startedMs = Date.now();
  const known = allAnswers();
  const open = probes.filter(({ id, ask }) => ask !== undefined && known[id] === undefined);
  let left = open.length;
  for (const probe of open) {
    if (left < open.length && Date.now() - startedMs > budgetMs) break;
    saveAnswer(probe.id, answerOf(probe, sheet));
    left--;
  }
  return left;
}

function answerOf({ id, setUp, ask }: Probe, sheet: GoogleAppsScript.Spreadsheet.Sheet | undefined): Json {
  const area = areaOf(id, sheet);
  try {
    if (setUp !== undefined) prepare(setUp, area);
    return ask === undefined ? null : ask(area);
  } catch (error) {
    return isNotSimulated(error)
      ? { notSimulated: error instanceof Error ? (error.message.split(' ')[0] ?? '') : '' }
      : { exception: exceptionText(error) };
  }
}

/** What the emulator lets only a person do, a person has done there. */
function prepare(setUp: (area: Area) => void, area: Area): void {
  try {
    setUp(area);
    SpreadsheetApp.flush();
  } catch (error) {
    if (!isNotSimulated(error)) throw error;
  }
}

/** Every question has rows of its own, by its position among all. */
function areaOf(id: string, sheet: GoogleAppsScript.Spreadsheet.Sheet | undefined): Area {
  const top = allProbes.findIndex((probe) => probe.id === id) * areaSize.rows + 1;
  const given = () => {
    if (sheet === undefined) throw new Error('This question is asked without a sheet.');
    return sheet;
  };
  return {
    get sheet() {
      return given();
    },
    cells: (rows = 1, columns = 1) => given().getRange(top, 1, rows, columns),
    at: (row, column) => given().getRange(top + row - 1, column),
  };
}

/** The scratch sheet, made anew if it is not there, with room for every question. */
export function scratchSheet(): GoogleAppsScript.Spreadsheet.Sheet {
  const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
  const known = spreadsheet.getSheetByName(scratchName);
  if (known !== null) return known;
  const sheet = spreadsheet.insertSheet(scratchName);
  const rows = allProbes.length * areaSize.rows + 10;
  if (sheet.getMaxRows() < rows) sheet.insertRowsAfter(sheet.getMaxRows(), rows - sheet.getMaxRows());
  return sheet;
}
