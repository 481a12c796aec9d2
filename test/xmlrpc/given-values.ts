/** Random values of XML-RPC, for properties. */
import fc from 'fast-check';
import { XmlRpcDateTime, XmlRpcDouble, type XmlRpcValue } from '../../src/xmlrpc/index.ts';
import { struct } from './given.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot represent
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Any text that XML can represent, with more special characters than random text has. */
export const xmlText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '<',
        '>',
        '&',
        ']]>',
        '<![CDATA[',
        '<!--',
        '\r\n',
        '\r',
        '&amp;',
        '&#13;',
        '😀',
        ' ',
        '\ufeff',
      ),
      fc.constant('long '.repeat(500)),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join('').replace(forbidden, ''));

const memberName = fc.oneof(
  xmlText,
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '0', '-1', 'Email', '#text'),
);

const scalar: fc.Arbitrary<XmlRpcValue> = fc.oneof(
  xmlText,
  fc.boolean(),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(-(2 ** 31), 2 ** 31 - 1, 0),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
  fc.double({ noNaN: true, noDefaultInfinity: true, noInteger: false }).map(doubleOf),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constant(null),
  fc.uint8Array({ maxLength: 40 }),
  fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map(dateOf),
);

/** Any value that XML-RPC can represent. */
export const anyValue: fc.Arbitrary<XmlRpcValue> = fc.letrec<{ value: XmlRpcValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 5 }),
    fc
      .uniqueArray(fc.tuple(memberName, tie('value')), { maxLength: 5, selector: ([name]) => name })
      .map((members) => struct(...members)),
  ),
})).value;

/** An integral number as a double; any other number is one already. */
function doubleOf(number: number): XmlRpcValue {
  return Number.isInteger(number) ? new XmlRpcDouble(number) : number;
}

function dateOf(date: Date): XmlRpcDateTime {
  return new XmlRpcDateTime(date.toISOString().slice(0, 19).replace(/-/g, ''));
}
