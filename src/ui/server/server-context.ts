import type { Access } from '../../keap/auth/access.ts';
import type { DocumentOwner } from '../../keap/auth/document-owner.ts';
import type { Platform } from '../../platform/platform.ts';
import type { SheetCommands } from '../../sync/commands.ts';

/** What answering the sidebar needs of the rest of the house. */
export interface ServerContext {
  readonly platform: Platform;
  readonly access: Access;
  readonly owner: DocumentOwner;
  readonly sheet: SheetCommands;
}
