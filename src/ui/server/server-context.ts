/** What the server needs to answer the browser. */
import type { Access } from '../../keap/auth/access.ts';
import type { DocumentOwner } from '../../keap/auth/document-owner.ts';
import type { Platform } from '../../platform/platform.ts';
import type { SheetCommands } from '../../sync/commands.ts';
import type { DocumentTriggers } from '../../sync/daily/document-triggers.ts';

export interface ServerContext {
  readonly platform: Platform;
  readonly access: Access;
  readonly owner: DocumentOwner;
  readonly sheet: SheetCommands;
  readonly triggers: DocumentTriggers;
}
