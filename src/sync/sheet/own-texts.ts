/** Recognises what the add-on itself has written: where columns are moved, it may end up in a column of the user's. */
import { isContactLink } from './contact-link.ts';
import { managedColumns } from './managed-columns.ts';
import type { StatusName } from './status.ts';

const statusNames: Readonly<Record<StatusName, true>> = {
  Synced: true,
  Unchanged: true,
  Undone: true,
  Failed: true,
  Waiting: true,
  Check: true,
};

const words: ReadonlySet<string> = new Set(
  [...Object.keys(statusNames), ...managedColumns.map(({ header }) => header)].map((text) =>
    text.toLowerCase(),
  ),
);

/** What our messages say and reasons do not: a test holds every message of docs/operations.md against these. */
const phrases = new RegExp(
  [
    ...[
      "\\bKeap(?:'s REST v2)? (?:accept|add|allow|answer|can|could|did|do|had|has|is|keep|refuse|store|will|won't)",
      '\\(Keap: ',
    ],
    ...['\\bthe next (?:sync|run)\\b', '\\bclear (?:the|its) (?:cell|status)\\b', '\\bin the sidebar\\b'],
    ...['\\b(?:this|the) (?:row|cell) (?:has|shows|was)\\b', '\\b(?:opt-in|opt-out) reason (?:is|has)\\b'],
    ...[
      '\\b(?:fill it in|shorten it|correct it|fix the formula)\\.',
      '\\btype the (?:text|address) again\\b',
    ],
    ...[
      '^already opted (?:in|out)\\.',
      '\\bis not a valid\\b',
      '^".*" in (?:\\S+|Lead source) (?:is not|is neither|does not|means)\\b',
      '^nothing to send:',
      '\\bmake the rows agree\\b',
    ],
    ...['\\bonly the contact can opt in\\b', '\\bin its email cell\\b', '\\bin keap\\. (?:check|clear)\\b'],
    ...['\\bsomebody else changed this contact\\b', '\\bthe log no longer contains\\b', '\\bso this row\\b'],
    ...[
      '\\benter the (?:reason|year|value)\\b',
      '\\benter yes,',
      '\\bask your keap\\b',
      '\\bstays ".*" in keap\\b',
    ],
    ...[
      '\\bthe (?:new )?address was opted\\b',
      '\\bnobody was opted\\b',
      '\\bthe other values were\\b',
      '\\bas you chose\\b',
    ],
    ...[
      '^this (?:row|cell|address) ',
      '\\bcheck (?:its status|the contact|the row|the id)\\b',
      "\\bclear this row's\\b",
    ],
    ...['\\bthis contact was not created\\b', '\\bhas the same address and the contact id\\b'],
    ...[
      '^did you mean\\b',
      '\\bmeans several tags in keap\\b',
      '^".*" is the id of the tag\\b',
      '\\bkeap was asked to\\b',
    ],
    ...['\\bto try again\\.', '\\bwere restored\\b', '\\bdelete one of the (?:two|reasons)\\b'],
  ].join('|'),
  'i',
);

/** Whether this is a status, a header, a fingerprint, a link or a message of ours. */
export function isOwnText(text: string): boolean {
  if (words.has(text.toLowerCase()) || isContactLink(text)) return true;
  return /^f\d+-[0-9a-f-]{9,}/.test(text) || phrases.test(text);
}
