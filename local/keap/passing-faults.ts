/** Faults with which Keap answers a perfectly good call, and which pass when the call is asked again. */
import type { BreakRule, PassingFault } from './fault.ts';
import type { SentResponse } from './http-message.ts';
import { writeFault } from './xmlrpc-text.ts';

const session =
  'Server encountered exception: java.lang.IllegalStateException: Cannot create a session after the response has been committed';

const faults: Readonly<
  Record<Exclude<PassingFault, 'http-500' | 'blank'>, { readonly code: number; readonly text: string }>
> = {
  'fault-0': { code: 0, text: session },
  'fault-1': { code: 1, text: '[InvalidConfig]The configuration for the application is invalid' },
  'fault-3': { code: 3, text: '[UnexpectedError]Deadlock found when trying to get lock' },
  'fault-4': { code: 4, text: '[DatabaseError]Connection reset' },
  'fault-500': { code: 500, text: session },
};

export const passingFaultKinds: readonly PassingFault[] = [
  ...(['fault-0', 'fault-1', 'fault-3', 'fault-4', 'fault-500', 'http-500', 'blank'] as const),
];

/** Strikes as the rule says, and lets each request through when it comes again. */
export function passing(
  fault: PassingFault,
  rule: Partial<BreakRule> = {},
  when: 'before' | 'after' = 'before',
): BreakRule {
  return { match: ['xmlrpc ', 'rest '], ...rule, heals: true, trouble: { kind: 'passing', fault, when } };
}

/** The answer to a request that is called `what` in the record. */
export function passingAnswer(fault: PassingFault, what: string): SentResponse {
  const isXmlRpc = what.startsWith('xmlrpc ');
  const type = isXmlRpc ? 'text/xml' : 'application/json';
  const headers = { 'Content-Type': `${type};charset=UTF-8` };
  switch (fault) {
    case 'blank':
      return { status: 200, headers, body: '', what };
    case 'http-500': {
      const html = '<html><body><h1>HTTP Status 500 - Internal Server Error</h1></body></html>';
      return { status: 500, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: html, what };
    }
    default: {
      const { code, text } = faults[fault];
      if (isXmlRpc) return { status: 200, headers, body: writeFault(code, text), what };
      return {
        status: 500,
        headers,
        body: JSON.stringify({ code: 500, message: text, status: 'INTERNAL' }),
        what,
      };
    }
  }
}
