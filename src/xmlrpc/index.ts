/** A self-contained XML-RPC codec: encodes and decodes calls and responses, whoever sends them. */
export { XmlRpcDateTime, xmlRpcDateTime } from './date-time.ts';
export { type DecodeOptions, decodeValue } from './decode.ts';
export { type EncodeOptions, encodeCall, encodeFault, encodeResponse, encodeValue } from './encode.ts';
export { type SourceLocation, type SyntaxErrorKind, XmlRpcSyntaxError, XmlRpcValueError } from './errors.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { decodeCall, decodeResponse, type XmlRpcCall, type XmlRpcResponse } from './response.ts';
export { isXmlRpcStruct, XmlRpcDouble, type XmlRpcStruct, type XmlRpcValue, xmlRpcDouble } from './value.ts';
