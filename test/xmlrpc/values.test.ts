/** The types of values. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  encodeCall,
  isXmlRpcStruct,
  XmlRpcDateTime,
  XmlRpcDouble,
  type XmlRpcStruct,
  type XmlRpcValue,
  xmlRpcDateTime,
  xmlRpcDouble,
} from '../../src/xmlrpc/index.ts';
import { struct, valueErrorOf } from './given.ts';

describe('XmlRpcDateTime', () => {
  it('keeps the date, fraction, and zone as they were written', () => {
    expect(xmlRpcDateTime('2024-01-02T03:04:05.678+05:30')).toMatchObject({
      year: 2024,
      month: 1,
      day: 2,
      hour: 3,
      minute: 4,
      second: 5,
      fraction: '.678',
      zone: '+05:30',
    });
    expect(new XmlRpcDateTime('00010210T11:41:23')).toMatchObject({
      year: 1,
      fraction: undefined,
      zone: undefined,
    });
  });

  it.each([
    ['19980717T14:08:55', 0, '1998-07-17T14:08:55.000Z'],
    ['19980717T14:08:55', -300, '1998-07-17T19:08:55.000Z'],
    ['19980717T00:08:55', 330, '1998-07-16T18:38:55.000Z'],
    ['19980717T14:08:55+01:00', -300, '1998-07-17T13:08:55.000Z'],
    ['19980717T14:08:55-0530', 0, '1998-07-17T19:38:55.000Z'],
    ['19980717T14:08:55.1239Z', 60, '1998-07-17T14:08:55.123Z'],
    ['00010210T11:41:23', 0, '0001-02-10T11:41:23.000Z'],
    ['00990210T11:41:23', 0, '0099-02-10T11:41:23.000Z'],
    ['19981231T23:59:60', 0, '1999-01-01T00:00:00.000Z'],
  ])('converts %s, %i minutes ahead of UTC, to the moment %s', (text, offsetMinutes, moment) => {
    expect(new XmlRpcDateTime(text).toDate(offsetMinutes).toISOString()).toBe(moment);
  });

  it('does not convert a date without a zone to a moment unless it is given an offset', () => {
    expect(valueErrorOf(() => new XmlRpcDateTime('19980717T14:08:55').toDate())).toBeInstanceOf(TypeError);
    expect(new XmlRpcDateTime('19980717T14:08:55Z').toDate().getTime()).toBe(900_684_535_000);
  });

  it('refuses anything that is not a date', () => {
    expect(valueErrorOf(() => new XmlRpcDateTime('yesterday')).path).toBe('');
    expect(valueErrorOf(() => xmlRpcDateTime('20230229T00:00:00'))).toBeInstanceOf(TypeError);
  });
});

describe('XmlRpcDouble', () => {
  it('shows its number, and works in arithmetic', () => {
    expect(new XmlRpcDouble(5).value).toBe(5);
    expect(String(xmlRpcDouble(5))).toBe('5');
    expect(Number(xmlRpcDouble(5)) + 1).toBe(6);
  });
});

describe('isXmlRpcStruct()', () => {
  it('tells structs from every other decoded value', () => {
    const others = [
      '',
      1,
      true,
      null,
      1n,
      [],
      new Uint8Array(),
      xmlRpcDouble(1),
      xmlRpcDateTime('19980717T14:08:55'),
    ];
    expect(isXmlRpcStruct(struct(['a', 1]))).toBe(true);
    expect([...others, undefined].filter((value) => isXmlRpcStruct(value))).toEqual([]);
  });
});

describe('XmlRpcValue', () => {
  it('is the type of every value that can be sent, and of nothing else', () => {
    expectTypeOf<{ Email: string; tags: number[] }>().toExtend<XmlRpcValue>();
    expectTypeOf<readonly string[]>().toExtend<XmlRpcValue>();
    expectTypeOf<Record<string, XmlRpcValue>>().toExtend<XmlRpcStruct>();
    expectTypeOf<undefined>().not.toExtend<XmlRpcValue>();
    expectTypeOf<Date>().not.toExtend<XmlRpcValue>();
    expectTypeOf<() => void>().not.toExtend<XmlRpcValue>();
    // @ts-expect-error: undefined cannot be sent
    expect(() => encodeCall('a', [undefined])).toThrow(TypeError);
    // @ts-expect-error: nor can a Date
    expect(() => encodeCall('a', [{ when: new Date(0) }])).toThrow(TypeError);
  });
});
