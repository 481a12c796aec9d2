import { describe, expect, it } from 'vitest';
import type { ContactChange, ContactId, TagId } from '../../../src/keap/contacts/contact.ts';
import { tagCalls } from '../../../src/keap/contacts/tagging.ts';
import { tagFinder, tagIdsIn } from '../../../src/keap/contacts/tags.ts';
import { changesWithin } from '../../../src/keap/over-rest/tags.ts';

const tag = (id: number, name: string) => ({ id: String(id) as TagId, name });

describe('tagFinder()', () => {
  const find = tagFinder([
    tag(11, 'VIP'),
    tag(12, 'Newsletter 2027'),
    tag(13, 'Customer'),
    tag(14, 'customer '),
    tag(15, '2027'),
    tag(2027, 'Conference'),
    tag(16, '16'),
  ]);

  it.each([
    ['VIP', '11'],
    [' vip', '11'],
    ['11', '11'],
    ['newsletter  2027', '12'],
    ['13', '13'],
    ['15', '15'],
    ['16', '16'],
    ['Conference', '2027'],
  ])('finds %j', (text, id) => {
    expect(find(text)).toMatchObject({ kind: 'found', tag: { id } });
  });

  it.each([
    ['Newsleter', 'Keap has no tag "Newsleter". Correct the cell, or create the tag in Keap.'],
    [
      'Newsletter 2026',
      'Keap has no tag "Newsletter 2026". Did you mean "Newsletter 2027"? Correct the cell, or create the tag in Keap.',
    ],
    [
      'Customer',
      '"Customer" means several tags in Keap, with the ids 13, 14. Enter the id of the tag that you mean.',
    ],
    [
      '2027',
      '"2027" is the id of the tag "Conference" and the name of another, 15. Enter "Conference" or 15.',
    ],
    ['', 'Keap has no tag "". Correct the cell, or create the tag in Keap.'],
  ])('says of %j what is wrong', (text, problem) => {
    const isUnknown = problem.startsWith('Keap has no tag');
    expect(find(text)).toEqual({ kind: isUnknown ? 'unknown' : 'problem', problem });
  });
});

it('tagIdsIn() reads ids in whatever list', () => {
  expect([...tagIdsIn('11, 12,13')]).toEqual(['11', '12', '13']);
  expect([...tagIdsIn('')]).toEqual([]);
});

describe('the calls of tags', () => {
  const changes = (count: number, ...tags: number[]): ContactChange[] =>
    Array.from({ length: count }, (_, index) => ({
      id: (index + 1) as ContactId,
      fields: new Map(),
      tags: { apply: tags.map((id) => tag(id, `T${id}`)), remove: [] },
    }));

  it('are one for each contact and tag over XML-RPC, and one for 100 contacts of a tag over REST v2', () => {
    expect(tagCalls('XML-RPC', changes(250, 11, 12))).toBe(500);
    expect(tagCalls('REST v2', changes(250, 11, 12))).toBe(6);
  });

  it('fill a batch over REST v2', () => {
    expect(changesWithin(2, changes(1_000, 11))).toBe(200);
    expect(changesWithin(2, changes(1_000, 11, 12))).toBe(100);
    expect(changesWithin(10, changes(30, 11))).toBe(30);
    expect(changesWithin(1, changes(5, 11, 12, 13))).toBe(1);
    const withFields = changes(10, 11).map((one) => ({ ...one, fields: new Map([['Email', 'a']]) }));
    expect(changesWithin(5, withFields)).toBe(4);
  });
});
