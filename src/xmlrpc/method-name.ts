/** Names of methods, as the XML-RPC specification restricts them. */

/** Whether a call may have this method name. */
export function isMethodName(name: string): boolean {
  return name !== '' && !/[^A-Za-z0-9_.:/]/.test(name);
}

/** The rule as the predicate of a sentence about the name. */
export const methodNameRule = 'must consist of one or more of the characters A-Z a-z 0-9 _ . : /';
