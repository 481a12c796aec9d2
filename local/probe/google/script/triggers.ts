/** Clock triggers. */
import { byName, givenBy, thrownBy } from './answers.ts';
import type { Probe } from './probe.ts';

const triggers = ['local/appsscript/services/clock-trigger.ts', 'src/gas/triggers.ts'];

export const triggerProbes: readonly Probe[] = [
  {
    id: 'triggers/clock-triggers-of-a-document',
    question: 'Does getUserTriggers(spreadsheet) list a clock trigger that was made in that document?',
    reliesOn: [
      'local/appsscript/services/script.ts',
      'src/gas/triggers.ts',
      'src/sync/daily/document-triggers.ts',
    ],
    promises: ['D1'],
    playedBy: 'Behavior.userTriggersIncludeClockTriggers',
    assumed: { getProjectTriggers: true, getUserTriggers: false },
    ask() {
      const made = ScriptApp.newTrigger('probeNever').timeBased().everyDays(1).create();
      const isOurs = (one: GoogleAppsScript.Script.Trigger) => one.getUniqueId() === made.getUniqueId();
      const answer = {
        getUserTriggers: ScriptApp.getUserTriggers(SpreadsheetApp.getActiveSpreadsheet()).some(isOurs),
        getProjectTriggers: ScriptApp.getProjectTriggers().some(isOurs),
      };
      ScriptApp.deleteTrigger(made);
      return answer;
    },
  },
  {
    id: 'triggers/what-a-trigger-tells',
    question: 'What does a clock trigger tell of itself?',
    reliesOn: ['local/appsscript/services/trigger.ts'],
    promises: ['D1'],
    assumed: {
      event: 'CLOCK',
      handler: 'probeNever',
      'id is a text': true,
      source: 'CLOCK',
      'source id': null,
    },
    ask() {
      const made = ScriptApp.newTrigger('probeNever').timeBased().everyDays(1).create();
      const answer = {
        handler: made.getHandlerFunction(),
        event: String(made.getEventType()),
        source: String(made.getTriggerSource()),
        'source id': givenBy(() => (made.getTriggerSourceId() === null ? null : 'an id')),
        'id is a text': typeof made.getUniqueId() === 'string',
      };
      ScriptApp.deleteTrigger(made);
      return answer;
    },
  },
  {
    id: 'triggers/exceptions',
    question:
      'With which words are wrong intervals and hours refused, and a trigger that was deleted already?',
    reliesOn: triggers,
    promises: ['R11'],
    assumed: {
      'deleted twice': 'Exception: The trigger does not exist, or belongs to another user.',
      refused: {
        'at hour 24': 'Exception: Argument must be between 0 and 23: hour',
        'every 7 minutes':
          'Exception: The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
        'no time': 'Exception: The trigger has no time set.',
        'unknown function': 'nothing',
        'unknown zone': 'Exception: Invalid argument: timezone. Should be of type: String',
      },
    },
    ask() {
      const clock = () => ScriptApp.newTrigger('probeNever').timeBased();
      const answer = byName([
        ['every 7 minutes', thrownBy(() => clock().everyMinutes(7).create())],
        ['at hour 24', thrownBy(() => clock().everyDays(1).atHour(24).create())],
        ['no time', thrownBy(() => clock().create())],
        ['unknown zone', thrownBy(() => clock().everyDays(1).inTimezone('Nowhere/At_All').create())],
        [
          'unknown function',
          thrownBy(() => ScriptApp.newTrigger('probeMissing').timeBased().everyDays(1).create()),
        ],
      ]);
      const made = clock().everyDays(1).create();
      ScriptApp.deleteTrigger(made);
      const again = thrownBy(() => ScriptApp.deleteTrigger(made));
      deleteTriggers('probeNever', 'probeMissing');
      return { refused: answer, 'deleted twice': again };
    },
  },
  {
    id: 'triggers/too-many',
    question: 'How many triggers may a script have for one person, and with which words is one more refused?',
    reliesOn: triggers,
    promises: ['D1', 'R11'],
    assumed: {
      most: 20,
      problem:
        'Exception: This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    },
    ask() {
      const before = ScriptApp.getProjectTriggers().length;
      let problem = 'nothing';
      for (let count = before; count <= 25 && problem === 'nothing'; count++) {
        problem = thrownBy(() => ScriptApp.newTrigger('probeNever').timeBased().everyDays(1).create());
      }
      const most = ScriptApp.getProjectTriggers().length;
      deleteTriggers('probeNever');
      return { most, problem };
    },
  },
];

/** Deletes all triggers of these functions. */
export function deleteTriggers(...functionNames: readonly string[]): void {
  for (const trigger of ScriptApp.getProjectTriggers()) {
    if (functionNames.includes(trigger.getHandlerFunction())) ScriptApp.deleteTrigger(trigger);
  }
}
