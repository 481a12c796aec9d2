/** Whole responses and calls, decoded. */
import { describe, expect, it } from 'vitest';
import { decodeCall, decodeResponse, type XmlRpcResponse } from '../../src/xmlrpc/index.ts';
import { answer, fault, struct, syntaxErrorOf } from './given.ts';

const code = (value: string) => `<member><name>faultCode</name><value>${value}</value></member>`;
const words = (value: string) => `<member><name>faultString</name><value>${value}</value></member>`;
const faultOf = (...members: readonly string[]) =>
  fault(`<value><struct>${members.join('')}</struct></value>`);

describe('decodeResponse() reads values', () => {
  it.each<[string, XmlRpcResponse]>([
    [answer('<int>1</int>'), { kind: 'value', value: 1 }],
    [answer(''), { kind: 'value', value: '' }],
    [answer('<struct/>'), { kind: 'value', value: struct() }],
    [answer('Site,Array\n% Reserved\n'), { kind: 'value', value: 'Site,Array\n% Reserved\n' }],
    [answer('x').replace('<value>x</value>', '<value/>'), { kind: 'value', value: '' }],
    [
      answer('x')
        .replace(/(<[^?>]+>)/g, '\n\t$1')
        .replace('x\n\t', 'x'),
      { kind: 'value', value: 'x' },
    ],
    [
      answer('1').replace('<methodResponse>', '<methodResponse xmlns:x="urn:x" a=\'>\'>'),
      { kind: 'value', value: '1' },
    ],
  ])('%j', (text, response) => {
    expect(decodeResponse(text)).toStrictEqual(response);
  });
});

describe('decodeResponse() reads faults', () => {
  it.each<[string, number, string]>([
    [faultOf(code('<i4>6</i4>'), words('<string>A fault occurred</string>')), 6, 'A fault occurred'],
    [
      faultOf(words('[RecordNotFound]no such contact'), code('<int>5</int>')),
      5,
      '[RecordNotFound]no such contact',
    ],
    [
      faultOf(code('<i4>0</i4>'), words('Failed to parse XML-RPC request')),
      0,
      'Failed to parse XML-RPC request',
    ],
    [faultOf(code('<int>-1</int>'), words('<string/>')), -1, ''],
    [faultOf(code('<int>1</int>'), words('x'), '<member><name>faultCause</name><value/></member>'), 1, 'x'],
    [faultOf(code('<string>4</string>'), words('foo')), 4, 'foo'],
    [faultOf(code('<double>4.0</double>'), words('foo')), 4, 'foo'],
    [faultOf(code('<i8>-32601</i8>'), words('foo')), -32_601, 'foo'],
    [faultOf(code('<ex:i8>9876543210</ex:i8>'), words('foo')), 9_876_543_210, 'foo'],
    [faultOf(code('<i4>0</i4>'), words('<i4>0</i4>')), 0, '0'],
  ])('%s', (text, faultCode, faultString) => {
    expect(decodeResponse(text)).toStrictEqual({ kind: 'fault', faultCode, faultString });
  });

  it.each([
    faultOf(),
    faultOf(words('foo')),
    faultOf(code('<int>1</int>')),
    faultOf(code('Server'), words('foo')),
    faultOf(code('<double>1.5</double>'), words('foo')),
    faultOf(code('<int>1</int>'), words('<boolean>1</boolean>')),
    fault(''),
    fault('<value></value><value></value>'),
    fault('<value><string></string></value>'),
    fault('<value><array><data/></array></value>'),
    fault('<struct/>'),
    fault('x'),
  ])('but not %s', (text) => {
    expect(syntaxErrorOf(() => decodeResponse(text)).kind).toBe('structure');
  });
});

describe('decodeResponse() refuses the shape of', () => {
  it.each([
    "<?xml version='1.0'?><methodResponse/>",
    '<methodResponse></methodResponse>',
    '<methodResponse><params></params></methodResponse>',
    '<methodResponse><params/></methodResponse>',
    '<methodResponse><params><param/></params></methodResponse>',
    '<methodResponse><params><param>1</param></params></methodResponse>',
    '<methodResponse><params><param><foo/></param></params></methodResponse>',
    '<methodResponse><params><value>1</value></params></methodResponse>',
    '<methodResponse><param><value>1</value></param></methodResponse>',
    '<methodResponse><value>1</value></methodResponse>',
    '<methodResponse><params><param><value>1</value><value>2</value></param></params></methodResponse>',
    '<methodResponse><params><param><value>1</value></param><param><value>2</value></param></params></methodResponse>',
    '<methodResponse><params><param><value>1</value></param></params><fault/></methodResponse>',
    '<methodResponse>x<params><param><value>1</value></param></params></methodResponse>',
    '<methodCall><params><param><value>1</value></param></params></methodCall>',
    '<html><body>Service Unavailable</body></html>',
    '<METHODRESPONSE/>',
  ])('%s', (text) => {
    expect(syntaxErrorOf(() => decodeResponse(text)).kind).toBe('structure');
  });
});

