/** What is asked by the callback, by triggers, by a page and in a second document. */
import type { Probe } from './probe.ts';

const locks = ['local/appsscript/services/lock.ts', 'src/gas/lock.ts'];
const stores = ['local/appsscript/services/properties.ts', 'src/gas/properties.ts'];
const triggers = ['local/appsscript/services/clock-trigger.ts', 'src/gas/triggers.ts'];

/** Questions whose answers come from the callback, from triggers, from a page or from a second document. */
export const elsewhereProbes: Readonly<
  Record<'callback' | 'trigger' | 'page' | 'documents', readonly Probe[]>
> = {
  callback: [
    {
      id: 'callback/request',
      question: 'What does the callback get: which properties, and do arguments of the state token arrive?',
      reliesOn: ['local/appsscript/callback.ts', 'src/main.ts'],
      promises: ['T1', 'T7'],
      assumed: {
        argument: 'yes',
        names: ['contentLength', 'contextPath', 'parameter', 'parameters', 'queryString'],
        parameters: ['probe', 'state'],
      },
    },
  ],
  trigger: [
    {
      id: 'trigger/event',
      question: 'Which properties does the event of a clock trigger have, and which AuthMode does it name?',
      reliesOn: ['local/appsscript/events.ts'],
      promises: ['R11'],
      assumed: {
        authMode: 'FULL',
        names: [
          'authMode',
          'day-of-month',
          'day-of-week',
          'hour',
          'minute',
          'month',
          'second',
          'timezone',
          'triggerUid',
          'week-of-year',
          'year',
        ],
      },
    },
    {
      id: 'trigger/pending-formula',
      question: 'What does a formula that loads data from elsewhere give while nobody has the document open?',
      reliesOn: ['local/appsscript/array-formula.ts', 'src/sync/sheet/cell-text.ts'],
      promises: ['R8', 'R9'],
      assumed: 'Loading...',
    },
    {
      id: 'triggers/made-inside-a-trigger',
      question: 'Does a trigger fire that a trigger execution has made?',
      reliesOn: ['local/appsscript/services/clock-trigger.ts', 'src/sync/run/run-lifecycle.ts'],
      promises: ['R3', 'R11'],
      playedBy: 'Behavior.triggersMadeInTriggersFire',
      assumed: 'has not fired for ten minutes',
    },
    {
      id: 'triggers/after-it-fired',
      question: 'Is a trigger that fires once still listed after it has fired?',
      reliesOn: ['local/appsscript/due-triggers.ts', 'src/gas/triggers.ts'],
      promises: ['R11'],
      assumed: { 'the first one is listed': true },
    },
  ],
  page: [
    {
      id: 'page/undefined-and-null',
      question: 'What becomes of null, undefined and NaN in an array that a page hands to the script?',
      reliesOn: ['local/appsscript/page-values.ts', 'src/ui/api.ts'],
      promises: [],
      assumed: [1, null, null, null],
    },
    {
      id: 'page/date-as-argument',
      question: 'Does google.script.run refuse a date as an argument?',
      reliesOn: ['local/appsscript/page-values.ts'],
      promises: [],
      assumed: 'thrown: TypeError: Failed due to illegal value in property: 0',
    },
    {
      id: 'page/date-as-result',
      question: 'Does a date as a result reach the page?',
      reliesOn: ['local/appsscript/page-values.ts'],
      promises: [],
      assumed: 'failed: The script completed but the returned value is not a supported return type.',
    },
    {
      id: 'page/private-function',
      question: 'Can a page call a function whose name ends with an underscore?',
      reliesOn: ['local/appsscript/run.ts'],
      promises: ['T7'],
      assumed: 'thrown: TypeError: google.script.run.probePrivate_ is not a function',
    },
    {
      id: 'locks/contention',
      question:
        'Does tryLock give false while another execution holds the lock, and what does waitLock throw?',
      reliesOn: [...locks, 'local/appsscript/google-texts.ts'],
      promises: ['T2', 'R7'],
      assumed: {
        tryLock: false,
        waitLock: 'Exception: Lock timeout: another process was holding the lock for too long.',
      },
    },
    {
      id: 'properties/seen-at-once',
      question: 'Does an execution see what another one that runs at the same time has just set?',
      reliesOn: stores,
      promises: ['T1', 'T2'],
      assumed: true,
    },
  ],
  documents: [
    {
      id: 'triggers/of-all-documents',
      question:
        'Does getProjectTriggers of an add-on list the clock triggers of all documents of the person?',
      reliesOn: ['local/appsscript/services/script.ts', 'src/sync/daily/document-triggers.ts'],
      promises: ['D1'],
      assumed: { documents: 2, listed: 2 },
    },
    {
      id: 'triggers/exceptions-of-an-add-on',
      question:
        'With which words does an add-on get refused a second trigger in a document, and one of ten minutes?',
      reliesOn: triggers,
      promises: ['D1', 'R11'],
      assumed: {
        again:
          'Exception: This add-on has created too many time-based triggers in this document for this Google user account.',
        'every ten minutes':
          'Exception: The recurrence interval for an Add-on trigger must be at least one hour.',
      },
    },
  ],
};
