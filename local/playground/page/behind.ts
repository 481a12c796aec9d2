import type { Change } from '../wire.ts';
import { button, element } from './element.ts';
import type { Link } from './link.ts';

/** What one cannot see in reality, in tabs beside the sheet. */
export interface Behind {
  take(change: Change): void;
}

export function behindTheScenes(
  tabs: HTMLElement,
  _panel: HTMLElement,
  _server: Link,
  _doing: (work: Promise<unknown>) => void,
): Behind {
  tabs.append(
    button('Try this', () => {}),
    element('span'),
  );
  return { take() {} };
}
