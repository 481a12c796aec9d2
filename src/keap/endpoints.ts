/** Keap's addresses (developer.keap.com, "XML-RPC" and "OAuth 2.0" pages). */
export const xmlRpcUrl = 'https://api.infusionsoft.com/crm/xmlrpc/v1';

/** Where consent is asked and tokens are given. */
export const keapAuthorizationServer = {
  authorizeUrl: 'https://accounts.infusionsoft.com/app/oauth/authorize',
  tokenUrl: 'https://api.infusionsoft.com/token',
  scope: 'full',
} as const;
