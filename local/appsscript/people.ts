/** The people who use Google: their language, what they have consented to, and whether they are still there. */

export interface Person {
  /** As `Session.getActiveUserLocale` gives it; Google's exceptions come in this language. */
  readonly locale: string;
  /**
   * The scopes they consented to, without `https://www.googleapis.com/auth/`: with granular consent any may be missing
   * (Apps Script release notes, January and August 2025; A). An empty list is a revoked permission.
   */
  readonly scopes: 'all' | readonly string[];
  /** Their account is closed: their triggers never fire again. */
  readonly hasLeft: boolean;
}

/** What people may do with a document; people who are not listed there may edit it. */
export type Access = 'editor' | 'viewer' | 'none';

const scopePrefix = 'https://www.googleapis.com/auth/';

export function scopeUrl(scope: string): string {
  return scopePrefix + scope;
}

export function hasConsented(person: Person, url: string): boolean {
  return person.scopes === 'all' || person.scopes.some((scope) => scopeUrl(scope) === url);
}
