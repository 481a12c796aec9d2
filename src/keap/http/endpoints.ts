/** Every URL of Keap, and the day on which one of them ends. */

/** XML-RPC (developer.keap.com, "XML-RPC"). */
export const xmlRpcUrl = 'https://api.infusionsoft.com/crm/xmlrpc/v1';

/** The retired URL of one application, whose name was checked when it was entered. */
export const legacyXmlRpcUrl = (application: string) => `https://${application}.infusionsoft.com/api/xmlrpc`;

/** The base of every call to REST v2 (Keap's contract, `/rest/v2`). */
export const restUrl = 'https://api.infusionsoft.com/crm/rest/v2';

/** OpenID Connect's user info (Keap's REST v2 contract, "Retrieve User Info"). */
export const userInfoUrl = `${restUrl}/oauth/connect/userinfo`;

/** Where users consent and tokens are granted (developer.keap.com, "OAuth 2.0"). */
export const keapAuthorizationServer = {
  authorizeUrl: 'https://accounts.infusionsoft.com/app/oauth/authorize',
  tokenUrl: 'https://api.infusionsoft.com/token',
  scope: 'full',
} as const;

/** From this moment XML-RPC is not tried: Keap ends it on 31 December 2026 (in milliseconds since 1970). */
export const xmlRpcEndMs = Date.UTC(2027, 0, 1);
