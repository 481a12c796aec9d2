/** Encoding, and what it refuses. */
import { describe, expect, it } from 'vitest';
import {
  decodeCall,
  decodeResponse,
  decodeValue,
  encodeCall,
  encodeFault,
  encodeResponse,
  encodeValue,
  XmlRpcDateTime,
  XmlRpcDouble,
  type XmlRpcValue,
  xmlRpcDateTime,
  xmlRpcDouble,
} from '../../src/xmlrpc/index.ts';
import { bytes, struct, valueErrorOf } from './given.ts';

const date = (text: string) => new XmlRpcDateTime(text);

/** Values that the types forbid can still come from untyped code. */
function untyped(value: unknown): XmlRpcValue {
  return JSON.parse('[]').concat([value])[0];
}

describe('encodeValue() writes', () => {
  it.each<[XmlRpcValue, string]>([
    ['', '<string></string>'],
    ['\ttab', '<string>\ttab</string>'],
    ['  sp  ', '<string>  sp  </string>'],
    ['a\r\nb', '<string>a&#13;\nb</string>'],
    ['\u2028', '<string>\u2028</string>'],
    [']]>', '<string>]]&gt;</string>'],
    ['<b>R&D</b> "\'', '<string>&lt;b&gt;R&amp;D&lt;/b&gt; "\'</string>'],
    ['&amp;&#13;', '<string>&amp;amp;&amp;#13;</string>'],
    ['😀 & 👨‍👩‍👧', '<string>😀 &amp; 👨‍👩‍👧</string>'],
    ['\u007f\u0085\ud7ff\ue000\ufffd', '<string>\u007f\u0085\ud7ff\ue000\ufffd</string>'],
    [true, '<boolean>1</boolean>'],
    [false, '<boolean>0</boolean>'],
    [0, '<int>0</int>'],
    [-0, '<int>0</int>'],
    [-1, '<int>-1</int>'],
    [2_147_483_647, '<int>2147483647</int>'],
    [-2_147_483_648, '<int>-2147483648</int>'],
    [123456789.125, '<double>123456789.125</double>'],
    [-0.5, '<double>-0.5</double>'],
    [1.5e-10, '<double>0.00000000015</double>'],
    [5e-324, `<double>0.${'0'.repeat(323)}5</double>`],
    [new XmlRpcDouble(1), '<double>1.0</double>'],
    [new XmlRpcDouble(-0), '<double>-0.0</double>'],
    [new XmlRpcDouble(1.5e300), `<double>15${'0'.repeat(299)}.0</double>`],
    [xmlRpcDouble(2.5), '<double>2.5</double>'],
    [date('00010210T11:41:23'), '<dateTime.iso8601>00010210T11:41:23</dateTime.iso8601>'],
    [xmlRpcDateTime('2014-11-10T23:38:51'), '<dateTime.iso8601>20141110T23:38:51</dateTime.iso8601>'],
    [bytes(), '<base64></base64>'],
    [bytes(0), '<base64>AA==</base64>'],
    [bytes(0xfb, 0xff), '<base64>+/8=</base64>'],
    [bytes(1, 2, 3), '<base64>AQID</base64>'],
    [Buffer.from('my dog'), '<base64>bXkgZG9n</base64>'],
    [[], '<array><data></data></array>'],
    [
      ['a', [1]],
      '<array><data><value><string>a</string></value><value><array><data><value><int>1</int></value></data></array></value></data></array>',
    ],
    [{}, '<struct></struct>'],
    [
      { a: 1, 'a<&>b': 'x' },
      '<struct><member><name>a</name><value><int>1</int></value></member><member><name>a&lt;&amp;&gt;b</name><value><string>x</string></value></member></struct>',
    ],
    [
      struct(['__proto__', 1]),
      '<struct><member><name>__proto__</name><value><int>1</int></value></member></struct>',
    ],
  ])('%o', (value, element) => {
    expect(encodeValue(value)).toBe(`<value>${element}</value>`);
  });

  it('extensions if the server is said to support them', () => {
    expect(encodeValue(null, { nil: true })).toBe('<value><nil/></value>');
    expect(encodeValue(-(2n ** 63n), { i8: true })).toBe('<value><i8>-9223372036854775808</i8></value>');
    expect(encodeCall('a', [null, 1n], { nil: true, i8: true })).toContain('<i8>1</i8>');
  });

  it('an object or a byte array of another realm like its own', async () => {
    const { runInNewContext } = await import('node:vm');
    expect(encodeValue(runInNewContext('({ a: new Uint8Array([0]) })'))).toBe(
      '<value><struct><member><name>a</name><value><base64>AA==</base64></value></member></struct></value>',
    );
  });

  it('a value that occurs twice, because that is not a cycle', () => {
    const shared = { a: 1 };
    expect(decodeValue(encodeValue([shared, shared]))).toEqual([shared, shared]);
  });
});

