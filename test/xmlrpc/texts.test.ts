/** Text as XML has it, decoded. */
import { describe, expect, it } from 'vitest';
import { decodeResponse, decodeValue, XmlRpcDouble } from '../../src/xmlrpc/index.ts';
import { answer, read, syntaxErrorOf } from './given.ts';

/** The content of a `<value>`, and the text that it represents. */
const exact: Readonly<Record<string, readonly (readonly [content: string, text: string])[]>> = {
  'an untyped text, with all its white space': [
    ['', ''],
    ['   ', '   '],
    ['  x  ', '  x  '],
    ['Snape', 'Snape'],
    ['two line ends follow\n\n\nand there they were.', 'two line ends follow\n\n\nand there they were.'],
  ],
  'a typed text': [
    ['<string></string>', ''],
    ['<string/>', ''],
    ['<string />', ''],
    ['<string>  7</string>', '  7'],
    ['<string>a\tb</string>', 'a\tb'],
    ['\n  <string>in between</string>\n', 'in between'],
    ['<string xml:lang="en" x=\'>\'>with attributes</string >', 'with attributes'],
    ['<string\n>over lines</string\t>', 'over lines'],
  ],
  'what looks like another type': [
    ['<string>true</string>', 'true'],
    ['<string>1e5</string>', '1e5'],
    ['<string>0x1F</string>', '0x1F'],
    ['<string>007</string>', '007'],
    ['<string>NaN</string>', 'NaN'],
    ['<string>__proto__</string>', '__proto__'],
  ],
  'references decoded once': [
    ['<string>&lt;&gt;&amp;&quot;&apos;</string>', '<>&"\''],
    ['<string>&amp;lt; &amp;amp; &amp;#65;</string>', '&lt; &amp; &#65;'],
    ['<string>&#65;&#x42;&#x63;&#000000000067;</string>', 'ABcC'],
    ['<string>&#60;b&#62;&#38;</string>', '<b>&'],
    ['<string>&#x1F600;&#128512;</string>', '😀😀'],
    ['&#233;t&#xe9;', 'été'],
  ],
  "Keap's references to halves of a pair and to control characters": [
    ['<string>hi &#55357;&#56832;!</string>', 'hi 😀!'],
    ['<string>&#xD83D;&#xde00;&#55357;&#56832;</string>', '😀😀'],
    ['<string>Suite&#11;5</string>', 'Suite\u000b5'],
    ['<string>&#x1b;&#1;</string>', '\u001b\u0001'],
  ],
  'raw control characters': [
    [
      '<string>a\u0000\u0001\u0008\u000b\u000c\u001f\u007f\u0085z</string>',
      'a\u0000\u0001\u0008\u000b\u000c\u001f\u007f\u0085z',
    ],
  ],
  'each control character by itself': Array.from({ length: 32 }, (_, code): [string, string] => {
    const letter = String.fromCharCode(code);
    return [`<string>a${letter}</string>`, code === 0x0d ? 'a\n' : `a${letter}`];
  }),
  'elements with attributes, which are ignored': [
    ['<string a="\u0001" b="&#1;">x</string>', 'x'],
    ['<string a="😀\ue000" xml:space="maybe">x</string >', 'x'],
    ['<string xml:space="default"/>', ''],
  ],
  'brackets on both sides of markup': [
    ['<string>]]<!-- -->></string>', ']]>'],
    ['<string>]]<?x ?>></string>', ']]>'],
    ['<string>]]<![CDATA[]]>></string>', ']]>'],
  ],
  'normalized line ends, but carriage returns that are written as references': [
    ['<string>a\r\nb\rc\nd</string>', 'a\nb\nc\nd'],
    ['<string>a&#13;b&#13;\nc&#xD;&#xA;</string>', 'a\rb\r\nc\r\n'],
    ['<string>\r\r\n\n</string>', '\n\n\n'],
  ],
  'CDATA sections': [
    ['<string><![CDATA[]]></string>', ''],
    ['<string><![CDATA[&lt;&#65;]]></string>', '&lt;&#65;'],
    ['<string><![CDATA[a\r\nb]]></string>', 'a\nb'],
    ['<![CDATA[<b>&</b>]]>', '<b>&</b>'],
    ['a<![CDATA[ b ]]>c<![CDATA[]]]]><![CDATA[>]]>', 'a b c]]>'],
    ['<![CDATA[<!-- <?no?> -->]]>', '<!-- <?no?> -->'],
  ],
  'texts around comments': [
    ['foo<!-- <int>1</int> -->bar', 'foobar'],
    ['<string>a<!---->b<!-- & ]]> -->c</string>', 'abc'],
    ['<string>\r<!-- -->\n</string>', '\n\n'],
  ],
  'texts around processing instructions, whatever those contain': [
    ['<string>a<?php?>b<?x y?>c</string>', 'abc'],
    ["<string>it<?x isn't?> here, isn't it</string>", "it here, isn't it"],
    ['<string>a<?x "?>b<?y <int>"</int> ?>c</string>', 'abc'],
    ['<string>\r<?x?>\n<?x?>\r\n</string>', '\n\n\n'],
    ['<string>a<?x version="2.0" > ?>&#x41;</string>', 'aA'],
  ],
  'Unicode, unchanged': [
    [
      '<string>e\u0301 \u00e9 \u2028 \ufeff \ud7ff\ue000\ufffd</string>',
      'e\u0301 \u00e9 \u2028 \ufeff \ud7ff\ue000\ufffd',
    ],
    ['<string>👨‍👩‍👧 שלום 𝒳</string>', '👨‍👩‍👧 שלום 𝒳'],
  ],
};

