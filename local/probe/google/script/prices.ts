/** What calls of services take: the prices that the emulator's virtual clock charges. */
import type { Json } from '../../question.ts';
import { byName } from './answers.ts';
import { keapAddress } from './outside.ts';
import type { Probe } from './probe.ts';

const prices = ['local/appsscript/google-limits.ts'];

export const priceProbes: readonly Probe[] = [
  {
    id: 'prices/sheets',
    question: 'How many milliseconds do reads and writes of cells take, however many cells they are?',
    reliesOn: prices,
    promises: [],
    tolerance: 3,
    assumed: {
      getDisplayValues: 250,
      getFormulas: 250,
      getNotes: 250,
      getNumberFormats: 250,
      getValue: 150,
      getValues: 250,
      'setValue and flush': 300,
      'setValues and flush': 400,
    },
    ask: ({ cells }) => {
      cells(10, 8).setValues(Array.from({ length: 10 }, () => Array.from({ length: 8 }, () => 'a')));
      SpreadsheetApp.flush();
      return byName([
        ['getValue', msOf(() => cells().getValue())],
        ['getValues', msOf(() => cells(10, 8).getValues())],
        ['getDisplayValues', msOf(() => cells(10, 8).getDisplayValues())],
        ['getFormulas', msOf(() => cells(10, 8).getFormulas())],
        ['getNumberFormats', msOf(() => cells(10, 8).getNumberFormats())],
        ['getNotes', msOf(() => cells(10, 8).getNotes())],
        ['setValue and flush', msOf(() => written(() => cells().setValue('b')))],
        [
          'setValues and flush',
          msOf(() => written(() => cells(10, 1).setValues(Array.from({ length: 10 }, () => ['b'])))),
        ],
      ]);
    },
  },
  {
    id: 'prices/sheet',
    question: 'How many milliseconds do calls of a sheet take?',
    reliesOn: prices,
    promises: [],
    tolerance: 3,
    assumed: {
      getFilter: 100,
      getLastRow: 50,
      getMaxColumns: 50,
      getProtections: 200,
      'insertRowsAfter and flush': 350,
    },
    ask: ({ sheet }) =>
      byName([
        ['getLastRow', msOf(() => sheet.getLastRow())],
        ['getMaxColumns', msOf(() => sheet.getMaxColumns())],
        ['getFilter', msOf(() => sheet.getFilter())],
        ['getProtections', msOf(() => sheet.getProtections(SpreadsheetApp.ProtectionType.RANGE))],
        [
          'insertRowsAfter and flush',
          msOf(() => written(() => sheet.insertRowsAfter(sheet.getMaxRows(), 1))),
        ],
      ]),
  },
  {
    id: 'prices/stores',
    question: 'How many milliseconds do properties, the cache and locks take?',
    reliesOn: prices,
    promises: [],
    tolerance: 3,
    assumed: {
      'Cache.get': 80,
      deleteProperty: 80,
      getProperties: 80,
      getProperty: 80,
      releaseLock: 80,
      setProperty: 80,
      tryLock: 80,
    },
    ask() {
      const properties = PropertiesService.getUserProperties();
      const cache = CacheService.getUserCache();
      const lock = LockService.getUserLock();
      const answer = byName([
        ['getProperty', msOf(() => properties.getProperty('probe price'))],
        ['setProperty', msOf(() => properties.setProperty('probe price', 'a'))],
        ['getProperties', msOf(() => properties.getProperties())],
        ['deleteProperty', msOf(() => properties.deleteProperty('probe price'))],
        ['Cache.get', msOf(() => cache?.get('probe price'))],
        ['tryLock', msOf(() => lock.tryLock(0))],
        ['releaseLock', msOf(() => lock.releaseLock())],
      ]);
      lock.releaseLock();
      return answer;
    },
  },
  {
    id: 'prices/triggers',
    question: 'How many milliseconds does it take to list, make and delete triggers?',
    reliesOn: prices,
    promises: [],
    tolerance: 3,
    assumed: { 'create and delete': 500, getAuthorizationInfo: 100, getProjectTriggers: 100 },
    ask: () =>
      byName([
        ['getProjectTriggers', msOf(() => ScriptApp.getProjectTriggers())],
        [
          'create and delete',
          msOf(() =>
            ScriptApp.deleteTrigger(ScriptApp.newTrigger('probeNever').timeBased().everyDays(1).create()),
          ),
        ],
        ['getAuthorizationInfo', msOf(() => ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL))],
      ]),
  },
  {
    id: 'prices/fetch',
    question: 'How many milliseconds do a request to Keap and five at once take?',
    reliesOn: prices,
    promises: [],
    tolerance: 3,
    assumed: { fetch: 400, 'fetchAll of five': 400 },
    ask() {
      const request = { url: keapAddress, muteHttpExceptions: true };
      return byName([
        ['fetch', msOf(() => UrlFetchApp.fetch(keapAddress, { muteHttpExceptions: true }))],
        ['fetchAll of five', msOf(() => UrlFetchApp.fetchAll([request, request, request, request, request]))],
      ]);
    },
  },
];

/** The middle one of three times, in milliseconds, rounded to tens. */
function msOf(work: () => unknown): Json {
  const times = [0, 0, 0]
    .map(() => {
      const startedMs = Date.now();
      work();
      return Date.now() - startedMs;
    })
    .sort((one, other) => one - other);
  return Math.round((times[1] ?? 0) / 10) * 10;
}

function written(work: () => unknown): void {
  work();
  SpreadsheetApp.flush();
}
