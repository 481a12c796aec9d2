/** An XML-RPC codec, usable by itself: encodes calls and answers, decodes them, and knows nothing of who speaks. */
export { type DecodeOptions, decodeValue } from './decode.ts';
export { type EncodeOptions, encodeCall, encodeFault, encodeResponse, encodeValue } from './encode.ts';
export { type SyntaxErrorKind, XmlRpcSyntaxError, XmlRpcValueError } from './errors.ts';
export { decodeCall, decodeResponse, type XmlRpcResponse } from './response.ts';
export {
  XmlRpcDateTime,
  XmlRpcDouble,
  type XmlRpcStruct,
  type XmlRpcValue,
  xmlRpcDateTime,
  xmlRpcDouble,
} from './value.ts';
export type { Limits } from './xml.ts';
