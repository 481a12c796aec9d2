/** The types that contain text, decoded. */
import { describe, expect, it } from 'vitest';
import {
  type SyntaxErrorKind,
  XmlRpcDateTime,
  XmlRpcDouble,
  type XmlRpcValue,
} from '../../src/xmlrpc/index.ts';
import { bytes, read, syntaxErrorOf } from './given.ts';

const double = (value: number) => new XmlRpcDouble(value);

const accepted: readonly [type: string, text: string, value: XmlRpcValue][] = [
  ['int', '0', 0],
  ['int', '-0', 0],
  ['int', '+0', 0],
  ['int', '+01', 1],
  ['int', `${'0'.repeat(40)}5`, 5],
  ['i4', '-12', -12],
  ['int', '2147483647', 2_147_483_647],
  ['int', '-2147483648', -2_147_483_648],
  ['i1', '12', 12],
  ['i1', '-128', -128],
  ['ex:i1', '127', 127],
  ['i2', '10', 10],
  ['ex:i2', '32767', 32_767],
  ['i8', '1', 1n],
  ['i8', '+7', 7n],
  ['i8', '9876543210', 9_876_543_210n],
  ['ex:i8', '-9223372036854775808', -9_223_372_036_854_775_808n],
  ['boolean', '0', false],
  ['boolean', '1', true],
  ['double', '0.0', double(0)],
  ['double', '-0.0', double(-0)],
  ['double', '01.10', 1.1],
  ['double', '0.1000000000000000055511151231257827', 0.1],
  ['double', '123456789012345678901234567890.5', double(1.2345678901234568e29)],
  ['double', '1.500000', 1.5],
  ['double', '.01', 0.01],
  ['double', '5.', double(5)],
  ['double', '7', double(7)],
  ['double', '1.0E-7', 1e-7],
  ['double', '-1.10e2', double(-110)],
  ['double', '1.7976931348623157e308', double(Number.MAX_VALUE)],
  ['double', '5e-324', Number.MIN_VALUE],
  ['nil', '', null],
  ['ex:nil', '', null],
  ['base64', '', bytes()],
  ['base64', 'AA==', bytes(0)],
  ['base64', '+/8=', bytes(0xfb, 0xff)],
  ['base64', '\r\nYmFz\nIGU2\tNA==\r\n', bytes(0x62, 0x61, 0x73, 0x20, 0x65, 0x36, 0x34)],
];

const dates: readonly string[] = [
  '19980717T14:08:55',
  '00010210T11:41:23',
  '99991231T23:59:59',
  '20240229T00:00:00',
  '20000229T00:00:00',
  '19981231T23:59:60',
  '2014-11-10T23:38:51',
  '2018-03-06T06:21:20Z',
  '20240102T03:04:05+01:00',
  '20240102T03:04:05-05:00',
  '20240102T03:04:05+05',
  '20240102T03:04:05-0530',
  '19980717T14:08:55.123Z',
];

