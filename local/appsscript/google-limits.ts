/**
 * Every limit of Apps Script, with its source. "Quotas" is Google's page "Quotas for Google
 * Services"; costs are measured by others because Google publishes none.
 */
export interface Limits {
  /** Quotas, "Script runtime": killed then, with no exception to catch. */
  readonly executionMs: number;
  /** Simple triggers, "Restrictions". */
  readonly simpleTriggerMs: number;
  /** Quotas, "Triggers total runtime" a day. */
  readonly triggerRuntimeMsPerDay: number;
  /** Quotas, "Simultaneous executions per user". */
  readonly simultaneousExecutions: number;
  /** Quotas, "Triggers", for each user and script. */
  readonly triggers: number;
  /** Quotas, "URL Fetch calls" a day. */
  readonly fetchesPerDay: number;
  /** Quotas, "URL Fetch URL length", in characters. */
  readonly urlCharacters: number;
  /** Quotas, "Properties value size" and "Properties total storage", in bytes. */
  readonly propertyBytes: number;
  readonly propertyStoreBytes: number;
  /** Quotas, "Properties read/write" a day. */
  readonly propertyCallsPerDay: number;
  /** Quotas, "Email recipients per day". */
  readonly mailRecipientsPerDay: number;
  /** Quotas, "Email body size", in bytes. */
  readonly mailBodyBytes: number;
  /** Quotas, "URL Fetch headers", and the size of each in bytes. */
  readonly fetchHeaders: number;
  readonly fetchHeaderBytes: number;
  /** Quotas, "URL Fetch response size" and "URL Fetch POST size", in bytes. */
  readonly fetchBytes: number;
  /** Fetches are given up after about a minute (measured by others; Google documents no number). */
  readonly fetchTimeoutMs: number;
  /** Class CacheService, Cache.put: bytes of a value, characters of a key, seconds of a life by default and at most. */
  readonly cacheBytes: number;
  readonly cacheKeyCharacters: number;
  readonly cacheSeconds: number;
  readonly maxCacheSeconds: number;
  /** StateTokenBuilder.withTimeout: default and maximum, in seconds. */
  readonly stateSeconds: number;
  readonly maxStateSeconds: number;
  /** Utilities.sleep: the maximum at a time, in milliseconds. */
  readonly sleepMs: number;
  /** Ours, not Google's: how long a script on a virtual clock may be busy without a call, in real milliseconds. */
  readonly busyLoopMs: number;
  /** Sheets: cells in one spreadsheet (Google Drive help, "Files you can store"). */
  readonly spreadsheetCells: number;
  /** Sheets: characters in one cell. */
  readonly cellCharacters: number;
}

const common = {
  executionMs: 6 * 60 * 1000,
  simpleTriggerMs: 30 * 1000,
  simultaneousExecutions: 30,
  triggers: 20,
  urlCharacters: 2082,
  propertyBytes: 9 * 1024,
  propertyStoreBytes: 500 * 1024,
  fetchHeaders: 100,
  fetchHeaderBytes: 8 * 1024,
  fetchBytes: 50 * 1024 * 1024,
  fetchTimeoutMs: 60_000,
  cacheBytes: 100 * 1024,
  cacheKeyCharacters: 250,
  cacheSeconds: 600,
  maxCacheSeconds: 21_600,
  stateSeconds: 60,
  maxStateSeconds: 3600,
  sleepMs: 300_000,
  busyLoopMs: 60_000,
  spreadsheetCells: 10_000_000,
  cellCharacters: 50_000,
} as const;

/** The columns of the quotas page: consumer accounts (gmail.com), and Google Workspace accounts. */
export const limitsOf: Readonly<Record<'consumer' | 'workspace', Limits>> = {
  consumer: {
    ...common,
    triggerRuntimeMsPerDay: 90 * 60 * 1000,
    fetchesPerDay: 20_000,
    propertyCallsPerDay: 50_000,
    mailRecipientsPerDay: 100,
    mailBodyBytes: 200 * 1024,
  },
  workspace: {
    ...common,
    triggerRuntimeMsPerDay: 6 * 60 * 60 * 1000,
    fetchesPerDay: 100_000,
    propertyCallsPerDay: 500_000,
    mailRecipientsPerDay: 1_500,
    mailBodyBytes: 400 * 1024,
  },
};

/**
 * What a call takes on the virtual clock, in milliseconds, by `Type.method` or by `Type`; all else is free.
 * probe: prices/sheets, prices/stores
 */
const costsMs: Readonly<Record<string, number>> = {
  Properties: 80,
  Lock: 80,
  Cache: 80,
  'Range.getValues': 250,
  'Range.getDisplayValues': 250,
  'Range.getFormulas': 250,
  'Range.setValues': 250,
  'Range.setValue': 150,
  'Range.getNumberFormats': 250,
  'Range.setNumberFormats': 250,
  'Range.setNumberFormat': 150,
  'Range.getNotes': 250,
  'Range.canEdit': 150,
  'Sheet.getProtections': 200,
  'Spreadsheet.getProtections': 200,
  'Sheet.getFilter': 100,
  'Range.getValue': 150,
  'SpreadsheetApp.flush': 150,
  'Spreadsheet.toast': 50,
  'Sheet.hideColumns': 100,
  'Sheet.insertColumnsAfter': 150,
  'Sheet.insertRowsAfter': 150,
  'Sheet.getLastRow': 50,
  'Sheet.getMaxColumns': 50,
  'Sheet.getMaxRows': 50,
  'ScriptApp.getProjectTriggers': 100,
  'ScriptApp.getUserTriggers': 100,
  'ScriptApp.getAuthorizationInfo': 100,
  'ScriptApp.deleteTrigger': 200,
  'ClockTriggerBuilder.create': 300,
  'MailApp.sendEmail': 400,
};

/** A fetch that does not say with `x-simulated-duration-ms` how long it took. */
export const usualFetchMs = 400;

/** Calls that reach one of Google's services, though they take no time that is worth counting. */
const otherRemoteCalls = [
  'SpreadsheetApp.getActiveSpreadsheet',
  'Spreadsheet.getSheets',
  'Spreadsheet.getSheetByName',
  'Spreadsheet.insertSheet',
  'Sheet.getDataRange',
  'Sheet.deleteRows',
  'Sheet.deleteColumn',
  'UrlFetchApp.fetch',
  'UrlFetchApp.fetchAll',
  'ScriptApp.newTrigger',
  'StateTokenBuilder.createToken',
];

/** Whether a call reaches one of Google's services, and so may fail on the way. */
export function isRemote(type: string, method: string): boolean {
  return costMs(type, method) > 0 || otherRemoteCalls.includes(`${type}.${method}`);
}

/** What this call takes on the virtual clock, in milliseconds. */
export function costMs(type: string, method: string): number {
  return costsMs[`${type}.${method}`] ?? costsMs[type] ?? 0;
}
