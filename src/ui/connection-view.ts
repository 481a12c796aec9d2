import type { ConnectionState } from '../oauth/connection-state.ts';
import type { ConsentResult } from '../oauth/consent-flow.ts';
import { momentText } from './moment-text.ts';
import type { ConnectionView } from './server-functions.ts';

/** The connection in words. `timeZone` is an IANA name. */
export function connectionView(state: ConnectionState, timeZone: string): ConnectionView {
  return { ...words(state, timeZone), credential: 'oauth', details: [], warning: '' };
}

type Words = Pick<ConnectionView, 'kind' | 'sentence' | 'nextStep'>;

function words(state: ConnectionState, timeZone: string): Words {
  const at = (ms: number) => momentText(ms, timeZone);
  switch (state.kind) {
    case 'not-connected':
      return {
        kind: state.kind,
        sentence: 'This document is not connected to Keap yet.',
        nextStep: 'Enter the client id and secret of your Keap app, then connect.',
      };
    case 'connecting':
      return {
        kind: state.kind,
        sentence: `Waiting since ${at(state.sinceMs)} for you to agree on Keap's page.`,
        nextStep: 'Agree on the page that the link has opened, or connect again.',
      };
    case 'damaged':
      return {
        kind: state.kind,
        sentence: 'The stored connection to Keap is damaged.',
        nextStep: 'Connect again.',
      };
    case 'connected':
      return {
        kind: state.kind,
        sentence: `Connected to ${state.account} since ${at(state.sinceMs)}. The token was last renewed on ${at(state.renewedAtMs)}, and renews itself every day.`,
        nextStep: '',
      };
    case 'renewal-failing':
      return {
        kind: state.why === 'client-refused' ? 'client-refused' : state.kind,
        sentence: `Keap has not renewed the connection to ${state.account} since ${at(state.sinceMs)}.`,
        nextStep:
          state.why === 'client-refused'
            ? 'Keap does not know the client id and secret any more. Compare them with your app at keys.developer.keap.com and save them again.'
            : 'You need not do anything: every hour tries again.',
      };
    case 'reconnect-needed':
      return {
        kind: state.kind,
        sentence: state.wasCutOff
          ? `The connection to ${state.account} was lost on ${at(state.sinceMs)}: a renewal was cut off before its answer could be stored.`
          : `Keap has refused to renew the connection to ${state.account} since ${at(state.sinceMs)}.`,
        nextStep: 'Connect again.',
      };
  }
}

/** The page that the user finds in the browser tab after consent. */
export function consentPage(result: ConsentResult): { heading: string; text: string } {
  switch (result.kind) {
    case 'connected':
      return {
        heading: 'Connected',
        text: 'Your sheet is connected to Keap. Close this tab and go back to the sheet; the sidebar notices by itself.',
      };
    case 'declined':
      return {
        heading: 'Not connected',
        text: 'You declined at Keap, so nothing was connected. To try again, go back to the sheet and use the link in the sidebar.',
      };
    case 'no-code':
      return {
        heading: 'Not connected',
        text: 'Keap sent you back without a code. Go back to the sheet and use the link in the sidebar again.',
      };
    case 'code-refused':
      return {
        heading: 'Not connected',
        text: 'Keap did not accept the code: it was used before, or it is too old. Go back to the sheet and use the link in the sidebar again.',
      };
    case 'client-refused':
      return {
        heading: 'Not connected',
        text: 'Keap does not know this client id and secret. Compare them with your app at keys.developer.keap.com, save them again in the sidebar, and use its link.',
      };
    case 'unavailable':
      return {
        heading: 'Not connected yet',
        text: `Keap did not answer as expected (${result.reason}). Wait a few minutes, go back to the sheet and use the link in the sidebar again.`,
      };
  }
}
