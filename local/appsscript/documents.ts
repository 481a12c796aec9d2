/** Google Sheets documents, who may open them, and the script that runs in each. */
import type { Access } from './people.ts';
import type { Project } from './project.ts';
import { copySheet, type Sheet, type Spreadsheet } from './spreadsheet.ts';
import type { Menu, ShownPage, Toast } from './world.ts';

/** A script project: bound to one document, or an add-on that runs in many. */
export interface Script {
  readonly id: string;
  /** What was pushed last. */
  head: Project;
  /** What users of an add-on run; only `publish` moves it on. */
  published: Project;
}

export interface Document {
  readonly spreadsheet: Spreadsheet;
  readonly script: Script;
  readonly owner: string;
  /** What people may do with it; an editor where nothing is said. */
  readonly access: Map<string, Access>;
  /** Who has it open in a browser: formulas such as IMPORTRANGE are only computed then. */
  readonly openBy: Set<string>;
  readonly menus: Menu[];
  readonly toasts: Toast[];
  readonly pages: ShownPage[];
  readonly alerts: string[];
  /** What the user will press when asked, first come first; `CLOSE` where nothing is prepared. */
  readonly buttons: string[];
}

export function newDocument(spreadsheet: Spreadsheet, script: Script, owner: string): Document {
  return {
    spreadsheet,
    script,
    owner,
    access: new Map(),
    openBy: new Set(),
    menus: [],
    toasts: [],
    pages: [],
    alerts: [],
    buttons: [],
  };
}

export function accessOf({ owner, access }: Document, user: string): Access | 'owner' {
  return user === owner ? 'owner' : (access.get(user) ?? 'editor');
}

/**
 * File > Make a copy: cells, notes, formats, hidden columns, protections and the ids of the sheets travel; properties
 * and triggers stay behind (Drive help, "Make a copy"; A, the sheet ids B). A bound script is copied along under a new
 * id, while an add-on is the same one in both documents.
 */
export function copiedSpreadsheet(spreadsheet: Spreadsheet, id: string, name: string): Spreadsheet {
  const sheets = spreadsheet.sheets.map((sheet) => copySheet(sheet, sheet.id, sheet.name));
  const active = sheets[spreadsheet.sheets.indexOf(spreadsheet.active)] ?? firstOf(sheets);
  return { ...spreadsheet, id, name, sheets, active };
}

function firstOf([first]: readonly Sheet[]): Sheet {
  if (first === undefined) throw new Error('A spreadsheet has at least one sheet.');
  return first;
}

export function documentById(documents: readonly Document[], id: string): Document | undefined {
  return documents.find(({ spreadsheet }) => spreadsheet.id === id);
}
