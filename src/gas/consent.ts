/** The parts of OAuth's consent that only Apps Script can provide. */
import type { Consent } from '../platform/consent.ts';

/** State tokens and the callback URL of Apps Script (Script service, StateTokenBuilder). */
export function gasConsent(): Consent {
  return {
    redirectUri: () => `https://script.google.com/macros/d/${ScriptApp.getScriptId()}/usercallback`,
    newState(callbackName, callbackArguments, timeoutSeconds) {
      const builder = ScriptApp.newStateToken().withMethod(callbackName).withTimeout(timeoutSeconds);
      for (const [name, value] of Object.entries(callbackArguments)) builder.withArgument(name, value);
      return builder.createToken();
    },
  };
}
