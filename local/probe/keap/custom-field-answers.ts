/** What is assumed of custom fields, by type and by what is written. */
import type { Json } from '../question.ts';

export const assumedOverRest: Readonly<Record<string, Json>> = {
  DATE: {
    '2026-01-31': '2026-01-31T05:00:00Z',
    '2026-01-31T00:00:00Z': { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  DATE_TIME: {
    '2026-01-31T08:30:00Z': '2026-01-31T08:30:00Z',
    '2026-01-31 08:30:00': '2026-01-31T13:30:00Z',
    empty: 'empty',
  },
  YES_NO: {
    '0': 0,
    '1': 1,
    Yes: { refused: 400, words: 'Input could not be converted to a valid request' },
    true: { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  WHOLE_NUMBER: {
    '12': 12,
    '1.5': { refused: 400, words: 'Input could not be converted to a valid request' },
    '1,234.5': { refused: 400, words: 'Input could not be converted to a valid request' },
    abc: { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  DECIMAL_NUMBER: {
    '12': 12,
    '1.5': 1.5,
    '1,234.5': { refused: 400, words: 'Input could not be converted to a valid request' },
    abc: { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  CURRENCY: {
    '12': 12,
    '1.5': 1.5,
    '1,234.5': { refused: 400, words: 'Input could not be converted to a valid request' },
    abc: { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  PERCENT: {
    '12': 12,
    '1.5': 1.5,
    '1,234.5': { refused: 400, words: 'Input could not be converted to a valid request' },
    abc: { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  DROPDOWN: {
    'choice 1': '(choice 1)',
    'No such choice': { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  RADIO: {
    'choice 1': '(choice 1)',
    'No such choice': { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  LIST_BOX: {
    'a list of choice 1 and choice 2': '(choice 1),(choice 2)',
    'choice 1,choice 2': '(choice 1),(choice 2)',
    'No such choice': { refused: 400, words: 'Input could not be converted to a valid request' },
    empty: 'empty',
  },
  YEAR: { '26': { refused: 400, words: 'Input could not be converted to a valid request' }, '2026': '2026' },
  MONTH: {
    '1': { refused: 400, words: 'Input could not be converted to a valid request' },
    January: 'January',
  },
  DAY_OF_WEEK: {
    '1': { refused: 400, words: 'Input could not be converted to a valid request' },
    Monday: 'Monday',
    Mon: { refused: 400, words: 'Input could not be converted to a valid request' },
  },
  PHONE_NUMBER: { '480 555 0100': '480 555 0100' },
  EMAIL: { 'not an address': { refused: 400, words: 'Input could not be converted to a valid request' } },
  WEBSITE: { 'example.com': 'example.com' },
  STATE: { Arizona: 'Arizona', AZ: 'AZ' },
  NAME: { 'A. Probe': 'A. Probe' },
  TEXT: { 'a,b': 'a,b', ' a ': ' a ', empty: 'empty' },
  TEXT_AREA: { 'a\nb': 'a\nb' },
};

export const assumedOverXmlRpc: Readonly<Record<string, Json>> = {
  DATE: {
    '2026-01-31': '(field)Time.iso8601: 20260131T00:00:00',
    '2026-01-31T00:00:00Z': {
      fault: 12,
      text: '[InvalidParameter]Contact._(field) does not take such a value',
    },
    empty: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take an empty value' },
  },
  DATE_TIME: {
    '2026-01-31T08:30:00Z': {
      fault: 12,
      text: '[InvalidParameter]Contact._(field) does not take such a value',
    },
    '2026-01-31 08:30:00': 'dateTime.iso8601: 20260131T08:30:00',
    empty: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take an empty value' },
  },
  YES_NO: {
    '0': 'i4: 0',
    '1': 'i4: 1',
    Yes: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    true: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  WHOLE_NUMBER: {
    '12': 'i4: 12',
    '1.5': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    '1,234.5': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    abc: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  DECIMAL_NUMBER: {
    '12': 'i4: 12',
    '1.5': 'double: 1.5',
    '1,234.5': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    abc: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  CURRENCY: {
    '12': 'i4: 12',
    '1.5': 'double: 1.5',
    '1,234.5': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    abc: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  PERCENT: {
    '12': 'i4: 12',
    '1.5': 'double: 1.5',
    '1,234.5': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    abc: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  DROPDOWN: {
    'choice 1': 'no element: (choice 1)',
    'No such choice': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  RADIO: {
    'choice 1': 'no element: (choice 1)',
    'No such choice': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  LIST_BOX: {
    'a list of choice 1 and choice 2': 'no element: (choice 1),(choice 2)',
    'choice 1,choice 2': 'no element: (choice 1),(choice 2)',
    'No such choice': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    empty: 'left out',
  },
  YEAR: {
    '26': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    '2026': 'no element: 2026',
  },
  MONTH: {
    '1': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    January: 'no element: January',
  },
  DAY_OF_WEEK: {
    '1': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
    Monday: 'no element: Monday',
    Mon: { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
  },
  PHONE_NUMBER: { '480 555 0100': 'no element: 480 555 0100' },
  EMAIL: {
    'not an address': { fault: 12, text: '[InvalidParameter]Contact._(field) does not take such a value' },
  },
  WEBSITE: { 'example.com': 'no element: example.com' },
  STATE: { Arizona: 'no element: Arizona', AZ: 'no element: AZ' },
  NAME: { 'A. Probe': 'no element: A. Probe' },
  TEXT: { 'a,b': 'no element: a,b', ' a ': 'no element:  a ', empty: 'left out' },
  TEXT_AREA: { 'a\nb': 'no element: a\nb' },
};
