import vm from 'node:vm';

/** Services and objects that Apps Script puts beside JavaScript's own names; what is not implemented throws by name. */
export const serviceNames = [
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
] as const;

/**
 * Names of a bare V8 realm that Apps Script's lacks (Apps Script, "V8 Runtime Overview": no Node or browser names;
 * WebAssembly and shared memory are not offered either).
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
