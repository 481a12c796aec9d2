/** Shows the run in progress as a bar and as text; `activity.html` is its markup. */
import type { ActivityView } from '../api.ts';
import { element, setText, show } from './element.ts';

/** Shows what is running or waiting; hides the section when nothing is. */
export function renderActivity(activity: ActivityView): void {
  show('activity', activity.kind !== 'idle');
  announceActivity(activity);
  if (activity.kind === 'idle') return;
  setText('activity-title', activity.title);
  setText('activity-text', activityText(activity));
  renderBar(activity);
  renderStopButton(activity);
}

function renderBar(activity: ActivityView): void {
  const bar = element('activity-bar', HTMLProgressElement);
  const isRunning = activity.kind === 'running';
  bar.hidden = !isRunning;
  if (isRunning && activity.total > 0) {
    bar.max = activity.total;
    bar.value = activity.done;
  } else {
    bar.removeAttribute('value');
  }
}

function renderStopButton(activity: ActivityView): void {
  const stop = element('stop-sync', HTMLButtonElement);
  stop.hidden = false;
  const isStopping = activity.kind === 'running' && activity.isStopping;
  stop.textContent = activity.kind === 'running' ? (isStopping ? 'Stopping…' : 'Stop') : 'Cancel the rest';
  if (isStopping) stop.setAttribute('aria-disabled', 'true');
  else stop.removeAttribute('aria-disabled');
}

/** For instance `120 of 400 contacts, 2 failed, 150 requests, about 3 minutes left.` */
function activityText(activity: Exclude<ActivityView, { kind: 'idle' }>): string {
  if (activity.kind === 'waiting') return waitingText(activity);
  const { done, total, failed, calls, minutesLeft, isStopping } = activity;
  if (total === 0) return 'Reading the sheet. You can keep working in it.';
  const items = [
    `${numberText(done)} of ${countText(total, 'contact')}`,
    ...(failed > 0 ? [`${numberText(failed)} failed`] : []),
    countText(calls, 'request'),
    isStopping ? 'stopping after the contacts being sent now' : timeLeftText(minutesLeft),
  ];
  return `${items.join(', ')}.`;
}

function waitingText({ left, sentence }: Extract<ActivityView, { kind: 'waiting' }>): string {
  if (left === 0) return sentence;
  return `${countText(left, 'contact')} ${left === 1 ? 'is' : 'are'} left. ${sentence}`;
}

function timeLeftText(minutes: number): string {
  return minutes < 1 ? 'less than a minute left' : `about ${countText(minutes, 'minute')} left`;
}

/** `1,234 contacts`, with the number as the user's browser writes it. */
export function countText(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function numberText(count: number): string {
  return new Intl.NumberFormat().format(count);
}

/** Tells screen readers about the progress, briefly and only at every tenth. */
function announceActivity(activity: ActivityView): void {
  const announcement = element('activity-announcement', HTMLElement);
  const text = announcementText(activity);
  if (announcement.textContent !== text) announcement.textContent = text;
}

function announcementText(activity: ActivityView): string {
  if (activity.kind !== 'running') return '';
  if (activity.isStopping) return 'Stopping.';
  if (activity.total === 0) return 'Started.';
  return `${Math.floor((activity.done / activity.total) * 10) * 10} percent done.`;
}

/** What to show until the run reports its progress. */
export function startingActivity(title: string): ActivityView {
  return {
    kind: 'running',
    title,
    done: 0,
    total: 0,
    failed: 0,
    calls: 0,
    minutesLeft: 0,
    isStopping: false,
  };
}
