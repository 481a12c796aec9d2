/** Arrays and structs, decoded. */
import { describe, expect, it } from 'vitest';
import type { XmlRpcValue } from '../../src/xmlrpc/index.ts';
import { read, struct, syntaxErrorOf } from './given.ts';

const member = (name: string, value: string) =>
  `<member><name>${name}</name><value>${value}</value></member>`;

describe('decodeValue() reads arrays', () => {
  it.each<[string, XmlRpcValue]>([
    ['<array><data/></array>', []],
    ['<array><data></data></array>', []],
    ['<array><data><!-- none --></data></array>', []],
    ['<array>\n <data>\n  <value>a</value>\n  <value><int>1</int></value>\n </data>\n</array>', ['a', 1]],
    ['<array><data><value/><value></value><value><string/></value></data></array>', ['', '', '']],
    [
      '<array><data><value><array><data/></array></value><value><struct/></value></data></array>',
      [[], struct()],
    ],
  ])('%s', (xml, value) => {
    expect(read(xml)).toStrictEqual(value);
  });

  it.each([
    '<array/>',
    '<array></array>',
    '<array><value>1</value></array>',
    '<array><data/><data/></array>',
    '<array><data><int>1</int></data></array>',
    '<array><data>1</data></array>',
    '<array>x<data/></array>',
    '<array><data><value>1</value>x</data></array>',
    '<array><data><![CDATA[x]]></data></array>',
  ])('but not %s', (xml) => {
    expect(syntaxErrorOf(() => read(xml)).kind).toBe('structure');
  });
});

describe('decodeValue() reads structs', () => {
  it.each<[string, XmlRpcValue]>([
    ['<struct/>', struct()],
    ['<struct></struct>', struct()],
    ['<struct>\n</struct>', struct()],
    [
      `<struct>${member('lowerBound', '<i4>18</i4>')}${member('upperBound', '<i4>139</i4>')}</struct>`,
      struct(['lowerBound', 18], ['upperBound', 139]),
    ],
    [
      '<struct>\n <member>\n  <name>a</name>\n  <value><int>1</int></value>\n </member>\n</struct>',
      struct(['a', 1]),
    ],
    [`<struct>${member('ukey䀀', 'x')}</struct>`, struct(['ukey䀀', 'x'])],
    [`<struct>${member('<![CDATA[a<b]]>', 'x')}</struct>`, struct(['a<b', 'x'])],
    [`<struct>${member(' a b ', 'x')}</struct>`, struct([' a b ', 'x'])],
    [`<struct>${member('R&amp;D&#33;', 'x')}</struct>`, struct(['R&D!', 'x'])],
    ['<struct><member><name/><value>x</value></member></struct>', struct(['', 'x'])],
    [
      `<struct>${member('2000', `<struct>${member('04', `<struct>${member('moe', '<i4>3</i4>')}</struct>`)}</struct>`)}</struct>`,
      struct(['2000', struct(['04', struct(['moe', 3])])]),
    ],
  ])('%s', (xml, value) => {
    expect(read(xml)).toStrictEqual(value);
  });

  it('in the order of the document', () => {
    const names = ['zebra', 'Apple', 'mango', '_Custom', 'apple'];
    const value = read(`<struct>${names.map((name) => member(name, '')).join('')}</struct>`);
    expect(Object.keys(value ?? {})).toEqual(names);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'valueOf',
    '__defineGetter__',
    'hasOwnProperty',
  ])('with %s as a name like any other', (name) => {
    const value = read(
      `<struct>${member(name, `<struct>${member('polluted', '<int>1</int>')}</struct>`)}</struct>`,
    );
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(Object.entries(value ?? {})).toStrictEqual([[name, struct(['polluted', 1])]]);
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    '<struct><foo></foo></struct>',
    '<struct>x</struct>',
    `<struct>x${member('a', '1')}</struct>`,
    '<struct><member/></struct>',
    '<struct><member><name>a</name></member></struct>',
    '<struct><member><value>a</value></member></struct>',
    '<struct><member><foo/><value>x</value></member></struct>',
    '<struct><member><value>x</value><name>a</name></member></struct>',
    '<struct><member><name>a</name><value>1</value><value>2</value></member></struct>',
    '<struct><member>x<name>a</name><value>1</value></member></struct>',
    '<struct><member><name><foo/></name><value>x</value></member></struct>',
    '<struct><member><name><value><i4>1</i4></value></name><value>one</value></member></struct>',
    `<struct>${member('a', '1')}${member('a', '2')}</struct>`,
    `<struct>${member('__proto__', '1')}${member('__proto__', '2')}</struct>`,
    `<struct>${member('a', '1')}${member('&#97;', '1')}</struct>`,
  ])('but not %s', (xml) => {
    expect(syntaxErrorOf(() => read(xml)).kind).toBe('structure');
  });
});
