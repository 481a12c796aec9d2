/** Joins the adapters of Apps Script into one platform. */
import { SettingsWrong } from '../errors.ts';
import { menuPath } from '../menu-path.ts';
import type { OpenDocument, Platform } from '../platform/platform.ts';
import { gasClock } from './clock.ts';
import { gasConsent } from './consent.ts';
import { gasHttp } from './http.ts';
import { gasLock } from './lock.ts';
import { gasLog } from './log.ts';
import { gasMail } from './mail.ts';
import { gasPermissions } from './permissions.ts';
import { gasProperties } from './properties.ts';
import { gasWorkbook } from './table.ts';
import { gasTriggers, type TriggeredFunctions } from './triggers.ts';

/** Everything that the product needs from Apps Script; no service is called before it is used. */
export function gasPlatform(triggered: TriggeredFunctions): Platform {
  let document: OpenDocument | undefined;
  const userProperties = gasProperties(() => PropertiesService.getUserProperties());
  return {
    http: gasHttp(),
    clock: gasClock(),
    random: () => Math.random(),
    log: gasLog(),
    mail: gasMail(),
    triggers: gasTriggers(triggered),
    permissions: gasPermissions(),
    consent: gasConsent(),
    user: {
      properties: userProperties,
      lock: gasLock(() => LockService.getUserLock(), userProperties.forget),
    },
    document() {
      document = document ?? openDocument();
      return document;
    },
  };
}

function openDocument(): OpenDocument {
  const spreadsheet =
    SpreadsheetApp.getActiveSpreadsheet() as GoogleAppsScript.Spreadsheet.Spreadsheet | null;
  if (spreadsheet === null) {
    throw new SettingsWrong(
      'No document is open',
      `Google did not open your spreadsheet for this run. Open it, and choose ${menuPath('Sync now')}.`,
    );
  }
  const properties = gasProperties(() => PropertiesService.getDocumentProperties());
  return {
    workbook: gasWorkbook(spreadsheet),
    properties,
    lock: gasLock(() => LockService.getDocumentLock(), properties.forget),
    // Google has no second lock of a document. All documents of an add-on share this one, for moments at a time.
    settingsLock: gasLock(() => LockService.getScriptLock(), properties.forget),
  };
}
