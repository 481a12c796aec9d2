/** Shows what a sync would do with rows without a contact id: looks their addresses up, and writes nothing. */
import type { ContactId } from '../../keap/contacts/contact.ts';
import type { ContactService } from '../../keap/contacts/contact-service.ts';
import type { Properties } from '../../platform/properties.ts';
import { newTagRule } from '../plan/new-tags.ts';
import type { PlanScope } from '../plan/plan.ts';
import type { PreviewedIds } from '../plan/preview.ts';
import { loadUnknownTags } from '../plan/unknown-tags.ts';
import type { SheetView } from '../sheet/sheet-view.ts';
import type { WithoutId } from '../sheet/without-id.ts';
import { candidatesOf } from './candidates.ts';
import { creationNotes } from './creation-notes.ts';
import { lookUp, noneText } from './look-up.ts';
import { loadMissingIds } from './missing-ids.ts';
import { rowsToFind, soughtName } from './rows-to-find.ts';

interface PreviewOptions {
  readonly service: ContactService;
  readonly properties: Properties;
  readonly sheetId: number;
  readonly account: string;
  readonly nowMs: () => number;
}

/** The sheet as it would be with the ids that Keap has, and what else a sync would do. */
export interface PreviewedSheet {
  readonly view: SheetView;
  readonly ids: PreviewedIds;
}

export function previewMissingIds(
  { service, properties, sheetId, account, nowMs }: PreviewOptions,
  view: SheetView,
  scope: PlanScope,
): PreviewedSheet {
  const choice = loadMissingIds(properties, sheetId);
  const rows = choice === 'leave' ? [] : rowsToFind(view, scope, account);
  if (rows.length === 0) return { view, ids: noIds };
  const looked = lookUp(service, rows, choice, creationNotes(properties, account, nowMs));
  const none = rows.filter(({ key }) => looked.get(key)?.kind === 'none');
  const tagRule = newTagRule(loadUnknownTags(properties, sheetId));
  const { candidates, reasons } =
    choice === 'create' ? candidatesOf(service, view, none, account, () => tagRule) : notCreated(none);
  const known = new Map<string, WithoutId>(
    [...reasons].map(([key, reason]) => [key, { kind: 'check', reason }]),
  );
  for (const { key } of candidates) known.set(key, { kind: 'waiting' });
  for (const [key, one] of looked) if ('reason' in one) known.set(key, { kind: 'check', reason: one.reason });
  const found = new Map(
    rows.flatMap(({ rowIndex, key }): [number, ContactId][] => {
      const one = looked.get(key);
      return one?.kind === 'one' ? [[rowIndex, one.id]] : [];
    }),
  );
  return {
    view: { ...withIds(view, found), withoutId: known },
    ids: {
      found: found.size,
      several: [...looked.values()].filter(({ kind }) => kind === 'several').length,
      created: candidates,
      sought: rows.map((row) => soughtName(row, account)),
    },
  };
}

const noIds: PreviewedIds = { found: 0, several: 0, created: [], sought: [] };

function notCreated(none: ReturnType<typeof rowsToFind>) {
  return {
    candidates: [],
    reasons: new Map(none.map(({ key, address }): [string, string] => [key, noneText(address)])),
  };
}

function withIds(view: SheetView, ids: ReadonlyMap<number, ContactId>): SheetView {
  const cells = view.grid.cells.map((row, rowIndex) => {
    const id = ids.get(rowIndex);
    return id === undefined ? row : row.map((cell, column) => (column === view.columns.id ? id : cell));
  });
  return { ...view, grid: { ...view.grid, cells } };
}