describe.each(Object.entries(exact))('decodeValue() reads %s', (_what, rows) => {
  it.each(rows)('%j', (content, text) => {
    expect(read(content)).toBe(text);
  });
});

it('decodeValue() reads private-use characters as themselves, whatever is next to them', () => {
  const texts = ['\ue0000\ue000', '\ue000', '\ue0001\ue000a', '\u0001', '😀'];
  const values = texts.map((text) => `<value>${text}</value>`).join('');
  expect(decodeValue(`<value><array><data>${values}</data></array></value>`)).toEqual(texts);
});

describe('decodeValue()', () => {
  it.each([
    'a & b',
    '&',
    'a &amp b',
    '&;',
    '&#;',
    '&#x;',
    '&#X41;',
    '&#12a;',
    '&#xg;',
    '&#-1;',
    '&# 65;',
    '&nbsp;',
    '&foo;',
    '&LT;',
    '&__proto__;',
    '&constructor;',
    '&#0;',
    '&#xFFFE;',
    '&#xFFFF;',
    '&#x110000;',
    '&#99999999999999999999;',
    `&#${'0'.repeat(50)}65;`,
    '&#55357;',
    '&#56832;',
    '&#56832;&#55357;',
    '&#55357;x&#56832;',
    '&#55357;<![CDATA[]]>&#56832;',
    '&#xD83D;&amp;',
    '\ud83d',
    '\ude00',
    'a\ude00\ud83db',
    '\ufffe',
    '\uffff',
    'a ]]> b',
    ']]>',
    'a < b',
    '<',
    'a <- b',
    '<1>',
    '< string/>',
  ])('refuses the text %j', (text) => {
    expect(syntaxErrorOf(() => read(`<string>${text}</string>`)).kind).toBe('xml');
    expect(syntaxErrorOf(() => read(text)).kind).toBe('xml');
  });

  it('refuses invalid references and angle brackets in attributes', () => {
    for (const attribute of ['a="&"', 'a="&foo;"', 'a="<"', 'a="&#0;"', "a='&#55357;'"]) {
      expect(syntaxErrorOf(() => read(`<int ${attribute}>1</int>`)).kind).toBe('xml');
    }
    expect(read('<int a="&amp;&#65;>">1</int>')).toBe(1);
  });

  it('refuses text next to an element', () => {
    expect(syntaxErrorOf(() => read('foo<string>bar</string>')).kind).toBe('structure');
    expect(syntaxErrorOf(() => read('<string>bar</string>foo')).kind).toBe('structure');
    expect(syntaxErrorOf(() => read('<![CDATA[x]]><int>1</int>')).kind).toBe('structure');
    expect(syntaxErrorOf(() => read('&#160;<int>1</int>')).kind).toBe('structure');
  });

  it('reports markup that nobody escaped as an unknown type', () => {
    const error = syntaxErrorOf(() => read('Hello <b>bold</b>'));
    expect(error.kind).toBe('type');
    expect(error.message).toContain('<b>');
  });

  it('accepts comments and instructions next to an element', () => {
    expect(read('<!-- a --><int>1</int><!-- b -->')).toBe(1);
    expect(read("<?a?>\n<double>1.0</double><?b '?>")).toEqual(new XmlRpcDouble(1));
    expect(read('<int><!-- a -->1<?b?>2</int>')).toBe(12);
  });
});

describe('decodeResponse()', () => {
  it('accepts a byte order mark, white space, and comments before the root, and white space and comments after it', () => {
    const one = answer('<int>1</int>');
    const bare = one.slice(one.indexOf('?>') + 2);
    for (const text of [
      one,
      bare,
      `\ufeff${one}`,
      `\n ${one}`,
      `\ufeff\r\n${bare}`,
      `<!-- a -->${bare}<!-- b -->\n`,
    ]) {
      expect(decodeResponse(text)).toEqual({ kind: 'value', value: 1 });
    }
    expect(decodeResponse(`${one}<?bye 'bye ?>\n`)).toEqual({ kind: 'value', value: 1 });
  });

  it('ignores the encoding that a declaration names, because the text is decoded already', () => {
    const text = answer('é').replace('?>', '\nencoding="ISO-8859-1" standalone="yes" ?>');
    expect(decodeResponse(text)).toEqual({ kind: 'value', value: 'é' });
  });
});

describe('decodeValue() of a whole document', () => {
  it('reads self-closed and declared values', () => {
    expect(decodeValue('<value/>')).toBe('');
    expect(decodeValue('<?xml version="1.0"?>\n<value><int>3</int></value>')).toBe(3);
  });
});
