/** The page that the user finds in the browser tab after consent: what happened, and how to continue. */
import type { ConsentResult } from '../../oauth/consent-flow.ts';
import type { ConsentFailure } from '../../oauth/token-store.ts';

export interface ConsentPage {
  readonly heading: string;
  readonly text: string;
}

export function consentPage(result: ConsentResult): ConsentPage {
  switch (result.kind) {
    case 'connected':
      return {
        heading: 'Connected',
        text: 'Your sheet is connected to Keap. Close this tab and return to your sheet. The sidebar updates automatically.',
      };
    case 'already-connected':
      return {
        heading: 'Already connected',
        text: 'Your sheet is already connected to Keap, so nothing was done. Close this tab and return to your sheet.',
      };
    case 'other-account':
      return {
        heading: 'Another Keap account',
        text: `You allowed access to the Keap account ${result.account}, but your sheet was synced to ${result.expected}. Nothing has changed yet. Close this tab, return to your sheet and choose an account in the sidebar.`,
      };
    case 'unavailable':
      return { heading: 'Not connected yet', text: pageText(result.kind, result.reason) };
    default:
      return { heading: 'Not connected', text: pageText(result.kind) };
  }
}

function pageText(why: ConsentFailure['why'], reason = ''): string {
  return `${consentFailureText({ why, reason })} Close this tab and return to your sheet.`;
}

/** Why a consent has connected nothing, and what to do, for the page and for the sidebar. */
export function consentFailureText({ why, reason }: Pick<ConsentFailure, 'why' | 'reason'>): string {
  switch (why) {
    case 'declined':
      return 'You denied access in Keap, so nothing was connected. To try again, press the button to connect.';
    case 'not-allowed':
      return 'Keap does not let your app ask for access. Open the app at keys.developer.keap.com, check that it is active and that the redirect URI is the one in the sidebar, then connect again.';
    case 'no-code':
      return 'Keap returned no authorization code. Connect again.';
    case 'code-refused':
      return 'Keap rejected the authorization code because it is too old or was used before. Connect again.';
    case 'client-refused':
      return 'Keap does not recognize this client id and secret. Compare them with your app at keys.developer.keap.com, save them again, then connect again.';
    case 'client-missing':
      return "The client id and secret were deleted while you were on Keap's page. Enter them again, then connect again.";
    case 'unavailable':
      return `Keap did not answer as expected (${reason}). Wait a few minutes, then connect again.`;
  }
}
