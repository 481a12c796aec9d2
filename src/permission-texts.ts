/** Says which of Google's permissions is missing, what does not work without it, and how to grant it. */
import { SettingsWrong } from './errors.ts';
import { menuPath } from './menu-path.ts';
import { type Permission, permissions } from './platform/permissions.ts';

/** What does not work without it, and its name on Google's page of consent (OAuth 2.0 scopes for Google APIs). */
const texts: Readonly<Record<Permission, { readonly effect: string; readonly name: string }>> = {
  'spreadsheets.currentonly': {
    effect: "can't read or change this spreadsheet",
    name: 'View and manage spreadsheets that this application has been installed in',
  },
  'script.container.ui': {
    effect: "can't show its sidebar and dialogs",
    name: 'Display and run third-party web content in prompts and sidebars inside Google applications',
  },
  'script.external_request': {
    effect: "can't connect to Keap, so nothing is synced",
    name: 'Connect to an external service',
  },
  'script.scriptapp': {
    effect: "can't run while you're away, so there is no scheduled sync",
    name: 'Allow this application to run when you are not present',
  },
  'script.send_mail': {
    effect: "can't email you about failures",
    name: 'Send email as you',
  },
};

/** One sentence for each; empty for none. */
export function missingText(missing: readonly Permission[]): string {
  return missing
    .map((one) => {
      const { effect, name } = texts[one];
      return `Keap Contact Sync ${effect}, because you haven't granted it this permission in Google: "${name}".`;
    })
    .join(' ');
}

/** What ends a run for which a permission is missing. */
export function permissionMissing(permission: Permission): SettingsWrong {
  return new SettingsWrong(
    `The permission ${permission} is missing`,
    `${missingText([permission])} To grant it, choose ${menuPath('Connection and schedule')}.`,
  );
}

/**
 * The permission for want of which Google refused a call; undefined for any other exception. Google's message is in the
 * user's language, but it names the scope by its address: "… Required permissions: https://www.googleapis.com/auth/…".
 */
export function missingPermissionIn(error: unknown): Permission | undefined {
  if (!(error instanceof Error)) return undefined;
  return permissions.find((one) =>
    new RegExp(`/auth/${one.replace('.', '\\.')}(?![\\w.])`).test(error.message),
  );
}
