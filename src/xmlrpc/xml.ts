/**
 * The only file that names the parser. fast-xml-parser alone accepts much that is not XML, so three guards stand
 * around it: its own validator, a look at every `<!` and `<?`, and a check of what stands beside the root.
 * No DOCTYPE, ever: an XML-RPC decoder has no use for one, and all that entities can do to a parser comes with it.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { XmlRpcSyntaxError } from './errors.ts';
import { decodeReferences } from './references.ts';

/** How much a text may ask of us. */
export interface Limits {
  /** How deep values may be nested in one another. */
  readonly depth: number;
  /** Length of the text in UTF-16 code units. */
  readonly characters: number;
  /** How many values a text may hold. */
  readonly values: number;
}

/** An element and, in the order of the document, what stands in it. */
export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlNode[];
}

/** Text is decoded; what CDATA held stands as text as well. */
export type XmlNode = XmlElement | string;

/** Each value in an array lies in `<data>`, `<array>` and `<value>`, each in a struct in three more. */
const elementsPerValue = 3;

/** The root element of a well-formed text. Throws `XmlRpcSyntaxError` of kind `xml` or `limit`. */
export function parseXml(source: string, limits: Limits): XmlElement {
  if (source.length > limits.characters) {
    throw new XmlRpcSyntaxError('limit', `The text is longer than ${limits.characters} characters`);
  }
  // A byte order mark and white space before the declaration are common among servers written in PHP.
  const text = source.replace(/^[\ufeff\s]+/, '').replace(/\r\n?/g, '\n');
  guardMarkup(text);
  const validity = XMLValidator.validate(text);
  if (validity !== true)
    throw new XmlRpcSyntaxError('xml', validity.err.msg, { offset: offsetOf(text, validity.err) });
  return rootOf(parsed(text, limits));
}

/** Comments, CDATA and processing instructions are skipped whole; anything else that begins with `<!` is refused. */
function guardMarkup(text: string): void {
  const opening = /<[!?]/g;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const start = match.index;
    const end = text.startsWith('<!--', start)
      ? commentEnd(text, start)
      : text.startsWith('<![CDATA[', start)
        ? endAfter(text, ']]>', start + 9)
        : text.startsWith('<?', start) && !isLateDeclaration(text, start)
          ? endAfter(text, '?>', start + 2)
          : -1;
    if (end < 0) throw new XmlRpcSyntaxError('xml', 'This markup is not allowed here', { offset: start });
    opening.lastIndex = end;
  }
}

function isLateDeclaration(text: string, start: number): boolean {
  return start > 0 && /^<\?xml[\s?]/i.test(text.slice(start, start + 6));
}

/** XML 1.0, section 2.5: no `--` within a comment. */
function commentEnd(text: string, start: number): number {
  const end = text.indexOf('--', start + 4);
  return end >= 0 && text.startsWith('-->', end) ? end + 3 : -1;
}

function endAfter(text: string, closing: string, from: number): number {
  const place = text.indexOf(closing, from);
  return place < 0 ? -1 : place + closing.length;
}

function offsetOf(text: string, { line, col }: { line: number; col: number }): number {
  let lineStart = 0;
  for (let rest = line - 1; rest > 0; rest--) lineStart = text.indexOf('\n', lineStart) + 1;
  return lineStart + Math.max(0, col - 1);
}

const textName = '#text';
const cdataName = '#cdata';

function parsed(text: string, { depth }: Limits): unknown {
  const parser = new XMLParser({
    preserveOrder: true,
    parseTagValue: false,
    trimValues: false,
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    processEntities: false,
    textNodeName: textName,
    cdataPropName: cdataName,
    jPath: false,
    maxNestedTags: (depth + 2) * elementsPerValue * 2,
  });
  try {
    return parser.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/nested/i.test(message))
      throw new XmlRpcSyntaxError('limit', `Elements are nested too deep for values ${depth} deep`);
    throw new XmlRpcSyntaxError('xml', 'The text is not well-formed XML');
  }
}

function rootOf(nodes: unknown): XmlElement {
  const top = childrenOf(nodes).filter((node) => typeof node !== 'string' || node.trim() !== '');
  const [root] = top;
  if (top.length !== 1 || root === undefined || typeof root === 'string') {
    throw new XmlRpcSyntaxError('xml', 'The text does not have exactly one root element');
  }
  return root;
}

function childrenOf(nodes: unknown): XmlNode[] {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node: unknown) => nodeOf(node));
}

function nodeOf(node: unknown): XmlNode {
  for (const [name, content] of Object.entries(node ?? {})) {
    if (name === textName) return decodedText(String(content));
    if (name === cdataName) return childrenOfCdata(content);
    return { name, children: childrenOf(content) };
  }
  return '';
}

function childrenOfCdata(content: unknown): string {
  const [text] = Array.isArray(content) ? content : [];
  return String(Object.values(text ?? {})[0] ?? '');
}

function decodedText(text: string): string {
  if (text.includes(']]>')) throw new XmlRpcSyntaxError('xml', '"]]>" stands in a text');
  const decoded = decodeReferences(text);
  if (decoded === undefined) throw new XmlRpcSyntaxError('xml', 'A reference in a text means nothing in XML');
  return decoded;
}
