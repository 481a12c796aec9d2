/** What a preview counts, piece by piece. */

/** How many contacts each of these concerns, and rows where it says so. */
export interface PreviewCounts {
  /** Contacts of the plan that were compared with Keap. */
  readonly compared: number;
  /** Contacts that would change. */
  readonly changing: number;
  /** Rows that have not changed since they were synced. */
  readonly unchanged: number;
  /** Rows that Keap turns out to match already: a sync sends nothing of them, and calls them Synced. */
  readonly matching: number;
  readonly problemRows: number;
  readonly optOuts: number;
  readonly optIns: number;
  /** Contacts that get tags. */
  readonly tagsApplied: number;
  /** Contacts that lose tags. */
  readonly tagsRemoved: number;
  /** Contacts with fields that empty cells would clear. */
  readonly emptied: number;
  /** Contacts that get an address which Keap does not email before it is opted in. */
  readonly newAddresses: number;
  /** Rows without a contact id whose contact was found by its address. */
  readonly found: number;
  /** Addresses of such rows that belong to several contacts. */
  readonly several: number;
  /** Contacts that would be created. */
  readonly created: number;
  /** Requests to Keap that the sync would take, about. */
  readonly calls: number;
}

/** The counts that `of` gives by name. */
export function countsBy(of: (name: keyof PreviewCounts) => number): PreviewCounts {
  return {
    ...{ compared: of('compared'), changing: of('changing'), unchanged: of('unchanged') },
    ...{ matching: of('matching'), problemRows: of('problemRows'), optOuts: of('optOuts') },
    ...{ optIns: of('optIns'), emptied: of('emptied'), newAddresses: of('newAddresses') },
    ...{ found: of('found'), several: of('several'), created: of('created') },
    ...{ tagsApplied: of('tagsApplied'), tagsRemoved: of('tagsRemoved') },
    calls: of('calls'),
  };
}

/** Before the first piece. */
export const noCounts: PreviewCounts = countsBy(() => 0);
