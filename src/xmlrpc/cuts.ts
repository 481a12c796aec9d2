import { decodeReferences } from './references.ts';

/** A part of a text that goes round the parser. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  /** What the parser sees in its place. */
  readonly instead: string;
}

/** A text as it is fit for the parser. */
export interface Fit {
  readonly markup: string;
  /** What a text that the parser found in `markup` is in truth, its references decoded. */
  textOf(found: string): string;
}

/** Stands for the cut of this number. No text that passed the guard holds U+FFFF, so none is mistaken for it. */
export function standIn(number: number): string {
  return `\uffff${number}\uffff`;
}

const anyStandIn = /\uffff(\d+)\uffff/g;

/** The text without its cuts, and the way back to those that have a stand-in. */
export function withCuts(text: string, cuts: readonly Cut[]): Fit {
  if (cuts.length === 0) return { markup: text, textOf: decodeReferences };
  const pieces: string[] = [];
  let place = 0;
  for (const { start, end, instead } of cuts) {
    pieces.push(withEqualLineEnds(text.slice(place, start)), instead);
    place = end;
  }
  pieces.push(withEqualLineEnds(text.slice(place)));
  const original = (_all: string, number: string) => {
    const cut = cuts[Number(number)];
    return cut === undefined ? '' : withEqualLineEnds(text.slice(cut.start, cut.end));
  };
  return {
    markup: pieces.join(''),
    textOf: (found) => decodeReferences(found.replace(anyStandIn, original)),
  };
}

/** XML 1.0, section 2.11. Done to each piece by itself: a cut between the halves of a line end leaves two. */
function withEqualLineEnds(piece: string): string {
  return piece.replace(/\r\n?/g, '\n');
}
