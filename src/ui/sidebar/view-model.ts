import type { SidebarState } from '../server-functions.ts';

/** What of the page is there to see, and what is the one thing offered first. */
export interface ViewModel {
  readonly isConnected: boolean;
  /** Whether the client's id and secret are asked for. */
  readonly asksForClient: boolean;
  readonly canConsent: boolean;
  readonly canDisconnect: boolean;
  readonly offersReconnect: boolean;
  readonly secretHint: string;
  readonly ignored: string;
}

/** `isEditingClient`: the user has asked to enter another client. */
export function viewModel(state: SidebarState, isEditingClient: boolean): ViewModel {
  const { kind } = state.connection;
  const isConnected = kind === 'connected' || kind === 'renewal-failing';
  const needsConsent = !isConnected;
  const asksForClient = (needsConsent && !state.hasClientSecret) || isEditingClient;
  return {
    isConnected,
    asksForClient,
    canConsent: needsConsent && state.hasClientSecret && !isEditingClient,
    canDisconnect: kind !== 'not-connected' || state.hasClientSecret,
    offersReconnect: state.hasClientSecret && !asksForClient,
    secretHint: state.hasClientSecret ? 'Saved. Leave it empty to keep it.' : 'It is stored for you alone.',
    ignored: state.sheet.ignored.length === 0 ? '' : `Not sent: ${state.sheet.ignored.join(', ')}.`,
  };
}
