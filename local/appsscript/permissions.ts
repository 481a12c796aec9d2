/** What a script may call: by its AuthMode, by the scopes of its manifest, and by what the person consented to. */
import { hasConsented, scopeUrl } from './people.ts';
import { refusal } from './refusal.ts';
import { type Context, personOf } from './world.ts';

/** Throws Google's refusal of a call that needs authorization, in an execution that runs without. */
export function requireFull(context: Context, method: string, scope: string): void {
  if (context.authMode !== 'FULL') throw refusal(context, 'noPermission', method, scopeUrl(scope));
}

/** Throws Google's refusal of a call none of whose scopes the manifest names and the person consented to. */
export function requireScope(context: Context, method: string, ...scopes: readonly string[]): void {
  const urls = scopes.map(scopeUrl);
  if (urls.some((url) => isGranted(context, url))) return;
  throw refusal(context, 'insufficientPermissions', method, urls.join(' || '));
}

/** The scopes of the manifest, or those of a list, that the person has not consented to; whole URLs. */
export function missingScopes(context: Context, urls = context.project.manifest.oauthScopes): string[] {
  return urls.filter((url) => !isGranted(context, url));
}

/** Simple triggers run without anybody's consent, and may do less instead. */
function isGranted({ world, user, project, authMode }: Context, url: string): boolean {
  const isConsented = authMode !== 'FULL' || hasConsented(personOf(world, user), url);
  return project.manifest.oauthScopes.includes(url) && isConsented;
}
