export function isMethodName(name: string): boolean {
  return name !== '' && !/[^A-Za-z0-9_.:/]/.test(name);
}

/** The rest of a sentence that begins with what holds the name. */
export const methodNameRule =
  'may hold the letters A to Z and a to z, digits and _ . : / only, and one at least';
