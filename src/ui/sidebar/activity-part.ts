import type { ActivityView } from '../server-functions.ts';
import { element, setText, show } from './element.ts';

/** What is going on, with a bar and in words; hidden where nothing is. */
export function renderActivity(activity: ActivityView): void {
  show('activity', activity.kind !== 'idle');
  if (activity.kind === 'idle') return;
  setText('activity-title', activity.title);
  setText('activity-words', activityWords(activity));
  const isRunning = activity.kind === 'running';
  const bar = element('activity-bar', HTMLProgressElement);
  bar.hidden = !isRunning;
  if (isRunning && activity.total > 0) {
    bar.max = activity.total;
    bar.value = activity.done;
  } else {
    bar.removeAttribute('value');
  }
  show('stop-sync', isRunning);
  const stop = element('stop-sync', HTMLButtonElement);
  stop.textContent = isRunning && activity.isStopping ? 'Stopping…' : 'Stop';
  if (isRunning && activity.isStopping) stop.setAttribute('aria-disabled', 'true');
  else stop.removeAttribute('aria-disabled');
}

/** For instance `120 of 400 contacts, 2 failed, 150 requests, about 3 minutes left.` */
export function activityWords(activity: Exclude<ActivityView, { kind: 'idle' }>): string {
  if (activity.kind === 'waiting') return activity.sentence;
  const { done, total, failed, calls, minutesLeft } = activity;
  if (total === 0) return 'Reading the sheet…';
  const format = new Intl.NumberFormat();
  const parts = [
    `${format.format(done)} of ${format.format(total)} contacts`,
    ...(failed > 0 ? [`${format.format(failed)} failed`] : []),
    `${format.format(calls)} ${calls === 1 ? 'request' : 'requests'}`,
    minutesLeft < 1
      ? 'less than a minute left'
      : `about ${minutesLeft} ${minutesLeft === 1 ? 'minute' : 'minutes'} left`,
  ];
  return `${parts.join(', ')}.`;
}
