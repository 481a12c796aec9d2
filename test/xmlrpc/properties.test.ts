/** What holds for every value and for every text. */
import { deepStrictEqual } from 'node:assert/strict';
import * as strictParser from '@rgrove/parse-xml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCall,
  decodeResponse,
  decodeValue,
  defaultLimits,
  encodeCall,
  encodeResponse,
  encodeValue,
  XmlRpcSyntaxError,
  XmlRpcValueError,
} from '../../src/xmlrpc/index.ts';
import {
  childrenOf,
  isElement,
  nameOf,
  parseXml,
  textAmong,
  type XmlDocument,
  type XmlNode,
} from '../../src/xmlrpc/xml.ts';
import { soakScale } from '../support/seeds.ts';
import { anyValue } from './given-values.ts';

const extensions = { nil: true, i8: true };

/** Pieces of documents, valid and invalid, for texts that get further than random ones. */
const fragment = fc.constantFrom(
  ...'<methodResponse> </methodResponse> <params> </params> <param> </param> <value> </value> <value/> <int> </int>'.split(
    ' ',
  ),
  ...'<struct> </struct> <member> </member> <name> </name> <array> </array> <data> </data> <string> </string>'.split(
    ' ',
  ),
  ...'<fault> </fault> <nil/> <base64> </base64> <double> <dateTime.iso8601> <__proto__> <constructor/>'.split(
    ' ',
  ),
  ...'<!-- --> <![CDATA[ ]]> <? ?> <?xml <!DOCTYPE < > / & ; &amp; &#55357; &#56832; &#0; \' " = \r \n \ufeff \uffff'.split(
    ' ',
  ),
  ...'1 -1 x 1e9 20240101T00:00:00 😀 \ud83d \u0000'.split(' '),
  ' ',
);

// vitest's own comparison asks a struct for its `constructor`, which may be a member.
describe('encoding and decoding', () => {
  it('return every value unchanged', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        deepStrictEqual(decodeValue(encodeValue(value, extensions)), value);
      }),
      { numRuns: 500 * soakScale },
    );
  });

  it('return every call and every response unchanged', () => {
    fc.assert(
      fc.property(fc.array(anyValue, { maxLength: 3 }), (params) => {
        deepStrictEqual(decodeCall(encodeCall('a.b', params, extensions)), {
          methodName: 'a.b',
          params,
        });
        const [value = ''] = params;
        deepStrictEqual(decodeResponse(encodeResponse(value, extensions)), { kind: 'value', value });
      }),
    );
  });

  it('return every value unchanged if meaningless markup is inserted', () => {
    const nothing = fc.constantFrom(
      '<!-- <a> & -->',
      "<?x it's ?>",
      '<?y "?>',
      '\r\n\t',
      ' '.repeat(3_000),
      '',
    );
    fc.assert(
      fc.property(anyValue, fc.array(nothing, { minLength: 1, maxLength: 5 }), (value, inserted) => {
        let turn = 0;
        const text = encodeValue([value], extensions);
        // Only after tags around which white space means nothing.
        const around = /<\/?(?:array|data|struct|member)>|<\/name>(?=<value>)/g;
        const sparse = text.replace(around, (tag) => tag + (inserted[turn++ % inserted.length] ?? ''));
        deepStrictEqual(decodeValue(sparse), [value]);
      }),
    );
  });
});

describe('encodeValue()', () => {
  it('throws only its own error, and writes nothing that decoding refuses', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => {
          const text = orError(
            () => encodeValue(JSON.parse('[]').concat([value])[0], extensions),
            XmlRpcValueError,
          );
          if (text !== undefined) decodeValue(text);
        },
      ),
      { numRuns: 1_000 * soakScale },
    );
  });
});

describe('decodeResponse()', () => {
  it('throws only its own error for any text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fragment).map((pieces) => pieces.join('')),
        ),
        (text) => {
          for (const decode of [decodeResponse, decodeCall, decodeValue])
            orError(() => decode(text), XmlRpcSyntaxError);
        },
      ),
      { numRuns: 3_000 * soakScale },
    );
  });

  it('throws only its own error for a damaged document', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.nat({ max: 8 }),
      fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 3 })),
    );
    fc.assert(
      fc.property(anyValue, fc.array(damage, { minLength: 1, maxLength: 3 }), (value, damages) => {
        let text = encodeResponse(value, extensions);
        for (const [place, length, instead] of damages) {
          const start = place % text.length;
          text = text.slice(0, start) + instead + text.slice(start + length);
        }
        orError(() => decodeResponse(text), XmlRpcSyntaxError);
      }),
      { numRuns: 3_000 * soakScale },
    );
  });
});

/** A document as names and texts, whatever pieces its texts come in. */
type Tree = string | Element;
interface Element {
  readonly name: string;
  readonly content: readonly Tree[];
}

describe('parseXml()', () => {
  const asStrictParserReads = (given: string) => {
    if (orError(() => parseXml(given, defaultLimits), XmlRpcSyntaxError) === undefined) return;
    const text = strict(given);
    const ours = parseXml(text, defaultLimits);
    expect(treeOf(ours.root, ours)).toEqual(strictTreeOf(strictParser.parseXml(text)));
  };

  it('accepts nothing that a strict parser refuses, and finds the same elements and texts', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), anyValue, (pieces, value) => {
        asStrictParserReads(
          encodeResponse(value, extensions).replace(/<value>(?=<)/, `<value>${pieces.join('')}`),
        );
      }),
      { numRuns: 2_000 * soakScale },
    );
  });

  it('misreads no text next to comments, sections, instructions and attributes, however long it is', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '%', '"', "'", '😀', '&amp;', ' ', '/', '\r\n', '\t', 'long '.repeat(201)),
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const content = texts.map(
          (each) =>
            `${each}<!--${each}-->${each}<![CDATA[${each}]]><?x ${each}?>${each}<a\ufeff b="${each.replaceAll('"', '')}"/>`,
        );
        asStrictParserReads(`<value>${content.join('')}</value>`);
      }),
      { numRuns: 300 * soakScale },
    );
  });
});

/** The text with something plain in place of all that we accept and XML 1.0 refuses, because Keap sends it. */
function strict(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML refuses
  return text.replace(/&#\w+;|[\0-\x08\x0b\x0c\x0e-\x1f]/g, 'x');
}

function treeOf(node: XmlNode, document: XmlDocument): Tree {
  const content = childrenOf(node).map((child) =>
    isElement(child) ? treeOf(child, document) : (textAmong([child], document) ?? ''),
  );
  return { name: nameOf(node), content: joined(content) };
}

function strictTreeOf(node: strictParser.XmlDocument | strictParser.XmlElement): Tree | undefined {
  const content = node.children.map((child) => {
    if (child instanceof strictParser.XmlElement) return strictTreeOf(child) ?? '';
    return child instanceof strictParser.XmlText ? child.text : '';
  });
  if (node instanceof strictParser.XmlDocument) return content.find((child) => typeof child !== 'string');
  return { name: node.name.replace(/\s/g, '_'), content: joined(content) };
}

function joined(content: readonly Tree[]): Tree[] {
  const whole: Tree[] = [];
  for (const child of content) {
    const last = whole[whole.length - 1];
    if (typeof child === 'string' && typeof last === 'string') whole[whole.length - 1] = last + child;
    else if (child !== '') whole.push(child);
  }
  return whole;
}

/** What `act` returns; undefined for an error of this kind. Any other error is thrown again. */
function orError<Result>(act: () => Result, kind: new (...parts: never[]) => Error): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}
