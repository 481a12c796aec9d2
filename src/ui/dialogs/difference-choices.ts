/** What the user chooses to do about each difference; nothing, at first. */
import type { DifferenceView } from '../api.ts';

export type DifferenceChoice = 'leave' | 'send' | 'take';

export interface DifferenceChoices {
  of(difference: DifferenceView): DifferenceChoice;
  /** A difference whose cell cannot take Keap's value is left instead. */
  choose(difference: DifferenceView, choice: DifferenceChoice): void;
  /** The keys of those with this choice. */
  keys(choice: 'send' | 'take'): string[];
}

export function differenceChoices(): DifferenceChoices {
  const chosen = new Map<string, 'send' | 'take'>();
  return {
    of: ({ key }) => chosen.get(key) ?? 'leave',
    choose({ key, canTake }, choice) {
      if (choice === 'leave' || (choice === 'take' && !canTake)) chosen.delete(key);
      else chosen.set(key, choice);
    },
    keys: (wanted) => [...chosen].filter(([, choice]) => choice === wanted).map(([key]) => key),
  };
}

const labels: Readonly<Record<DifferenceChoice, string>> = {
  leave: 'Leave it',
  send: "Send the sheet's value",
  take: "Take Keap's value",
};

/** A list with the choices for one difference; `changed` is called with the new one. */
export function choiceList(
  { lines, field, canTake }: DifferenceView,
  current: DifferenceChoice,
  changed: (choice: DifferenceChoice) => void,
): HTMLSelectElement {
  const list = document.createElement('select');
  list.setAttribute('aria-label', `What to do about ${field} in row ${lines.join(', ')}`);
  for (const choice of ['leave', 'send', 'take'] as const) {
    const option = new Option(labels[choice], choice);
    if (choice === 'take' && !canTake) {
      option.disabled = true;
      option.text = `${labels.take} (the cell has a formula)`;
    }
    list.append(option);
  }
  list.value = current;
  list.addEventListener('change', () => {
    const choice = list.value;
    if (choice === 'leave' || choice === 'send' || choice === 'take') changed(choice);
  });
  return list;
}
