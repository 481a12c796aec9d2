/** Asks Google which of the script's permissions the person has granted. */
import { type Permission, type Permissions, permissions } from '../platform/permissions.ts';

/** With what Google's types do not have yet (Apps Script reference, Class AuthorizationInfo). */
type AuthorizationInfo = GoogleAppsScript.Script.AuthorizationInfo & {
  getAuthorizedScopes(): readonly string[] | null;
};

const scopeOf = (permission: Permission) => `https://www.googleapis.com/auth/${permission}`;

export function gasPermissions(): Permissions {
  return {
    missing() {
      const info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL) as AuthorizationInfo;
      if (info.getAuthorizationStatus() !== ScriptApp.AuthorizationStatus.REQUIRED) {
        return { missing: [], url: '' };
      }
      const granted = info.getAuthorizedScopes() ?? [];
      return {
        missing: permissions.filter((one) => !granted.includes(scopeOf(one))),
        url: info.getAuthorizationUrl() ?? '',
      };
    },
  };
}

/**
 * Lets Google ask for those of these permissions that are missing. It then ends the execution, and no exception shows
 * that; once the person has granted them, they start the same again.
 */
export function requirePermissions(required: readonly Permission[]): void {
  ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, required.map(scopeOf));
}
