/** Keap's addresses (developer.keap.com, "XML-RPC" and "OAuth 2.0" pages). */
export const xmlRpcUrl = 'https://api.infusionsoft.com/crm/xmlrpc/v1';

/** The retired address of one application; its name is checked where it enters. */
export const legacyXmlRpcUrl = (application: string) => `https://${application}.infusionsoft.com/api/xmlrpc`;

/** Below it stand the calls of REST v2 (Keap's contract, `/rest/v2`). */
export const restUrl = 'https://api.infusionsoft.com/crm/rest/v2';

/** Who asks, as OpenID Connect has it (Keap's REST v2 contract, "Retrieve User Info"). */
export const userInfoUrl = `${restUrl}/oauth/connect/userinfo`;

/** Where consent is asked and tokens are given. */
export const keapAuthorizationServer = {
  authorizeUrl: 'https://accounts.infusionsoft.com/app/oauth/authorize',
  tokenUrl: 'https://api.infusionsoft.com/token',
  scope: 'full',
} as const;

/** From this moment on nobody waits for XML-RPC: Keap ends it on 31 December 2026 (in milliseconds since 1970). */
export const xmlRpcEndMs = Date.UTC(2027, 0, 1);
