import { describe, expect, it } from 'vitest';
import { change, givenService } from '../given-service.ts';

const all = [7, 8, 9, 10].map((id) => ({ id, fields: { FirstName: 'Before', ContactNotes: 'Old' } }));

async function given(notes: 'written' | 'ignored') {
  const { rest, keap } = await givenService({ contacts: all, behavior: { notes } });
  return { rest, keap };
}

describe('contact notes over REST v2', () => {
  it('are written, and read back once', async () => {
    const { rest, keap } = await given('written');
    const outcomes = rest.apply(
      all.map(({ id }) => change(id, { FirstName: 'After', ContactNotes: `New ${id}` })),
    );
    expect(outcomes).toEqual(all.map(() => ({ kind: 'done' })));
    expect(await keap.contacts()).toEqual(
      all.map(({ id }) => ({ id, fields: { FirstName: 'After', ContactNotes: `New ${id}` } })),
    );
    const reads = (await keap.requests()).filter(({ what }) => what === 'rest GET /contacts/{id}');
    expect(reads).toHaveLength(1);
  });

  it('are emptied', async () => {
    const { rest, keap } = await given('written');
    expect(rest.apply([change(7, { ContactNotes: '' })])).toEqual([{ kind: 'done' }]);
    expect((await keap.contacts())[0]?.fields).toEqual({ FirstName: 'Before' });
  });

  it('R1 that Keap ignores fail alone, with what it has instead', async () => {
    const { rest, keap } = await given('ignored');
    const outcomes = rest.apply(all.map(({ id }) => change(id, { FirstName: 'After', ContactNotes: 'New' })));
    expect(outcomes).toEqual(
      all.map(() => ({
        kind: 'failed',
        reason:
          'Keap accepted the row, but ContactNotes is "Old" in Keap. Check the contact there, or clear the status here to try again. The other values were synced.',
        fields: new Set(['ContactNotes']),
      })),
    );
    expect((await keap.contacts()).map(({ fields }) => fields.FirstName)).toEqual(all.map(() => 'After'));
  });
});
