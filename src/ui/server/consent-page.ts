/** The page that the user finds in the browser tab after consent: what happened, and how to continue. */
import type { ConsentResult } from '../../oauth/consent-flow.ts';

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
    case 'declined':
      return {
        heading: 'Not connected',
        text: 'You denied access in Keap, so nothing was connected. To try again, return to your sheet and connect again in the sidebar.',
      };
    case 'no-code':
      return {
        heading: 'Not connected',
        text: 'Keap returned no authorization code. Return to your sheet and connect again in the sidebar.',
      };
    case 'code-refused':
      return {
        heading: 'Not connected',
        text: 'Keap rejected the authorization code because it is too old or was used before. Return to your sheet and connect again in the sidebar.',
      };
    case 'client-refused':
      return {
        heading: 'Not connected',
        text: 'Keap does not recognize this client id and secret. Compare them with your app at keys.developer.keap.com, save them again in the sidebar, then connect again.',
      };
    case 'client-missing':
      return {
        heading: 'Not connected',
        text: "The client id and secret were deleted while you were on Keap's page. Return to your sheet, enter them again in the sidebar, then connect again.",
      };
    case 'unavailable':
      return {
        heading: 'Not connected yet',
        text: `Keap did not answer as expected (${result.reason}). Wait a few minutes, then return to your sheet and connect again in the sidebar.`,
      };
  }
}
