/** Scopes and state tokens. */
import { thrownBy } from './answers.ts';
import type { Probe } from './probe.ts';

const state = ['local/appsscript/services/script.ts', 'src/gas/consent.ts'];

export const permissionProbes: readonly Probe[] = [
  {
    id: 'scopes/other-documents',
    question:
      'With which words does the scope spreadsheets.currentonly refuse to open or create other documents?',
    reliesOn: ['local/appsscript/services/spreadsheet-app.ts', 'local/appsscript/permissions.ts'],
    promises: ['R6'],
    assumed: {
      create:
        'Exception: Specified permissions are not sufficient to call SpreadsheetApp.create. Required permissions: https://www.googleapis.com/auth/spreadsheets',
      openById:
        'Exception: Specified permissions are not sufficient to call SpreadsheetApp.openById. Required permissions: https://www.googleapis.com/auth/spreadsheets',
    },
    ask: () => ({
      openById: thrownBy(() => SpreadsheetApp.openById('no-such-document')),
      create: thrownBy(() => SpreadsheetApp.create('Not made')),
    }),
  },
  {
    id: 'scopes/mail-without-its-scope',
    question: 'With which words is MailApp refused to a script without the scope script.send_mail?',
    reliesOn: ['local/appsscript/services/mail.ts', 'local/appsscript/permissions.ts', 'src/gas/mail.ts'],
    promises: ['R11'],
    assumed:
      'Exception: Specified permissions are not sufficient to call MailApp.getRemainingDailyQuota. Required permissions: https://www.googleapis.com/auth/script.send_mail',
    ask: () => thrownBy(() => MailApp.getRemainingDailyQuota()),
  },
  {
    id: 'scopes/authorized-scopes',
    question: 'Which scopes does getAuthorizationInfo name, and has it an address where nothing is missing?',
    reliesOn: ['local/appsscript/services/script.ts'],
    promises: ['R11'],
    assumed: {
      address: 'null',
      scopes: [
        'script.container.ui',
        'script.external_request',
        'script.scriptapp',
        'spreadsheets.currentonly',
      ],
    },
    ask() {
      // The types lack the newest method.
      const info = ScriptApp.getAuthorizationInfo(
        ScriptApp.AuthMode.FULL,
      ) as GoogleAppsScript.Script.AuthorizationInfo & { getAuthorizedScopes(): string[] };
      return {
        address: info.getAuthorizationUrl() === null ? 'null' : 'there',
        scopes: info
          .getAuthorizedScopes()
          .map((scope) => scope.replace('https://www.googleapis.com/auth/', ''))
          .sort(),
      };
    },
  },
  {
    id: 'scopes/require-all',
    question: 'Does requireAllScopes return where every permission was given?',
    reliesOn: ['local/appsscript/services/script.ts'],
    promises: ['R11'],
    assumed: 'nothing',
    ask: () => thrownBy(() => ScriptApp.requireAllScopes(ScriptApp.AuthMode.FULL)),
  },
  {
    id: 'state/lifetime',
    question: 'How long may a state token live, and with which words is a longer life refused?',
    reliesOn: state,
    promises: ['T1'],
    assumed: { '3600': 'nothing', '3601': 'Exception: The timeout must be at most 3600 seconds.' },
    ask: () => ({
      3600: thrownBy(() =>
        ScriptApp.newStateToken().withMethod('probeCallback').withTimeout(3600).createToken(),
      ),
      3601: thrownBy(() =>
        ScriptApp.newStateToken().withMethod('probeCallback').withTimeout(3601).createToken(),
      ),
    }),
  },
  {
    id: 'state/tokens-differ',
    question: 'Are two state tokens with the same arguments different, and texts without spaces?',
    reliesOn: state,
    promises: ['T7'],
    assumed: { differ: true, 'without spaces': true },
    ask() {
      const token = () => ScriptApp.newStateToken().withMethod('probeCallback').createToken();
      const [one, other] = [token(), token()];
      return { differ: one !== other, 'without spaces': !/\s/.test(one) };
    },
  },
];
