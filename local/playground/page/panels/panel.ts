/** What a panel of the inspector is, and what it can use. */
import type { Change } from '../../protocol.ts';
import type { ServerClient } from '../server-client.ts';

/** The content of one tab. */
export interface Panel {
  readonly title: string;
  readonly content: HTMLElement;
  take(change: Change): void;
  /** Called when the panel is shown, and when something may have changed while it is. */
  refresh?(): Promise<void>;
}

export interface PanelContext {
  readonly server: ServerClient;
  /** Shows the error if the work fails. */
  reportFailure(work: Promise<unknown>): void;
  pressMenu(path: string): void;
  /** Shows a toast. */
  notify(sentence: string): void;
  /** Loads the sidebar again if it is open. */
  reloadSidebar(): void;
  momentText(ms: number): string;
}