describe('encodeValue() refuses', () => {
  const cycle: XmlRpcValue[] = [];
  cycle.push([cycle]);
  const ring: Record<string, XmlRpcValue> = {};
  ring.next = { back: ring };

  it.each<[what: string, value: unknown, path: string]>([
    ['undefined', undefined, ''],
    ['undefined in a struct', { a: { b: undefined } }, 'a.b'],
    ['undefined in an array', [1, undefined], '[1]'],
    ['a hole', { list: new Array(1) }, 'list[0]'],
    ['a function', { f: () => 1 }, 'f'],
    ['a symbol', [Symbol('s')], '[0]'],
    ['null without the option', { contacts: [null] }, 'contacts[0]'],
    ['a bigint without the option', [1n], '[0]'],
    ['NaN', { n: Number.NaN }, 'n'],
    ['infinity', [[Number.NEGATIVE_INFINITY]], '[0][0]'],
    ['NaN as a double', new XmlRpcDouble(Number.NaN), ''],
    ['an integer that does not fit into 32 bits', { Id: 2_147_483_648 }, 'Id'],
    ['a negative one', { Id: -2_147_483_649 }, 'Id'],
    ['an integer that is not exact', [2 ** 53], '[0]'],
    ['a control character', { Email: '\u001b[0m' }, 'Email'],
    ['NUL', '\u0000', ''],
    ['a lone high surrogate', 'a\ud83d', ''],
    ['a lone low surrogate', ['\ude00b'], '[0]'],
    ['surrogates in the wrong order', '\ude00\ud83d', ''],
    ['U+FFFE', '\ufffe', ''],
    ['U+FFFF next to an ampersand', '&\uffff', ''],
    ['a control character in a name', { 'a\u0001': 1 }, '["a\\u0001"]'],
    ['an array within itself', cycle, '[0][0]'],
    ['a struct within itself', { ring }, 'ring.next.back'],
    ['a Date', { when: new Date(0) }, 'when'],
    ['a Map', new Map(), ''],
    ['a boxed string', Object('x'), ''],
    ['another typed array', [new Uint16Array(1)], '[0]'],
    ['a date with a zone', { d: date('20240102T03:04:05Z') }, 'd'],
    ['a date with a fraction', date('20240102T03:04:05.5'), ''],
  ])('%s, and says where', (_what, value, path) => {
    expect(valueErrorOf(() => encodeValue(untyped(value))).path).toBe(path);
  });

  it('a bigint past 64 bits', () => {
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n, 10n ** 20n]) {
      expect(valueErrorOf(() => encodeValue(value, { i8: true }))).toBeInstanceOf(TypeError);
    }
  });

  it('values that are nested deeper than decoding allows', () => {
    const nested = (levels: number) => {
      let value: XmlRpcValue = 1;
      for (let level = 0; level < levels; level++) value = [value];
      return value;
    };
    expect(decodeValue(encodeValue(nested(100)))).toEqual(nested(100));
    expect(valueErrorOf(() => encodeValue(nested(101))).message).toContain('nested');
    expect(valueErrorOf(() => encodeValue(nested(100_000))).message).toContain('nested');
  });

  it('values that branch without end, before they fill the memory', () => {
    let value: XmlRpcValue = 'x';
    for (let level = 0; level < 60; level++) value = [value, value];
    expect(valueErrorOf(() => encodeValue(value)).message).toContain('250000 values');
  });

  it('values without quoting them in the message', () => {
    const error = valueErrorOf(() => encodeValue({ Email: 'ana@example.com\u0000' }));
    expect(error.message).toBe('The character U+0000 cannot be sent (in Email)');
  });
});

describe('encodeCall()', () => {
  it('writes a whole call', () => {
    const text = encodeCall('ContactService.update', ['key', 7, { Email: 'ana@example.com' }]);
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>ContactService.update</methodName><params>' +
        '<param><value><string>key</string></value></param><param><value><int>7</int></value></param>' +
        '<param><value><struct><member><name>Email</name><value><string>ana@example.com</string></value></member>' +
        '</struct></value></param></params></methodCall>',
    );
    expect(decodeCall(text).methodName).toBe('ContactService.update');
  });

  it.each(['a', 'system.multicall', 'A_1:b/c.d'])('accepts the method name %s', (name) => {
    expect(encodeCall(name, [])).toContain(`<methodName>${name}</methodName>`);
  });

  it.each(['', 'a b', 'é', 'a-b', 'a\n', '<x>', 'a;b'])('refuses the method name %j', (name) => {
    expect(valueErrorOf(() => encodeCall(name, [])).path).toBe('methodName');
  });

  it('names the parameter that it refuses', () => {
    const params = [1, { contacts: [{ Email: 'a' }, { Email: '\u0000' }] }];
    expect(valueErrorOf(() => encodeCall('a', params)).path).toBe('params[1].contacts[1].Email');
    expect(valueErrorOf(() => encodeCall('a', [1, untyped(undefined)])).path).toBe('params[1]');
  });
});

describe('encodeResponse() and encodeFault()', () => {
  it('write what decodeResponse() reads', () => {
    expect(decodeResponse(encodeResponse([1, 'a']))).toEqual({ kind: 'value', value: [1, 'a'] });
    expect(decodeResponse(encodeFault(-5, 'no & no'))).toEqual({
      kind: 'fault',
      faultCode: -5,
      faultString: 'no & no',
    });
  });

  it('refuse an invalid fault', () => {
    expect(valueErrorOf(() => encodeFault(1.5, 'x')).path).toBe('fault.faultCode');
    expect(valueErrorOf(() => encodeFault(2 ** 40, 'x')).path).toBe('fault.faultCode');
    expect(valueErrorOf(() => encodeFault(1, '\u0000')).path).toBe('fault.faultString');
    expect(valueErrorOf(() => encodeResponse(untyped(undefined))).path).toBe('params[0]');
  });
});
