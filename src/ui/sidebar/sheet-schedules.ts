/** Which schedule the sidebar is about: pure, without the page. */
import type { SheetScheduleView, SidebarState } from '../api.ts';

/** The open sheet's; one that has none yet would begin with the times of the first sheet. */
export function openSchedule({ schedule, sheet }: SidebarState): SheetScheduleView {
  const own = schedule.sheets.find(({ id }) => id === sheet.id);
  if (own !== undefined) return own;
  const { hours, weekdays } = schedule;
  const none = { isDeleted: false, isOn: false, nextRun: '', compares: false };
  return { id: sheet.id, name: sheet.name, ...none, hours, weekdays };
}

/** The other sheets that are synced on a schedule. */
export function otherSchedules({ schedule, sheet }: SidebarState): SheetScheduleView[] {
  return schedule.sheets.filter(({ id, isOn }) => isOn && id !== sheet.id);
}
