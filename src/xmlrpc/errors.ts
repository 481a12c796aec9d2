/** Why a text is no XML-RPC: not XML; not shaped as the protocol says; an unknown type; no value of its type; too large a number; past a limit. */
export type SyntaxErrorKind = 'xml' | 'structure' | 'type' | 'value' | 'range' | 'limit';

/** The only error that decoding throws. */
export class XmlRpcSyntaxError extends SyntaxError {
  readonly kind: SyntaxErrorKind;
  /** Where in the values, for instance `params[0].contacts[3].Email`; empty where it is not within one. */
  readonly path: string;
  /** Where in the text, counted in UTF-16 code units from 0; undefined where only the path is known. */
  readonly offset: number | undefined;

  constructor(kind: SyntaxErrorKind, message: string, where: { path?: string; offset?: number } = {}) {
    const { path = '', offset } = where;
    const place = [...(path === '' ? [] : [`in ${path}`]), ...(offset === undefined ? [] : [`at ${offset}`])];
    super(place.length === 0 ? message : `${message} (${place.join(', ')})`);
    this.name = 'XmlRpcSyntaxError';
    this.kind = kind;
    this.path = path;
    this.offset = offset;
  }
}

/** The only error that encoding throws: a value that XML-RPC cannot carry. */
export class XmlRpcValueError extends TypeError {
  readonly path: string;

  constructor(message: string, path: string) {
    super(path === '' ? message : `${message} (in ${path})`);
    this.name = 'XmlRpcValueError';
    this.path = path;
  }
}
