import { deepStrictEqual } from 'node:assert/strict';
import { parseXml, type XmlDocument, XmlElement } from '@rgrove/parse-xml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded } from '../../src/xmlrpc/guard.ts';
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
import { soakScale } from '../support/seeds.ts';
import { anyValue } from './given-values.ts';

const extensions = { nil: true, i8: true };

/** Pieces of documents, good and bad, for texts that come further than chance would take them. */
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
  it('give back every value as it was', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        deepStrictEqual(decodeValue(encodeValue(value, extensions)), value);
      }),
      { numRuns: 500 * soakScale },
    );
  });

  it('give back every call and every answer', () => {
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

  it('give back every value when markup that means nothing is strewn in', () => {
    const nothing = fc.constantFrom(
      '<!-- <a> & -->',
      "<?x it's ?>",
      '<?y "?>',
      '\r\n\t',
      ' '.repeat(3_000),
      '',
    );
    fc.assert(
      fc.property(anyValue, fc.array(nothing, { minLength: 1, maxLength: 5 }), (value, strewn) => {
        let turn = 0;
        const text = encodeValue([value], extensions);
        // Only behind tags around which white space means nothing.
        const around = /<\/?(?:array|data|struct|member)>|<\/name>(?=<value>)/g;
        const sparse = text.replace(around, (tag) => tag + (strewn[turn++ % strewn.length] ?? ''));
        deepStrictEqual(decodeValue(sparse), [value]);
      }),
    );
  });
});

describe('encodeValue()', () => {
  it('throws nothing but its one error, and writes nothing that decoding refuses', () => {
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
  it('throws nothing but its one error on any text', () => {
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

  it('throws nothing but its one error on a good document that was damaged', () => {
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

describe('the guard', () => {
  it('lets nothing through that the parser refuses, and counts the very elements that it finds', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), anyValue, (pieces, value) => {
        const text = encodeResponse(value, extensions).replace(/<value>(?=<)/, `<value>${pieces.join('')}`);
        const passed = orError(() => guarded(text, defaultLimits), XmlRpcSyntaxError);
        if (passed === undefined) return;
        const bare = passed.markup.replaceAll('<!---->', '');
        expect(elementsIn(parseXml(passed.markup))).toBe(bare.match(/<[^/?!]/g)?.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves the parser no letter that it refuses or keeps a table for', () => {
    const anyText = fc.string({
      unit: fc.constantFrom('a', '\ue000', '0', '😀', '\u0001', '&#1;', '&amp;', ' '),
    });
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        const text = `<value>${texts.map((each) => `${each}<!--${each}--><![CDATA[${each}]]><?x ${each}?>`).join('')}</value>`;
        const { markup } = guarded(text, defaultLimits);
        expect(() => parseXml(markup)).not.toThrow();
        expect(markup).not.toMatch(/[\ud800-\udfff]/);
      }),
    );
  });
});

/** What `act` gives; undefined for an error of this kind. Any other error is thrown on. */
function orError<Result>(act: () => Result, kind: new (...parts: never[]) => Error): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (error instanceof kind) return undefined;
    throw error;
  }
}

function elementsIn(node: XmlDocument | XmlElement): number {
  const elements = node.children.filter((child) => child instanceof XmlElement);
  return elements.reduce((sum, element) => sum + elementsIn(element), elements.length);
}
