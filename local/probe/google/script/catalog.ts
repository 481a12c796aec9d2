/** All questions, by where they are asked. */
import type { Question } from '../../question.ts';
import { cellProbes, editorProbes } from './cells.ts';
import { elsewhereProbes } from './elsewhere.ts';
import { outsideProbes } from './outside.ts';
import { permissionProbes } from './permissions.ts';
import { priceProbes } from './prices.ts';
import type { Probe, Start } from './probe.ts';
import { realmProbes } from './realm.ts';
import { startProbes } from './starts.ts';
import { storeProbes } from './stores.ts';
import { triggerProbes } from './triggers.ts';
import { typingProbes } from './typing.ts';

/** What one start asks, in this order. */
export const probesOf: Readonly<Record<Start, readonly Probe[]>> = {
  menu: [
    ...typingProbes,
    ...cellProbes,
    ...priceProbes,
    ...startProbes('menu'),
    ...storeProbes,
    ...triggerProbes,
    ...permissionProbes,
    ...outsideProbes,
    ...realmProbes,
  ],
  open: startProbes('open'),
  trigger: [...startProbes('trigger'), ...elsewhereProbes.trigger],
  callback: [...startProbes('callback'), ...elsewhereProbes.callback],
  dialog: [...startProbes('dialog'), ...elsewhereProbes.page],
  editor: editorProbes,
  documents: elsewhereProbes.documents,
};

export const allProbes: readonly Probe[] = Object.values(probesOf).flat();

/** All questions as data. */
export function questions(): readonly Question[] {
  return allProbes.map(({ ask: _ask, setUp: _setUp, ...question }) => question);
}
