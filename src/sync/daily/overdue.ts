/** Tells about a scheduled sync that does not come although nothing seems wrong to whoever is still there. */
import type { OpenDocument, Platform } from '../../platform/platform.ts';
import { hoursOverdue } from './done-slot.ts';
import { overdueMessage } from './email-messages.ts';
import { emails } from './emails.ts';

/** Long enough for an outage to end by itself, and still within a day. */
const emailAfterHours = 20;

/** Called by the triggers of people whose connection does not run the scheduled sync. */
export function reportOverdue(platform: Platform, document: OpenDocument): void {
  if (hoursOverdue(document, platform.clock.nowMs()) < emailAfterHours) return;
  emails(platform, document).dailySyncFailed({ text: overdueMessage });
}
