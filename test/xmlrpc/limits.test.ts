/** The limits of the codec, and its time for hostile documents. */
import { describe, expect, it } from 'vitest';
import {
  decodeResponse,
  decodeValue,
  defaultLimits,
  encodeValue,
  type XmlRpcValue,
} from '../../src/xmlrpc/index.ts';
import { answer, syntaxErrorOf, valueErrorOf } from './given.ts';

const inArrays = (levels: number, inner = '<int>1</int>') =>
  `${'<value><array><data>'.repeat(levels)}<value>${inner}</value>${'</data></array></value>'.repeat(levels)}`;
const inStructs = (levels: number) =>
  `${'<value><struct><member><name>a</name>'.repeat(levels)}<value/>${'</member></struct></value>'.repeat(levels)}`;
const items = (count: number) => `<value><array><data>${'<value/>'.repeat(count)}</data></array></value>`;

describe('decodeValue() enforces its limit of', () => {
  it('depth, exactly', () => {
    for (const nested of [inArrays, inStructs]) {
      expect(() => decodeValue(nested(defaultLimits.depth))).not.toThrow();
      expect(syntaxErrorOf(() => decodeValue(nested(defaultLimits.depth + 1))).kind).toBe('limit');
      expect(() => decodeValue(nested(7), { limits: { depth: 7 } })).not.toThrow();
      expect(syntaxErrorOf(() => decodeValue(nested(8), { limits: { depth: 7 } })).kind).toBe('limit');
    }
  });

  it('depth, which counts nested values and not neighboring ones', () => {
    const inner = '<value><array><data/></array></value><value><struct/></value>';
    const values = decodeValue(`<value><array><data>${inner.repeat(200)}</data></array></value>`);
    expect(values).toHaveLength(400);
    expect(decodeValue(encodeValue(values))).toEqual(values);
  });

  it('depth, which is a thousand at most', () => {
    const limits = { depth: Number.POSITIVE_INFINITY };
    expect(() => decodeValue(inArrays(1_000), { limits })).not.toThrow();
    expect(() => decodeValue(inStructs(1_000), { limits })).not.toThrow();
    expect(syntaxErrorOf(() => decodeValue(inArrays(100_000), { limits })).kind).toBe('limit');
  });

  it('values, exactly', () => {
    expect(() => decodeValue(items(9), { limits: { values: 10 } })).not.toThrow();
    expect(syntaxErrorOf(() => decodeValue(items(10), { limits: { values: 10 } })).kind).toBe('limit');
    expect(() => decodeValue('<value/>', { limits: { values: 1 } })).not.toThrow();
    expect(syntaxErrorOf(() => decodeValue('<value/>', { limits: { values: 0 } })).kind).toBe('limit');
  });

  it('bytes, counted in UTF-8', () => {
    const texts: readonly [letter: string, bytes: number][] = [
      ['a', 1],
      ['é', 2],
      ['€', 3],
      ['😀', 4],
    ];
    for (const [letter, bytes] of texts) {
      const text = `<value>${letter.repeat(100)}</value>`;
      const length = 15 + 100 * bytes;
      expect(decodeValue(text, { limits: { bytes: length } })).toBe(letter.repeat(100));
      expect(syntaxErrorOf(() => decodeValue(text, { limits: { bytes: length - 1 } })).kind).toBe('limit');
    }
  });

  it('elements, of which XML-RPC never needs more than four for a value', () => {
    const limits = { values: 1_000 };
    const member = '<member><name>a1</name><value><int>1</int></value></member>';
    const members = Array.from({ length: 999 }, (_, index) => member.replace('a1', `a${index}`)).join('');
    expect(() => decodeValue(`<value><struct>${members}</struct></value>`, { limits })).not.toThrow();
    expect(
      syntaxErrorOf(() => decodeValue(`<value><struct>${'<a/>'.repeat(5_000)}</struct></value>`, { limits }))
        .kind,
    ).toBe('limit');
  });
});

describe('encodeValue() enforces the same limits', () => {
  it('so that it never writes more values or bytes than decoding accepts', () => {
    const many: XmlRpcValue = new Array(defaultLimits.values).fill(true);
    expect(valueErrorOf(() => encodeValue(many)).message).toContain('values');
    expect(valueErrorOf(() => encodeValue('€'.repeat(18_000_000))).message).toContain('bytes');
  });
});

