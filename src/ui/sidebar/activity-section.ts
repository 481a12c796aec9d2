import type { ActivityView } from '../api.ts';
import { element, setText, show } from './element.ts';

/** What is going on, with a bar and in words; hidden where nothing is. */
export function renderActivity(activity: ActivityView): void {
  show('activity', activity.kind !== 'idle');
  speak(activity);
  if (activity.kind === 'idle') return;
  setText('activity-title', activity.title);
  setText('activity-words', activityText(activity));
  const isRunning = activity.kind === 'running';
  const bar = element('activity-bar', HTMLProgressElement);
  bar.hidden = !isRunning;
  if (isRunning && activity.total > 0) {
    bar.max = activity.total;
    bar.value = activity.done;
  } else {
    bar.removeAttribute('value');
  }
  show('stop-sync', true);
  const isStopping = isRunning && activity.isStopping;
  const stop = element('stop-sync', HTMLButtonElement);
  stop.textContent = isRunning ? (isStopping ? 'Stopping…' : 'Stop') : 'Do not go on';
  if (isStopping) stop.setAttribute('aria-disabled', 'true');
  else stop.removeAttribute('aria-disabled');
}

/** For instance `120 of 400 contacts, 2 failed, 150 requests, about 3 minutes left.` */
export function activityText(activity: Exclude<ActivityView, { kind: 'idle' }>): string {
  if (activity.kind === 'waiting') return waitingText(activity);
  const { done, total, failed, calls, minutesLeft, isStopping } = activity;
  if (total === 0) return 'Reading the sheet. You can go on working in it.';
  const parts = [
    `${numberText(done)} of ${counted(total, 'contact')}`,
    ...(failed > 0 ? [`${numberText(failed)} failed`] : []),
    counted(calls, 'request'),
    isStopping ? 'stops after the contacts that it is sending now' : timeLeft(minutesLeft),
  ];
  return `${parts.join(', ')}.`;
}

function waitingText({ left, sentence }: Extract<ActivityView, { kind: 'waiting' }>): string {
  if (left === 0) return sentence;
  return `${counted(left, 'contact')} ${left === 1 ? 'is' : 'are'} left. ${sentence}`;
}

function timeLeft(minutes: number): string {
  return minutes < 1 ? 'less than a minute left' : `about ${counted(minutes, 'minute')} left`;
}

/** `1,234 contacts`, in the user's own way of writing numbers. */
export function counted(count: number, noun: string): string {
  return `${numberText(count)} ${noun}${count === 1 ? '' : 's'}`;
}

export function numberText(count: number): string {
  return new Intl.NumberFormat().format(count);
}

/** For those who cannot see the bar: short, and only at every tenth. */
function speak(activity: ActivityView): void {
  const spoken = element('activity-spoken', HTMLElement);
  const words = spokenText(activity);
  if (spoken.textContent !== words) spoken.textContent = words;
}

function spokenText(activity: ActivityView): string {
  if (activity.kind !== 'running') return '';
  if (activity.isStopping) return 'It is stopping.';
  if (activity.total === 0) return 'It has begun.';
  return `${Math.floor((activity.done / activity.total) * 10) * 10} percent done.`;
}

/** What is shown until the run tells of itself. */
export function beginningOf(title: string): ActivityView {
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
