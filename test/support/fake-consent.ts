import type { Consent } from '../../src/platform/consent.ts';

/** Gives readable state tokens. */
export function fakeConsent(): Consent {
  return {
    redirectUri: () => 'https://script.test/macros/d/the-script/usercallback',
    newState: (callbackName, callbackArguments, timeoutSeconds) =>
      JSON.stringify({ callbackName, callbackArguments, timeoutSeconds }),
  };
}
