/** Asks for the account's custom fields when the columns are opened; without them, everything else still works. */
import type { SidebarState } from '../api.ts';
import { ask } from '../browser/client.ts';
import { element, setText } from '../browser/element.ts';
import { problemText } from '../browser/problem-box.ts';
import type { ActionRunner } from './action-runner.ts';
import { isConnected } from './connection-steps.ts';
import type { Session } from './session.ts';

export interface CustomFieldsLoader {
  /** When the section is open, and once for as long as the sidebar shows the same connection. Never rejects. */
  loadOnce(): Promise<void>;
  /** Within an action: has Keap asked again. Never rejects. */
  loadAgain(): Promise<void>;
}

export function customFieldsLoader(session: Session, runner: ActionRunner): CustomFieldsLoader {
  let loadedFor = '';
  const connectionOf = ({ connection }: SidebarState) =>
    JSON.stringify([connection.kind, connection.details]);
  async function load(isAgain: boolean, isOutdated: () => boolean): Promise<void> {
    const state = session.state();
    if (state === undefined || !isConnected(state)) return;
    loadedFor = connectionOf(state);
    setText('custom-fields-note', 'Reading your custom fields from Keap…');
    try {
      const next = await ask('loadCustomFields', { isAgain });
      setText('custom-fields-note', '');
      if (!isOutdated()) session.take(next);
    } catch (error) {
      loadedFor = '';
      setText('custom-fields-note', `Your custom fields can't be listed now. ${problemText(error)}`);
    }
  }
  return {
    async loadOnce() {
      const state = session.state();
      if (!element('columns', HTMLDetailsElement).open || state === undefined) return;
      if (loadedFor === connectionOf(state)) return;
      const count = runner.count();
      await load(false, () => runner.count() !== count || runner.isBusy());
    },
    loadAgain: () => load(true, () => false),
  };
}
