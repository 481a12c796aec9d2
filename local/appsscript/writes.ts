/** Writes into cells: who may make them, and when a refused one reaches the script. */
import type { Area } from './a1-notation.ts';
import { recalculate } from './array-formula.ts';
import { accessOf } from './documents.ts';
import { mayEdit } from './protection.ts';
import { refusal } from './refusal.ts';
import { ScriptException } from './service-object.ts';
import type { Sheet, Writing } from './spreadsheet.ts';
import { type Context, documentOf } from './world.ts';

/**
 * Carries a write out, as a whole or not at all. Google refuses at the write, or queues writes and refuses at the next
 * flush or read; then those after a refused one are lost with it (C: `behavior.refusedWritesThrowAt`).
 */
export function write(context: Context, sheet: Sheet, area: Area | undefined, change: () => void): void {
  if (context.refusedWrite !== undefined) return;
  try {
    requireEditable(context, sheet, area);
    change();
  } catch (error) {
    const isQueued = context.world.behavior.refusedWritesThrowAt === 'flush';
    if (!isQueued || !(error instanceof RefusedWrite)) throw error;
    context.refusedWrite = error;
    return;
  }
  recalculate(sheet, isOpen(context));
}

/** Throws what Google refused earlier, as a flush, a read and the end of an execution do. */
export function settleWrites(context: Context): void {
  const refused = context.refusedWrite;
  context.refusedWrite = undefined;
  if (refused !== undefined) throw refused;
}

/** What Google may refuse late; a wrong argument is refused at once. */
export class RefusedWrite extends ScriptException {}

export function writingOf(context: Context): Writing {
  const { world } = context;
  return {
    timeZone: documentOf(context).spreadsheet.timeZone,
    nowMs: world.clock.nowMs(),
    maxCharacters: world.limits.cellCharacters,
    gapSide: world.behavior.skippedMidnightIs,
    plainTextKeepsApostrophe: world.behavior.plainTextKeepsApostrophe,
    plainTextTakesFormulas: world.behavior.plainTextTakesFormulas,
  };
}

/** Throws where the person may only look at the document. */
export function requireEditor(context: Context): void {
  const access = accessOf(documentOf(context), context.user);
  if (access !== 'owner' && access !== 'editor') throw refusal(context, 'protected');
}

function isOpen(context: Context): boolean {
  return documentOf(context).openBy.size > 0;
}

function requireEditable(context: Context, sheet: Sheet, area: Area | undefined): void {
  if (mayEdit(documentOf(context), sheet, context.user, area)) return;
  throw new RefusedWrite(refusal(context, 'protected').message);
}
