/** Tells about a scheduled sync that does not come although nothing seems wrong to whoever is still there. */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import { overdueSheets } from './done-slot.ts';
import { overdueMessage } from './email-messages.ts';
import { emails } from './emails.ts';
import { nameOfScheduled } from './sheet-schedules.ts';

/** Long enough for an outage to end by itself, and still within a day. */
const emailAfterHours = 20;

/** Called by the triggers of people whose connection does not run the scheduled sync. */
export function reportOverdue(platform: Platform, document: OpenDocument): void {
  const late = overdueSheets(document, platform.clock.nowMs()).filter(
    ({ hours }) => hours >= emailAfterHours,
  );
  if (late.length === 0) return;
  const names = late.map(({ schedule }) => nameOfScheduled(document.workbook, schedule));
  emails(platform, document).dailySyncFailed({ text: overdueMessage(names.filter((name) => name !== '')) });
}
