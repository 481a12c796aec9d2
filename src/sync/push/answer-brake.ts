/** Does what somebody has answered to a question of the brake in the sidebar. */

import { underLock } from '../../stored-record.ts';
import { heldFingerprints } from '../plan/brake.ts';
import { loadBrakeMemory, saveBrakeMemory } from '../plan/brake-memory.ts';
import type { RunContext } from '../run/run-context.ts';
import { underRunLock } from '../run/run-lifecycle.ts';
import type { WishKind } from '../sheet/brake-mark.ts';
import { loadChoices, saveChoices } from '../sheet/column-choices.ts';
import { notSent } from '../sheet/column-kinds.ts';
import { answerIsLate } from './braked-plan.ts';
import { runSync } from './push.ts';

/** An answer to the question `asked` about one kind of wish. */
export interface SidebarAnswer {
  readonly kind: WishKind;
  readonly asked: string;
  readonly isYes: boolean;
}

/**
 * Sends what is confirmed, or notes what is declined: exactly the rows that the question was about, as long as they hold
 * what they held then. A doubtful column that is declined is not sent any more. Gives a sentence. Throws as `runSync`
 * does, and `SettingsWrong` for a question that is no longer asked.
 */
export function answerBrake(context: RunContext, { kind, asked, isYes }: SidebarAnswer): string {
  const { document, table, account } = context;
  if (asked === '') throw answerIsLate();
  if (kind === 'optOut' && !isYes) {
    const declined = underRunLock(document, () => declineColumn(document, table.sheetId, asked));
    if (declined !== undefined) return declined;
  }
  const held = heldFingerprints(context.read(), account, kind);
  const { sentence } = runSync(
    context,
    { kind: 'planned', plan: { has: (fingerprint) => held.has(fingerprint), hasCheck: () => false } },
    { startedBy: 'Answer in the sidebar', answer: { kinds: [kind], isYes, asked } },
  );
  return sentence;
}

/** Undefined where the question is about no column. */
function declineColumn(
  { properties, settingsLock }: RunContext['document'],
  sheetId: number,
  asked: string,
): string | undefined {
  const memory = loadBrakeMemory(properties, sheetId);
  const column = memory.questions.optOut?.column;
  if (column === undefined) return undefined;
  if (memory.asked !== asked) throw answerIsLate();
  underLock(settingsLock, () => {
    const known = loadChoices(properties, sheetId) ?? [];
    const others = known.filter(({ header }) => header !== column.header);
    const choice = { header: column.header, meaning: notSent, blankClears: false };
    saveChoices(properties, sheetId, [...others, choice]);
  });
  const { emptied } = memory.questions;
  const left = emptied === undefined ? '' : memory.asked;
  saveBrakeMemory(properties, sheetId, { ...memory, asked: left, questions: { emptied } });
  return `Column ${column.letter} "${column.header}" is no longer sent. The next sync updates its rows.`;
}