describe('decodeResponse() refuses as malformed XML', () => {
  const good = answer('<int>1</int>');

  it.each([
    '',
    ' ',
    '\ufeff',
    'Internal Server Error',
    '{"fault":{"faultstring":"Invalid access token"}}',
    '<!-- nothing else -->',
    '<?xml version="1.0"?>',
    `${good}${good}`,
    `${good}<script>ad</script>`,
    `${good}<a/>`,
    `${good}x`,
    `${good}&#32;`,
    `${good}<![CDATA[ ]]>`,
    `x${good}`,
    `${good}</methodResponse>`,
    good.slice(0, -5),
    good.slice(0, -1),
    good.replace('</methodResponse>', ''),
    good.replace('</int></value>', '</value></int>'),
    good.replace('</int>', '</Int>'),
    good.replace('</int>', '</int a="1">'),
    good.replace('</int>', '</int/>'),
    good.replace('</int>', '</ int>'),
    good.replace('</int>', '</integer>'),
    good.replace('</int>', '</in>'),
    good.replace('<int>', "<int a='1' a='2'>"),
    good.replace('<int>', '<int a>'),
    good.replace('<int>', '<int a=1>'),
    good.replace('<int>', '<int a="1>'),
    good.replace('<int>', '<int a="1"b="2">'),
    good.replace('<int>', '<int =>'),
    good.replace('<int>', '<int / >'),
    good.replace('<int>', '<int\u00a0>'),
    good.replace('<int>1', '<![FOO[x]]><int>1'),
    good.replace('1</int>', '<![CDATA[1</int>'),
    good.replace('1</int>', '<![cdata[1]]></int>'),
    good.replace('1</int>', '<!-- 1</int>'),
    good.replace('1</int>', '1<!-- a -- b --></int>'),
    good.replace('1</int>', '1<!-- a ---></int>'),
    good.replace('1</int>', '1<!--></int>'),
    good.replace('1</int>', '1<!></int>'),
    good.replace('1</int>', '1<? x?></int>'),
    good.replace('1</int>', '1<?></int>'),
    good.replace('1</int>', '1<?x</int>'),
    good.replace('1</int>', '1<?x"y"?></int>'),
    good.replace('1</int>', '1<?xml version="1.0"?></int>'),
    good.replace('1</int>', '1<?XML?></int>'),
    `<!-- late -->${good}`,
    good.replace('version="1.0"', ''),
    good.replace('version="1.0"', 'version="2.0"'),
    good.replace('version="1.0"', 'encoding="x" version="1.0"'),
    good.replace('?>', '>'),
  ])('%j', (text) => {
    expect(syntaxErrorOf(() => decodeResponse(text)).kind).toBe('xml');
  });

  it.each([
    '<!DOCTYPE methodResponse>',
    '<!doctype html>',
    '<!DOCTYPE m [<!ENTITY e "hello">]>',
    '<!DOCTYPE m [<!ENTITY lt "EVIL">]>',
    '<!DOCTYPE foo [<!ENTITY xxe SYSTEM "http://127.0.0.1:9/">]>',
    '<!DOCTYPE m SYSTEM "file:///etc/passwd">',
    '<!DOCTYPE a><!DOCTYPE b>',
    '<!ENTITY a "b">',
    '<!DOCTYPE m [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
  ])('anything with %s, wherever it is', (declaration) => {
    for (const place of ['<methodResponse>', '<int>', '1</int>']) {
      const error = syntaxErrorOf(() => decodeResponse(good.replace(place, `${declaration}${place}`)));
      expect(error.kind).toBe('xml');
    }
    expect(syntaxErrorOf(() => decodeResponse(`${good}${declaration}`)).kind).toBe('xml');
  });
});

describe('decodeCall()', () => {
  const call = (content: string) => `<?xml version="1.0"?>\n<methodCall>${content}</methodCall>`;

  it('returns the method and its parameters in order', () => {
    const text = call(
      '\n<methodName>ContactService.load</methodName>\n<params><param><value>key</value></param><param><value><int>7</int></value></param></params>\n',
    );
    expect(decodeCall(text)).toStrictEqual({ methodName: 'ContactService.load', params: ['key', 7] });
  });

  it('accepts every form of a call without parameters', () => {
    for (const params of ['', '<params/>', '<params></params>']) {
      expect(decodeCall(call(`<methodName>a</methodName>${params}`))).toEqual({
        methodName: 'a',
        params: [],
      });
    }
  });

  it.each(['', ' a', 'a b', 'é', 'a-b', 'a\n', '&lt;', 'x'.repeat(100_000).concat('!')])(
    'refuses the method name %j',
    (name) => {
      expect(syntaxErrorOf(() => decodeCall(call(`<methodName>${name}</methodName>`))).kind).toBe('value');
    },
  );

  it.each([
    '',
    '<params/>',
    '<params/><methodName>a</methodName>',
    '<methodName><b/></methodName>',
    '<methodName>a</methodName><methodName>a</methodName>',
    '<methodName>a</methodName><params/><params/>',
    '<methodName>a</methodName>x',
    '<methodName>a</methodName><params><value>1</value></params>',
    '<methodName>a</methodName><params><param><int>1</int></param></params>',
    '<methodName>a</methodName><params><param/></params>',
  ])('refuses the shape of %s', (content) => {
    expect(syntaxErrorOf(() => decodeCall(call(content))).kind).toBe('structure');
  });

  it('refuses a response', () => {
    expect(syntaxErrorOf(() => decodeCall(answer('1'))).kind).toBe('structure');
  });
});
