/** The two errors of the codec. */

/**
 * Why a text is not valid XML-RPC: it is not XML; an element is out of place; the type is unknown; the content is not
 * a value of its type; the number does not fit its type; a limit is exceeded.
 */
export type SyntaxErrorKind = 'xml' | 'structure' | 'type' | 'value' | 'range' | 'limit';

/** Where something is in a document. */
export interface SourceLocation {
  /** Counted in UTF-16 code units, from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The value around it, for example `params[0].contacts[3].Email`; empty outside of all values. */
  readonly path: string;
}

/** The only error that decoding throws. Its message never contains a value, because that can be private. */
export class XmlRpcSyntaxError extends SyntaxError {
  readonly kind: SyntaxErrorKind;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly path: string;

  constructor(kind: SyntaxErrorKind, reason: string, location: SourceLocation) {
    const { offset, line, column, path } = location;
    super(`${reason} (line ${line}, column ${column}${path === '' ? '' : `, in ${shown(path)}`})`);
    this.name = 'XmlRpcSyntaxError';
    this.kind = kind;
    this.offset = offset;
    this.line = line;
    this.column = column;
    this.path = path;
  }
}

/** The only error that encoding throws: XML-RPC cannot represent a value. Its message never contains the value. */
export class XmlRpcValueError extends TypeError {
  /** Which value, for example `params[0].contacts[3].Email`; empty for the whole value. */
  readonly path: string;

  constructor(reason: string, path: string) {
    super(path === '' ? reason : `${reason} (in ${shown(path)})`);
    this.name = 'XmlRpcValueError';
    this.path = path;
  }
}

/** The end of a path says the most; all of it is in the error's `path`. */
function shown(path: string): string {
  return path.length > 200 ? `…${path.slice(-199)}` : path;
}
