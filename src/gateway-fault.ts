/** Reads the faults of the gateway in front of Keap's APIs and its token endpoint. */
import { jsonObject } from './json.ts';

/** The `errorcode` of a fault of the gateway (docs.apigee.com, "Runtime error catalog"); empty when there is none. */
export function faultCode(body: string): string {
  const detail = faultOf(body)?.detail;
  const code = typeof detail === 'object' && detail !== null && 'errorcode' in detail ? detail.errorcode : '';
  return typeof code === 'string' && isCode(code) ? code : '';
}

/** The `faultstring` of the same, which is for people to read; undefined when there is none. */
export function faultText(body: string): string | undefined {
  const text = faultOf(body)?.faultstring;
  return typeof text === 'string' ? text : undefined;
}

function faultOf(body: string): { readonly detail?: unknown; readonly faultstring?: unknown } | undefined {
  const fault = jsonObject(body)?.fault;
  return typeof fault === 'object' && fault !== null ? fault : undefined;
}

/** Only what looks like a code of Apigee, with or without its service, because it gets into logs and messages. */
function isCode(text: string): boolean {
  if (/^[a-z]+(_[a-z]+){1,5}$/.test(text) && text.length <= 60) return true;
  return /^(keymanagement\.service|oauth\.v2|steps|policies|messaging|protocol)\.[\w.-]{1,80}$/.test(text);
}
