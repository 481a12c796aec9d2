/** Reads the faults of the gateway in front of Keap's APIs and its token endpoint. */
import { jsonObject } from './json.ts';

/** The `errorcode` of a fault of the gateway (docs.apigee.com, "Runtime error catalog"); empty when there is none. */
export function faultCode(body: string): string {
  const fault = jsonObject(body)?.fault;
  const detail = typeof fault === 'object' && fault !== null && 'detail' in fault ? fault.detail : undefined;
  const code = typeof detail === 'object' && detail !== null && 'errorcode' in detail ? detail.errorcode : '';
  return typeof code === 'string' && isCode(code) ? code : '';
}

/** Only what looks like a code of Apigee, because it is shown: nothing else of a body ever is. */
function isCode(text: string): boolean {
  return /^(keymanagement\.service|oauth\.v2|steps|policies|messaging|protocol)\.[\w.-]{1,80}$/.test(text);
}
