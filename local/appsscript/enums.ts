/** Google's enums, and their values as services hand them out. */

/** Google's enums by `Type.name`, with their values in Google's order (the reference page of each). */
export const enums: Readonly<Record<string, readonly string[]>> = {
  'HtmlService.SandboxMode': ['EMULATED', 'IFRAME', 'NATIVE'],
  'HtmlService.XFrameOptionsMode': ['ALLOWALL', 'DEFAULT'],
  'ScriptApp.AuthMode': ['NONE', 'CUSTOM_FUNCTION', 'LIMITED', 'FULL'],
  'ScriptApp.AuthorizationStatus': ['REQUIRED', 'NOT_REQUIRED'],
  'ScriptApp.EventType': ['CLOCK', 'ON_OPEN', 'ON_EDIT', 'ON_FORM_SUBMIT', 'ON_CHANGE', 'ON_EVENT_UPDATED'],
  'ScriptApp.InstallationSource': ['APPS_MARKETPLACE_DOMAIN_ADD_ON', 'NONE', 'WEB_STORE_ADD_ON'],
  'ScriptApp.TriggerSource': ['SPREADSHEETS', 'CLOCK', 'FORMS', 'DOCUMENTS', 'CALENDAR'],
  'SpreadsheetApp.ProtectionType': ['RANGE', 'SHEET'],
  'ScriptApp.WeekDay': ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
  'Ui.Button': ['CLOSE', 'OK', 'CANCEL', 'YES', 'NO'],
  'Ui.ButtonSet': ['OK', 'OK_CANCEL', 'YES_NO', 'YES_NO_CANCEL'],
  'Utilities.Charset': ['US_ASCII', 'UTF_8'],
  'Utilities.DigestAlgorithm': ['MD2', 'MD5', 'SHA_1', 'SHA_256', 'SHA_384', 'SHA_512'],
  'Utilities.MacAlgorithm': ['HMAC_MD5', 'HMAC_SHA_1', 'HMAC_SHA_256', 'HMAC_SHA_384', 'HMAC_SHA_512'],
};

/** One value of an enum, as a service hands it out or takes it. */
export class EnumValue {
  /** For instance `Ui.Button`. */
  readonly type: string;
  readonly value: string;

  constructor(type: string, value: string) {
    this.type = type;
    this.value = value;
  }
}
