/** Reports problems next to the button that failed, so that they are in view wherever the page is scrolled to. */
import { button, element } from '../browser/element.ts';
import { fillProblemBox } from '../browser/problem-box.ts';

/** Each has a box `problem-NAME` in the page. */
const problemSections = [
  'first-load',
  'connection',
  'columns',
  'sync',
  'address',
  'schedule',
  'brake',
  'api',
] as const;
export type ProblemSection = (typeof problemSections)[number];

/** The problem stays until it is dismissed or another action starts. */
export function showProblem(section: ProblemSection, text: string): void {
  clearProblems();
  const box = element(`problem-${section}`, HTMLElement);
  fillProblemBox(box, text, { after: [button('Dismiss', () => dismiss(box))] });
  // The button that failed may be outside the part of the page that its problem is shown in.
  for (
    let part = box.closest('details');
    part !== null;
    part = part.parentElement?.closest('details') ?? null
  ) {
    part.open = true;
  }
  box.scrollIntoView({ block: 'nearest' });
}

export function clearProblems(): void {
  for (const section of problemSections) {
    const box = element(`problem-${section}`, HTMLElement);
    box.hidden = true;
    box.replaceChildren();
  }
}

function dismiss(box: HTMLElement): void {
  const next = box.closest('details')?.querySelector('summary') ?? element('load-again', HTMLElement);
  clearProblems();
  next.focus();
}
