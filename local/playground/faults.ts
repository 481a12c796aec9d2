/** The faults of the simulated Keap that can be switched on and off. */
import { type BrownoutKind, brownout } from '../keap/brownout.ts';
import type { BreakRule } from '../keap/fault.ts';
import type { SimulatedKeap } from '../keap/simulated-keap.ts';
import type { FaultName } from './protocol.ts';

export interface Faults {
  active(): readonly FaultName[];
  switch(keap: SimulatedKeap, name: FaultName, isOn: boolean): Promise<void>;
  /** How XML-RPC answers while it is switched off. */
  brownoutKind(): BrownoutKind;
  answerWith(keap: SimulatedKeap, kind: BrownoutKind): Promise<void>;
  /** Forgets the faults, for instance because another simulated Keap has started. */
  reset(): void;
}

/** What each does to requests; the text of the 429 is Keap's. */
const rules: Readonly<Record<Exclude<FaultName, 'brownout'>, readonly BreakRule[]>> = {
  throttle: ['xmlrpc', 'rest'].map((match) => ({
    match,
    trouble: {
      kind: 'answer',
      status: 429,
      headers: { 'Content-Type': 'application/json;charset=UTF-8', 'Retry-After': '1' },
      body: '{"code":"429","message":"Quota Exceeded","status":"Request Throttled","details":null}',
    },
  })),
  outage: [
    {
      match: '',
      trouble: {
        kind: 'answer',
        status: 503,
        headers: { 'Content-Type': 'text/html;charset=UTF-8' },
        body: '<html><body><h1>503 Service Unavailable</h1></body></html>',
      },
    },
  ],
};

export function faults(): Faults {
  let active: readonly FaultName[] = [];
  let kind: BrownoutKind = 'gone';
  const rulesOf = (name: FaultName) => (name === 'brownout' ? [brownout(kind)] : rules[name]);
  const apply = async (keap: SimulatedKeap) => {
    await keap.mend();
    for (const name of active) for (const rule of rulesOf(name)) await keap.break(rule);
  };
  return {
    active: () => active,
    async switch(keap, name, isOn) {
      const others = active.filter((one) => one !== name);
      active = isOn ? [...others, name] : others;
      await apply(keap);
    },
    brownoutKind: () => kind,
    async answerWith(keap, chosen) {
      kind = chosen;
      await apply(keap);
    },
    reset() {
      active = [];
      kind = 'gone';
    },
  };
}
