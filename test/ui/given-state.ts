/** The sidebar's view of a given state, for tests. */
import type { SidebarState } from '../../src/ui/api.ts';
import type { LocalState } from '../../src/ui/sidebar/connection-steps.ts';
import { type View, viewOf } from '../../src/ui/sidebar/view-model.ts';
import { standInServer } from '../support/stand-in-server.ts';

/** What is shown where the server says this and the sidebar knows that. */
export function viewWhere(state: Partial<SidebarState>, local: Partial<LocalState> = {}): View {
  return viewOf(standInServer(state).state, {
    isEditingClient: false,
    method: 'oauth',
    wait: { kind: 'none' },
    ...local,
  });
}
