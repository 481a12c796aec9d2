/** What a person has allowed the script to do in Google: each permission can be left out by itself. */

/** The end of the address of each scope in `appsscript.json`, by which Google's messages name it in every language. */
export const permissions = [
  'spreadsheets.currentonly',
  'script.container.ui',
  'script.external_request',
  'script.scriptapp',
  'script.send_mail',
] as const;

export type Permission = (typeof permissions)[number];

export interface MissingPermissions {
  readonly missing: readonly Permission[];
  /** The page on which Google asks for them; empty where none is missing. */
  readonly url: string;
}

export interface Permissions {
  /** Those that the current user has not granted; one service call. */
  missing(): MissingPermissions;
}
