import type { Connection } from '../oauth/connection.ts';
import type { Platform } from '../platform/platform.ts';

/** What answering the sidebar needs of the rest of the house. */
export interface ServerParts {
  readonly platform: Platform;
  readonly connection: Connection;
  /** Syncs the sheet in front, and says in a sentence what became of it. */
  readonly syncActiveSheet: () => string;
}
