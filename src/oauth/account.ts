/** Names the account that consented: the host in the scope, or the whole scope where it has another shape. */
export function accountOf(scope: string): string {
  const host = scope.split('|')[1]?.trim();
  return host === undefined || host === '' ? scope.trim() : host;
}