const refused: readonly [kind: SyntaxErrorKind, type: string, ...texts: string[]][] = [
  ['value', 'int', '', '-', '+', '1.0', '1e3', '0b1', '0x10', 'abc', '12abc', '1_000', 'Infinity', 'NaN'],
  ['value', 'int', ' 1', '1 ', '\t1', '1\n', '--1', '１', '1 2', 'true'],
  ['range', 'int', '2147483648', '-2147483649', '9007199254740993', '9'.repeat(20), '9'.repeat(3_000)],
  ['value', 'int', '9'.repeat(100_000), '0'.repeat(100_000)],
  ['range', 'i1', '128', '-129'],
  ['range', 'ex:i2', '32768', '-32769'],
  ['value', 'i8', '', '12x', '1.5', ' 1'],
  ['range', 'i8', '9223372036854775808', '-9223372036854775809', '9'.repeat(3_000)],
  ['value', 'boolean', '', '2', 'true', 'false', ' 1', '01', '-1'],
  ['value', 'double', '', '.', '-', '-.', 'e5', '1e', '1,5', '0x1p3', '1_0.5', '１.５', '1.5f', '1.5.2'],
  ['value', 'double', '\n1.01\n', ' 1.5', '1 .5', `${'1'.repeat(100_000)}x`],
  ['range', 'double', 'inf', '-Infinity', 'NaN', '+nan', '1e309', '-1e400'],
  ['value', 'dateTime.iso8601', `20240101T00:00:00.${'1'.repeat(100)}`],
  ['value', 'dateTime.iso8601', '', '20230229T00:00:00', '19000229T00:00:00', '20240431T00:00:00'],
  ['value', 'dateTime.iso8601', '20240101T24:00:00', '20240101T00:60:00', '20240101T00:00:61'],
  ['value', 'dateTime.iso8601', '20240100T00:00:00', '20241301T00:00:00', '00000000T00:00:00'],
  ['value', 'dateTime.iso8601', '240101T00:00:00', '20240101T00:00', '20240101', '2024-0101T00:00:00'],
  ['value', 'dateTime.iso8601', '20240101T00:00:00 GMT', '20240101 00:00:00', ' 20240101T00:00:00'],
  ['value', 'dateTime.iso8601', '２024010１T00:00:00', '202401011T00:00:00', '1704067200'],
  ['value', 'dateTime.iso8601', '20240101T00:00:00+24:00', '20240101T00:00:00+01:60', '-0240101T00:00:00'],
  [
    'value',
    'base64',
    'a',
    'ab',
    'abc',
    '!',
    '-_-_',
    '=',
    '====',
    'ab=c',
    'a===',
    'aR==',
    'aaa=aaaa',
    'YQ= ='.slice(1),
  ],
  ['value', 'nil', 'x', ' '],
];

describe('decodeValue()', () => {
  it.each(accepted)('reads <%s>%s</…>', (type, text, value) => {
    expect(read(`<${type}>${text}</${type}>`)).toStrictEqual(value);
  });

  it.each(dates)('keeps the date %s as it was written', (text) => {
    const value = read(`<dateTime.iso8601>${text}</dateTime.iso8601>`);
    expect(value).toBeInstanceOf(XmlRpcDateTime);
    expect(String(value)).toBe(text);
  });

  it.each(refused)('refuses invalid content (%s) in <%s>', (kind, type, ...texts) => {
    for (const text of texts) {
      const error = syntaxErrorOf(() => read(`<${type}>${text}</${type}>`));
      expect([text.slice(0, 40), error.kind]).toEqual([text.slice(0, 40), kind]);
    }
  });

  it.each(['int', 'boolean', 'double', 'dateTime.iso8601'])(
    'refuses an empty or self-closed <%s>',
    (type) => {
      expect(syntaxErrorOf(() => read(`<${type}/>`)).kind).toBe('value');
    },
  );

  it('accepts self-closed elements of types that may be empty', () => {
    expect([read('<string/>'), read('<nil/>'), read('<base64/>')]).toEqual(['', null, bytes()]);
  });

  it.each(['spam', 'Int', 'integer', 'float', 'value', 'biginteger', 'ex:serializable', 'toString'])(
    'refuses <%s> as an unknown type',
    (type) => {
      const error = syntaxErrorOf(() => read(`<${type}>1</${type}>`));
      expect(error.kind).toBe('type');
      expect(error.message).toContain(`<${type}> is not an XML-RPC type`);
    },
  );

  it('refuses an unknown type whose name the parser would refuse or cut off', () => {
    for (const type of [
      '__proto__',
      'constructor',
      'prototype',
      'hasOwnProperty',
      'int\ufeff',
      'int\u1680',
    ]) {
      expect(syntaxErrorOf(() => read(`<${type}>1</${type}>`)).kind).toBe('type');
    }
  });

  it('refuses an element within a scalar, and two types in one value', () => {
    expect(syntaxErrorOf(() => read('<int>1<b/></int>')).kind).toBe('structure');
    expect(syntaxErrorOf(() => read('<string><b>x</b></string>')).kind).toBe('structure');
    expect(syntaxErrorOf(() => read('<string>a</string><string>b</string>')).kind).toBe('structure');
  });
});
