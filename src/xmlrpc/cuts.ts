import { decodeReferences } from './references.ts';

/** A part of a text that goes round the parser. */
export type Cut = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'markup'; readonly instead: '' | typeof emptyComment }
  | { readonly kind: 'text' | 'section' }
);

/** Parts two texts as whatever it stands for did, so that the two do not make a `]]>` between them. */
export const emptyComment = '<!---->';

/** A text as it is fit for the parser. */
export interface Fit {
  readonly markup: string;
  /** What a text that the parser found in `markup` is in truth; undefined where each is what it seems. */
  readonly textOf: ((found: string) => string) | undefined;
}

/** The letter on both sides of a stand-in. A text that holds one itself has to be cut. */
export const standInMark = '\ue000';

const anyStandIn = /\ue000(\d+)\ue000/g;

/** The text with a stand-in for each text and section among its cuts, and the way back. */
export function withCuts(text: string, cuts: readonly Cut[]): Fit {
  if (cuts.length === 0) return { markup: withEqualLineEnds(text), textOf: undefined };
  const pieces: string[] = [];
  let place = 0;
  cuts.forEach((cut, number) => {
    const instead = cut.kind === 'markup' ? cut.instead : `${standInMark}${number}${standInMark}`;
    pieces.push(withEqualLineEnds(text.slice(place, cut.start)), instead);
    place = cut.end;
  });
  pieces.push(withEqualLineEnds(text.slice(place)));
  const original = (_all: string, number: string) => contentOf(text, cuts[Number(number)]);
  const hasStandIns = cuts.some(({ kind }) => kind !== 'markup');
  return {
    markup: pieces.join(''),
    textOf: hasStandIns ? (found) => found.replace(anyStandIn, original) : undefined,
  };
}

function contentOf(text: string, cut: Cut | undefined): string {
  switch (cut?.kind) {
    case 'text':
      return decodeReferences(withEqualLineEnds(text.slice(cut.start, cut.end)));
    case 'section':
      return withEqualLineEnds(text.slice(cut.start + '<![CDATA['.length, cut.end - ']]>'.length));
    case 'markup':
    case undefined:
      return '';
  }
}

/**
 * XML 1.0, section 2.11, which takes the parser quadratic time. Done to each piece by itself: a cut between the
 * halves of a line end leaves two.
 */
function withEqualLineEnds(piece: string): string {
  return piece.indexOf('\r') < 0 ? piece : piece.replace(/\r\n?/g, '\n');
}
