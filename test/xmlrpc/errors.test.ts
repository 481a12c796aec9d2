/** Where decoding says an error is, and what it keeps to itself. */
import { describe, expect, it } from 'vitest';
import { decodeCall, decodeResponse, decodeValue, type XmlRpcSyntaxError } from '../../src/xmlrpc/index.ts';
import { answer, fault, syntaxErrorOf } from './given.ts';

const lines = (...texts: readonly string[]) => texts.join('\n');

/** The text without its «, and where that was. */
function marked(text: string): { text: string; line: number; column: number; offset: number } {
  const offset = text.indexOf('«');
  const before = text.slice(0, offset).split(/\r\n?|\n/);
  return {
    text: text.replace('«', ''),
    offset,
    line: before.length,
    column: (before[before.length - 1] ?? '').length + 1,
  };
}

const contact = (field: string) =>
  lines(
    '<methodResponse><params>',
    '  <param><value><array><data>',
    '    <value><struct><member><name>Id</name><value><int>1</int></value></member></struct></value>',
    `    <value><struct>${field}</struct></value>`,
    '  </data></array></value></param>',
    '</params></methodResponse>',
  );

describe('an error of decoding', () => {
  it.each<[what: string, text: string, path: string]>([
    [
      'a bad value',
      contact('<member><name>Id</name><value>«<int>x</int></value></member>'),
      'params[0][1].Id',
    ],
    [
      'an unknown type',
      contact('<member><name>_Two</name><value>«<spam/></value></member>'),
      'params[0][1]._Two',
    ],
    [
      'a bad reference',
      contact('<member><name>Email</name><value>a«&b</value></member>'),
      'params[0][1].Email',
    ],
    [
      'a stray tag',
      contact('<member><name>Email</name><value>a«</b></value></member>'),
      'params[0][1].Email',
    ],
    [
      'a bare bracket',
      contact('<member><name>Email</name><value>a «< b</value></member>'),
      'params[0][1].Email',
    ],
    ['a DOCTYPE', contact('<member><name>a</name><value>«<!DOCTYPE x></value></member>'), 'params[0][1].a'],
    ['a member without a name', contact('«<member><value/></member>'), 'params[0][1]'],
    [
      'a duplicate member',
      contact('<member><name>a</name><value/></member><member>«<name>a</name><value/></member>'),
      'params[0][1].a',
    ],
    [
      'text in a struct',
      contact('x').replace('1</int>', '1</int>').replace('<struct>x', '«<struct>x'),
      'params[0][1]',
    ],
    [
      'text after an item',
      contact('').replace('</struct></value>\n  </data>', '</struct></value>«]]>\n  </data>'),
      'params[0]',
    ],
    [
      'a name with a space',
      contact('<member><name>First Name</name><value>«<int/></value></member>'),
      'params[0][1]["First Name"]',
    ],
    [
      'a name in CDATA',
      contact('<member><name><![CDATA[a<b]]>&amp;c</name><value>«<int/></value></member>'),
      'params[0][1].a<b&c',
    ],
    [
      'a name with a bad reference',
      contact('<member><name>a«&#99999999;</name><value/></member>'),
      'params[0][1].a&#99999999;',
    ],
    ['a whole fault', fault('<value>x</value>').replace('<fault>', '«<fault>'), 'fault'],
    [
      'a fault code',
      fault('<value><struct><member><name>faultCode</name><value>«<int/></value></member></struct></value>'),
      'fault.faultCode',
    ],
    ['an empty parameter', '<methodResponse><params>«<param/></params></methodResponse>', 'params[0]'],
    ['the root', '\n\n «<methodCall/>', ''],
    ['a second root', `${contact('')}\r\n «<a/>`, ''],
    ['text that is not XML', '\r\r\n «Service Unavailable', ''],
    ['a text that ends early', `${contact('').slice(0, -17)}«`, ''],
    ['a text that ends within a value', '<methodResponse><params><param><value><int>«', 'params[0]'],
    [
      'an error after comments and instructions',
      contact('<!-- <a> --><?x <b> ?><member><name>a</name><value><![CDATA[<c>]]>«<spam/></value></member>'),
      'params[0][1].a',
    ],
    [
      'an error after attributes',
      contact('<member b="/>" c=\'>\'><name>a</name><value>«<spam/></value></member>'),
      'params[0][1].a',
    ],
    [
      'an error after empty elements',
      contact('<member><name/><value/></member><member><name>b</name><value>«<spam/></value></member>'),
      'params[0][1].b',
    ],
  ])('says where it found %s', (_what, text, path) => {
    const { text: decoded, ...where } = marked(text);
    const error = syntaxErrorOf(() => decodeResponse(decoded));
    expect(locationOf(error)).toEqual({ ...where, path });
    expect(error.message).toContain(`(line ${where.line}, column ${where.column}`);
  });

  it('names the parameter of a call, and only the path inside a value', () => {
    const params = '<param><value>a</value></param><param><value><int/></value></param>';
    const call = `<methodCall><methodName>m</methodName><params>${params}</params></methodCall>`;
    expect(syntaxErrorOf(() => decodeCall(call)).path).toBe('params[1]');
    const value = '<value><array><data><value/><value><int/></value></data></array></value>';
    expect(syntaxErrorOf(() => decodeValue(value)).path).toBe('[1]');
  });

  it('counts offsets in the original text, whatever ends its lines', () => {
    const { text, ...where } = marked(
      '\ufeff<value>\r\n\r<array>\r\n<data><value>«<int>x</int></value></data></array></value>',
    );
    expect(locationOf(syntaxErrorOf(() => decodeValue(text)))).toEqual({ ...where, path: '[0]' });
  });

  it('is a SyntaxError with its own name', () => {
    const error = syntaxErrorOf(() => decodeValue(''));
    expect(error).toBeInstanceOf(SyntaxError);
    expect(error.name).toBe('XmlRpcSyntaxError');
  });

  it.each([
    '<int>hunter2</int>',
    '<int>9hunter2</int>',
    '<double>hunter2</double>',
    '<dateTime.iso8601>hunter2</dateTime.iso8601>',
    '<base64>hunter2!</base64>',
    '<boolean>hunter2</boolean>',
    '<nil>hunter2</nil>',
    'hunter2<int>1</int>',
    'hunter2&hunter2;',
    'hunter2</b>',
    '<int hunter2="">x</int>',
    '<!DOCTYPE hunter2>',
    '<?hunter2',
  ])('never quotes the text: %s', (content) => {
    expect(syntaxErrorOf(() => decodeResponse(answer(content))).message).not.toContain('hunter2');
  });

  it('stays short, however long the names and the path are', () => {
    const deep = '<array><data><value>'.repeat(5_000);
    const long = `<struct><member><name>${'n'.repeat(5_000)}</name><value><int/></value></member></struct>`;
    for (const content of [deep, long, `<${'x'.repeat(240)}/>`, `<${'x'.repeat(5_000)}/>`]) {
      expect(syntaxErrorOf(() => decodeResponse(answer(content))).message.length).toBeLessThan(350);
    }
  });
});

function locationOf({ line, column, offset, path }: XmlRpcSyntaxError) {
  return { line, column, offset, path };
}
