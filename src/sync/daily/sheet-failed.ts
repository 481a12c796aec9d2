/** What stops the scheduled sync of one sheet, and no other one's: its settings, or what nobody expects. */
export class SheetFailed extends Error {
  readonly reason: unknown;
  /** Its name is empty where it is not known. */
  readonly sheet: { readonly sheetId: number | undefined; readonly sheetName: string };

  constructor(reason: unknown, sheet: SheetFailed['sheet']) {
    super(reason instanceof Error ? reason.message : 'an unexpected error');
    this.name = reason instanceof Error ? reason.name : 'Error';
    this.reason = reason;
    this.sheet = sheet;
  }
}

/** The error itself. */
export function reasonOf(error: unknown): unknown {
  return error instanceof SheetFailed ? error.reason : error;
}
