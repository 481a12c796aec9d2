import { type BrownoutKind, brownout } from '../keap/brownout.ts';
import type { BreakRule } from '../keap/fault.ts';
import type { SimulatedKeap } from '../keap/simulated-keap.ts';
import type { FaultName } from './protocol.ts';

/** The troubles at Keap that are switched on. */
export interface Faults {
  active(): readonly FaultName[];
  switch(keap: SimulatedKeap, name: FaultName, isOn: boolean): Promise<void>;
  /** What XML-RPC answers while it is out. */
  brownoutKind(): BrownoutKind;
  answerWith(keap: SimulatedKeap, kind: BrownoutKind): Promise<void>;
  mend(keap: SimulatedKeap): Promise<void>;
  /** Another Keap knows none of them. */
  forget(): void;
}

/** What each does to requests; the words of the 429 are Keap's. */
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
    async mend(keap) {
      active = [];
      await apply(keap);
    },
    forget() {
      active = [];
      kind = 'gone';
    },
  };
}
