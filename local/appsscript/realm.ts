/** The global names of Apps Script. */
import vm from 'node:vm';

/** Services that are embedded here. */
const usedServices = [
  'CacheService',
  'HtmlService',
  'LockService',
  'Logger',
  'MailApp',
  'PropertiesService',
  'ScriptApp',
  'Session',
  'SpreadsheetApp',
  'UrlFetchApp',
  'Utilities',
];

/** Services of Apps Script that are not embedded: every use throws by name. */
const unusedServices = [
  ...[
    'Browser',
    'CalendarApp',
    'CardService',
    'Charts',
    'ConferenceDataService',
    'ContactsApp',
    'ContentService',
  ],
  ...['DataStudioApp', 'DocumentApp', 'DriveApp', 'FormApp', 'GmailApp', 'GroupsApp', 'Jdbc', 'LanguageApp'],
  ...['LinearOptimizationService', 'Maps', 'SitesApp', 'SlidesApp', 'XmlService'],
];

export const serviceNames: readonly string[] = [...usedServices, ...unusedServices];

/**
 * Names of a bare V8 realm that Apps Script's lacks (Apps Script, "V8 Runtime Overview": no Node or browser names;
 * WebAssembly and shared memory are not offered either).
 * probe: realm/absent-names, realm/syntax
 */
export const missingNames = ['WebAssembly', 'SharedArrayBuffer', 'Atomics'] as const;

/** Every global name that a script may use: JavaScript's own, `console`, and the services. */
export const appsScriptGlobals: readonly string[] = [
  ...(vm.runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]).filter(
    (name) => !missingNames.some((missing) => missing === name),
  ),
  'console',
  ...serviceNames,
];
