import type { Access } from '../keap/access.ts';
import type { DocumentOwner } from '../keap/document-owner.ts';
import type { Platform } from '../platform/platform.ts';
import type { SheetDeeds } from '../sync/deeds.ts';

/** What answering the sidebar needs of the rest of the house. */
export interface ServerParts {
  readonly platform: Platform;
  readonly access: Access;
  readonly owner: DocumentOwner;
  readonly sheet: SheetDeeds;
}
