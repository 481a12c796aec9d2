/** Reads numbers as people write them, where there is no doubt which one is meant. */

/** What Keap keeps of a whole number: up to ten digits. */
const maxDigits = 10;

/** A whole number as digits: of `1,234`, `1 234` and `12.0`; undefined for anything else, and where it is not certain. */
export function wholeNumberIn(text: string): string | undefined {
  const plain = withoutSpaces(text);
  // `1.234` is a whole number to some, and a decimal to others.
  if (/^[+-]?\d{1,3}\.\d{3}$/.test(plain)) return undefined;
  const number = decimalIn(plain.replace(/^([+-]?\d{1,3}),(\d{3})$/, '$1$2'));
  return number !== undefined && /^-?\d+$/.test(number) && number.replace('-', '').length <= maxDigits
    ? number
    : undefined;
}

/**
 * A number as digits with a `.` before its decimals: of `$1,234.50`, `1.234,50 €`, `12,5`, `12.50` and `12.5 %`. Undefined
 * for anything else, and for `1,234`, which is one number to some and another one to others.
 */
export function decimalIn(text: string): string | undefined {
  const plain = withoutSpaces(text)
    .replace(/^([+-]?)(US)?[$€£¥]/, '$1')
    .replace(/[$€£¥%]$/, '');
  const match = /^([+-]?)(\d*)(?:\.(\d+))?$/.exec(withPoint(plain));
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = ''] = match;
  if (whole === '' && decimals === '') return undefined;
  const digits = whole.replace(/^0+(?=\d)/, '') || '0';
  const fraction = decimals.replace(/0+$/, '');
  const number = fraction === '' ? digits : `${digits}.${fraction}`;
  return sign === '-' && number !== '0' ? `-${number}` : number;
}

/** Spaces and apostrophes separate thousands in some countries. */
function withoutSpaces(text: string): string {
  return text.replace(/[\s'’]/g, '');
}

/** The number with nothing between its thousands and a point before its decimals, where it is certain which is which. */
function withPoint(text: string): string {
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(text) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(text)) {
    return text.replace(/,/g, '');
  }
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(text) || /^[+-]?\d{1,3}(\.\d{3}){2,}$/.test(text)) {
    return text.replace(/\./g, '').replace(',', '.');
  }
  return text.replace(/^([+-]?\d+),(\d{1,2})$/, '$1.$2');
}
