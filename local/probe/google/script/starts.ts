/** What an execution may use, by how it was started. */
import type { Json } from '../../question.ts';
import { exceptionText, givenBy, presence, redacted } from './answers.ts';
import type { Probe, Start } from './probe.ts';

type Asked = Exclude<Start, 'editor' | 'documents'>;

const labels: Readonly<Record<Asked, string>> = {
  menu: 'a menu item',
  open: 'onOpen as a simple trigger',
  trigger: 'a clock trigger',
  callback: 'the callback after a consent',
  dialog: 'a function that a page calls',
};

/** In the trigger and the callback, the answers decide whether anything can run unattended. */
const promises: Readonly<Record<Asked, readonly string[]>> = {
  menu: ['R6'],
  open: ['R6'],
  trigger: ['T6', 'R7', 'R11', 'D1'],
  callback: ['T1', 'D1'],
  dialog: ['R6'],
};

interface Fact {
  readonly name: string;
  readonly question: (label: string) => string;
  readonly reliesOn: readonly string[];
  readonly assumed: Readonly<Record<Asked, Json>>;
  readonly playedBy?: Partial<Record<Asked, string>>;
  readonly ask: () => Json;
}

const opened = 'Behavior.clockTriggersOpenTheirDocument';

const facts: readonly Fact[] = [
  {
    name: 'active-spreadsheet',
    question: (label) => `Does getActiveSpreadsheet() give the document in ${label}?`,
    reliesOn: ['local/appsscript/run.ts', 'src/gas/table.ts'],
    playedBy: { trigger: opened },
    assumed: { menu: 'there', open: 'there', trigger: 'there', callback: 'null', dialog: 'there' },
    ask: () =>
      presence(() => {
        const spreadsheet = SpreadsheetApp.getActiveSpreadsheet();
        return spreadsheet === null ? null : spreadsheet.getSheets().length;
      }),
  },
  {
    name: 'document-properties',
    question: (label) => `Are there document properties in ${label}?`,
    reliesOn: ['local/appsscript/run.ts', 'src/gas/properties.ts'],
    playedBy: { trigger: opened },
    assumed: { menu: 'there', open: 'there', trigger: 'there', callback: 'null', dialog: 'there' },
    ask: () =>
      presence(() => {
        const properties = PropertiesService.getDocumentProperties();
        return properties === null ? null : properties.getKeys().length;
      }),
  },
  {
    name: 'user-properties',
    question: (label) => `Are there user properties in ${label}?`,
    reliesOn: ['local/appsscript/services/properties.ts', 'src/gas/properties.ts'],
    assumed: { menu: 'there', open: 'there', trigger: 'there', callback: 'there', dialog: 'there' },
    ask: () => presence(() => PropertiesService.getUserProperties().getKeys().length),
  },
  {
    name: 'document-lock',
    question: (label) => `Is there a lock of the document in ${label}, and can it be taken?`,
    reliesOn: ['local/appsscript/services/lock.ts', 'src/gas/lock.ts'],
    playedBy: { trigger: opened },
    assumed: { menu: 'taken', open: 'taken', trigger: 'taken', callback: 'null', dialog: 'taken' },
    ask: () =>
      givenBy(() => {
        // The types leave out that there may be none.
        const lock: GoogleAppsScript.Lock.Lock | null = LockService.getDocumentLock();
        if (lock === null) return 'null';
        const isTaken = lock.tryLock(1000);
        lock.releaseLock();
        return isTaken ? 'taken' : 'not taken';
      }),
  },
  {
    name: 'user-lock',
    question: (label) => `Can the lock of the user be taken in ${label}?`,
    reliesOn: ['local/appsscript/services/lock.ts', 'src/gas/lock.ts'],
    assumed: { menu: 'taken', open: 'taken', trigger: 'taken', callback: 'taken', dialog: 'taken' },
    ask: () =>
      givenBy(() => {
        const lock = LockService.getUserLock();
        const isTaken = lock.tryLock(1000);
        lock.releaseLock();
        return isTaken ? 'taken' : 'not taken';
      }),
  },
  {
    name: 'user-interface',
    question: (label) => `Does getUi() work in ${label}, or with which words does it refuse?`,
    reliesOn: ['local/appsscript/services/ui.ts', 'src/gas/platform.ts'],
    assumed: {
      menu: 'there',
      open: 'there',
      trigger: { exception: 'Exception: Cannot call SpreadsheetApp.getUi() from this context.' },
      callback: { exception: 'Exception: Cannot call SpreadsheetApp.getUi() from this context.' },
      dialog: 'there',
    },
    ask: () => presence(() => SpreadsheetApp.getUi()),
  },
  {
    name: 'document-cache',
    question: (label) => `Is there a cache of the document in ${label}?`,
    reliesOn: ['local/appsscript/services/cache.ts'],
    assumed: { menu: 'there', open: 'there', trigger: 'there', callback: 'null', dialog: 'there' },
    ask: () => presence(() => CacheService.getDocumentCache()),
  },
  {
    name: 'locale',
    question: (label) => `Which form has the language of the person in ${label}?`,
    reliesOn: ['local/appsscript/services/session.ts'],
    assumed: { menu: 'aa-AA', open: 'aa-AA', trigger: 'aa-AA', callback: 'aa-AA', dialog: 'aa-AA' },
    ask: () =>
      givenBy(() =>
        Session.getActiveUserLocale()
          .replace(/[a-z]+/, 'aa')
          .replace(/[A-Z]+/, 'AA'),
      ),
  },
  {
    name: 'email-without-its-scope',
    question: (label) =>
      `With which words is the address of the person refused in ${label} without its scope?`,
    reliesOn: ['local/appsscript/services/session.ts', 'local/appsscript/permissions.ts'],
    assumed: {
      menu: {
        exception:
          'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
      },
      open: {
        exception:
          'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
      },
      trigger: {
        exception:
          'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
      },
      callback: {
        exception:
          'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
      },
      dialog: {
        exception:
          'Exception: Specified permissions are not sufficient to call Session.getActiveUser. Required permissions: https://www.googleapis.com/auth/userinfo.email',
      },
    },
    ask: () => {
      try {
        return Session.getActiveUser().getEmail() === '' ? 'an empty text' : 'an address';
      } catch (error) {
        return { exception: exceptionText(error) };
      }
    },
  },
  {
    name: 'fetch',
    question: (label) => `May ${label} send requests?`,
    reliesOn: ['local/appsscript/services/url-fetch.ts', 'src/gas/http.ts'],
    assumed: {
      menu: 401,
      open: {
        exception:
          'Exception: You do not have permission to call UrlFetchApp.fetch. Required permissions: https://www.googleapis.com/auth/script.external_request',
      },
      trigger: 401,
      callback: 401,
      dialog: 401,
    },
    ask: () =>
      givenBy(() =>
        UrlFetchApp.fetch('https://api.infusionsoft.com/crm/rest/v2/contacts', {
          muteHttpExceptions: true,
        }).getResponseCode(),
      ),
  },
  {
    name: 'triggers',
    question: (label) => `May ${label} list the triggers of the script?`,
    reliesOn: ['local/appsscript/services/script.ts', 'src/gas/triggers.ts'],
    assumed: {
      menu: 'there',
      open: {
        exception:
          'Exception: You do not have permission to call ScriptApp.getProjectTriggers. Required permissions: https://www.googleapis.com/auth/script.scriptapp',
      },
      trigger: 'there',
      callback: 'there',
      dialog: 'there',
    },
    ask: () => presence(() => ScriptApp.getProjectTriggers().length),
  },
  {
    name: 'authorization',
    question: (label) => `What does getAuthorizationInfo tell ${label} where every permission was given?`,
    reliesOn: ['local/appsscript/services/script.ts'],
    assumed: {
      menu: 'NOT_REQUIRED',
      open: 'NOT_REQUIRED',
      trigger: 'NOT_REQUIRED',
      callback: 'NOT_REQUIRED',
      dialog: 'NOT_REQUIRED',
    },
    ask: () =>
      givenBy(() =>
        redacted(String(ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationStatus())),
      ),
  },
];

/** The questions about one way of being started. */
export function startProbes(start: Asked): readonly Probe[] {
  return facts.map(({ name, question, reliesOn, assumed, playedBy, ask }) => ({
    id: `${start}/${name}`,
    question: question(labels[start]),
    reliesOn,
    promises: promises[start],
    assumed: assumed[start],
    ...(playedBy?.[start] === undefined ? {} : { playedBy: playedBy[start] }),
    ask,
  }));
}