const hostile: Readonly<Record<string, (length: number) => string>> = {
  'nested tags': (length) => answer('<a>'.repeat(length / 3)),
  'nested arrays': (length) => answer('<array><data><value>'.repeat(length / 20)),
  'nested tags that end': (length) => answer(`${'<a>'.repeat(length / 7)}${'</a>'.repeat(length / 7)}`),
  'end tags': (length) => answer('</a>'.repeat(length / 4)),
  references: (length) => answer('&amp;'.repeat(length / 5)),
  "halves' references": (length) => answer('&#55357;&#56832;'.repeat(length / 16)),
  'references without an end': (length) => answer('&#x'.repeat(length / 3)),
  'zeros in a reference': (length) => answer(`&#${'0'.repeat(length)}65;`),
  ampersands: (length) => answer('&'.repeat(length)),
  'one text': (length) => answer('x'.repeat(length)),
  'one text of emoji': (length) => answer('😀'.repeat(length / 2)),
  'white space': (length) => answer(`<int>1</int>${' '.repeat(length)}`),
  'white space in front': (length) => `${' \r'.repeat(length / 2)}${answer('')}`,
  'line ends': (length) => answer('\r\n'.repeat(length / 2)),
  'line ends between values': (length) =>
    answer(`<array><data>${'<value>\r\n</value>\r\n'.repeat(length / 19)}</data></array>`),
  'short texts of emoji': (length) =>
    answer(`<array><data>${'<value>😀😀</value>'.repeat(length / 19)}</data></array>`),
  'a text of emoji and comments': (length) => answer('😀<!---->'.repeat(length / 9)),
  'line ends in a tag': (length) => answer(`<int${'\r\n'.repeat(length / 2)}>1</int>`),
  'line ends before an error': (length) => answer(`${'\r\n'.repeat(length / 2)}<int/>`),
  'line ends around a comment': (length) =>
    answer(`${'\r\n'.repeat(length / 4)}<!-- -->${'\r\n'.repeat(length / 4)}`),
  digits: (length) => answer(`<int>${'1'.repeat(length)}</int>`),
  'digits of a double': (length) => answer(`<double>${'1'.repeat(length)}x</double>`),
  'zeros of an i8': (length) => answer(`<i8>${'0'.repeat(length)}1</i8>`),
  'a long date': (length) =>
    answer(`<dateTime.iso8601>19980717T14:08:55.${'1'.repeat(length)}</dateTime.iso8601>`),
  base64: (length) => answer(`<base64>${'QUJD'.repeat(length / 4)}</base64>`),
  'base64 in pieces': (length) => answer(`<base64>${'QUJD \n'.repeat(length / 6)}</base64>`),
  'CDATA sections': (length) => answer('<![CDATA[]]>'.repeat(length / 12)),
  'CDATA sections without an end': (length) => answer('<![CDATA['.repeat(length / 9)),
  'comments in a text': (length) => answer('a<!---->'.repeat(length / 8)),
  'comments without an end': (length) => answer('<!--'.repeat(length / 4)),
  dashes: (length) => answer(`<!--${'-'.repeat(length)}`),
  'instructions in a text': (length) => answer('a<?x ?>'.repeat(length / 7)),
  'instructions without an end': (length) => answer('<?x '.repeat(length / 4)),
  'opening brackets': (length) => answer('<'.repeat(length)),
  'closing brackets': (length) => answer('>'.repeat(length)),
  'ends of sections': (length) => answer(']]'.repeat(length / 2)),
  'a long name': (length) => answer(`<${'x'.repeat(length)}/>`),
  'a long attribute': (length) => answer(`<int a="${'x'.repeat(length)}">1</int>`),
  'references in an attribute': (length) => answer(`<int a="${'&lt;'.repeat(length / 4)}">1</int>`),
  'many attributes': (length) =>
    answer(`<int ${Array.from({ length: length / 36 }, (_, index) => `a${index}=""`).join(' ')}>1</int>`),
  'space in a tag': (length) => answer(`<int${' '.repeat(length)}>1</int${'\n'.repeat(length)}>`),
  quotes: (length) => answer(`<int ${'"'.repeat(length)}`),
  'quotes in a declaration': (length) => answer('').replace('1.0', '1'.repeat(length)),
  'a document type': (length) => `<!DOCTYPE m [${'<!ENTITY a "b">'.repeat(length / 15)}]>${answer('')}`,
  'empty values': (length) => answer(`<array><data>${'<value/>'.repeat(length / 8)}</data></array>`),
  'a long member name': (length) =>
    answer(`<struct><member><name>${'n'.repeat(length)}</name></member></struct>`),
};

describe('decodeResponse() takes linear time for', () => {
  // A quadratic reader takes 64 times as long for eight times the length, in every attempt.
  it.each(Object.entries(hostile))('%s', (what, make) => {
    const length = wholeSize.includes(what) ? 10_000_000 : 1_000_000;
    const isLinear = [1, 2, 3].some(() => {
      const eighth = timeOf(make(length / 8));
      return timeOf(make(length)) < 24 * eighth + 100;
    });
    expect(isLinear).toBe(true);
  });

  it('a struct of a million members, which exceeds a limit, and one of a tenth of that, which does not', () => {
    const members = (count: number) =>
      Array.from({ length: count }, (_, index) => `<member><name>${index}k</name><value/></member>`).join('');
    const million = answer(`<struct>${members(1_000_000)}</struct>`);
    expect(syntaxErrorOf(() => decodeResponse(million)).kind).toBe('limit');
    const { kind, ...rest } = decodeResponse(answer(`<struct>${members(100_000)}</struct>`));
    expect(kind).toBe('value');
    expect(Object.keys(Object.values(rest)[0] ?? {})).toHaveLength(100_000);
  });
});

describe('a long text', () => {
  it('is read exactly', () => {
    const pieces = ['\r\n', '&#55357;&#56832;', ' é&amp;lt; ', '\r<!-- -->\n', '<?x "?>', '<![CDATA[&\r]]>'];
    const content = pieces.map((piece) => piece.repeat(3_000)).join('x'.repeat(5_000));
    const text = ['\n', '😀', ' é&lt; ', '\n\n', '', '&\n']
      .map((piece) => piece.repeat(3_000))
      .join('x'.repeat(5_000));
    expect(decodeValue(`<value><string>${content}</string></value>`)).toBe(text);
    expect(decodeValue(`<value>${' '.repeat(9_000)}<int>1</int></value>`)).toBe(1);
  });
});

/** Tried at ten megabytes; the others at one, to keep the suite fast. */
const wholeSize = ['nested tags', 'nested arrays', 'references', 'one text', 'empty values'];

/** Milliseconds of processor time, which other processes do not affect. */
function timeOf(text: string): number {
  const start = process.cpuUsage();
  try {
    decodeResponse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
