/**
 * Why a text is no XML-RPC: it is not XML; an element stands where it may not; no such type; the content is no
 * value of its type; the number does not fit its type; a limit is passed.
 */
export type SyntaxErrorKind = 'xml' | 'structure' | 'type' | 'value' | 'range' | 'limit';

/** Where in a text something is. */
export interface SourceLocation {
  /** Counted in UTF-16 code units, from 0. */
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** Where in the values, for instance `params[0].contacts[3].Email`; empty outside of them. */
  readonly path: string;
}

/** The only error that decoding throws. Its message never holds a value of the text, for that may be private. */
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

/** The only error that encoding throws: something that XML-RPC cannot carry. Its message never holds the value. */
export class XmlRpcValueError extends TypeError {
  /** Where in the values, for instance `params[0].contacts[3].Email`; empty for the whole value. */
  readonly path: string;

  constructor(reason: string, path: string) {
    super(path === '' ? reason : `${reason} (in ${shown(path)})`);
    this.name = 'XmlRpcValueError';
    this.path = path;
  }
}

/** The end of a path tells most; the whole of it is in the error's `path`. */
function shown(path: string): string {
  return path.length > 200 ? `…${path.slice(-199)}` : path;
}
