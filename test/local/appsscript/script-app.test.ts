/** Clock triggers and state tokens. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, resultIn, startMs } from './given-script.ts';

const hourMs = 3_600_000;
const log = 'function main(event) { Logger.log(JSON.stringify(event)); }';
const clock = "ScriptApp.newTrigger('main').timeBased()";

describe('clock triggers (Class ClockTriggerBuilder)', () => {
  it('fire at their interval, with an event object (Event objects, "Time-driven")', async () => {
    const google = givenScript(
      `${log} function install() { return ${clock}.everyHours(1).create().getUniqueId(); }`,
    );
    const triggerUid = await resultIn(google, 'install');
    const executions = await google.passTime(3.5 * hourMs);
    expect(executions.map(({ as, functionName, kind }) => [as, functionName, kind])).toEqual(
      Array(3).fill(['trigger', 'main', 'completed']),
    );
    expect(JSON.parse(executions[0]?.logs[0] ?? '')).toMatchObject({
      ...{ year: 2026, month: 11, 'day-of-month': 23, 'day-of-week': 1, 'week-of-year': 47 },
      ...{ hour: 9, minute: 0, timezone: 'UTC', triggerUid },
    });
    expect(google.clock.nowMs()).toBeGreaterThanOrEqual(startMs + 3.5 * hourMs);
  });

  it('fire once, and count until they are deleted', async () => {
    const google = givenScript(`${log}
      function install() { ${clock}.after(60000).create(); ${clock}.at(new Date(${startMs + hourMs})).create(); }
      function count() { return ScriptApp.getProjectTriggers().length; }
      function clear() { ScriptApp.getProjectTriggers().forEach((trigger) => ScriptApp.deleteTrigger(trigger)); }`);
    await google.run('install');
    expect((await google.passTime(48 * hourMs)).length).toBe(2);
    expect(await google.passTime(48 * hourMs)).toEqual([]);
    expect(await resultIn(google, 'count')).toBe(2);
    await google.run('clear');
    expect(await resultIn(google, 'count')).toBe(0);
  });

  it('fire at an hour in a time zone', async () => {
    const google = givenScript(
      `${log} function install() { ${clock}.everyDays(1).atHour(9).nearMinute(30).inTimezone('Europe/Berlin').create(); }`,
    );
    await google.run('install');
    const [first, second] = await google.passTime(40 * hourMs);
    expect(first?.startedMs).toBe(Date.UTC(2026, 10, 23, 8, 30));
    expect(second?.startedMs).toBe(Date.UTC(2026, 10, 24, 8, 30));
  });

  it('fire in the order of their times', async () => {
    const google = givenScript(`
      function a() {} function b() {}
      function install() {
        ScriptApp.newTrigger('a').timeBased().everyMinutes(30).create();
        ScriptApp.newTrigger('b').timeBased().after(45 * 60000).create();
      }`);
    await google.run('install');
    expect((await google.passTime(hourMs + 60_000)).map(({ functionName }) => functionName)).toEqual([
      'a',
      'b',
      'a',
    ]);
  });

  it('belong to the person who made them', async () => {
    const google = givenScript(`
      function install() { ${clock}.everyHours(1).create(); }
      function count() { return ScriptApp.getProjectTriggers().map((one) => String([one.getHandlerFunction(), one.getEventType(),
        one.getTriggerSource() === ScriptApp.TriggerSource.CLOCK])); }`);
    await google.run('install', [], { user: 'other@example.com' });
    expect(await resultIn(google, 'count')).toEqual([]);
    expect(await resultIn(google, 'count', { user: 'other@example.com' })).toEqual(['main,CLOCK,true']);
    const [execution] = await google.passTime(hourMs);
    expect(execution?.user).toBe('other@example.com');
  });

  it.each([
    [
      `for (let i = 0; i < 21; i++) ${clock}.everyHours(1).create()`,
      'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
    ],
    [
      `${clock}.everyMinutes(7)`,
      'The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.',
    ],
    [`${clock}.create()`, 'The trigger has no time set.'],
    [
      "ScriptApp.deleteTrigger('x')",
      "The parameters (String) don't match the method signature for ScriptApp.deleteTrigger.",
    ],
  ])('reject %s', async (call, message) => {
    expect(await exceptionOf(call)).toBe(`Exception: ${message}`);
  });

  it('of an add-on are limited to one per type, user and document, and to once an hour (Editor add-on triggers, "Restrictions")', async () => {
    const addOn = { deployment: 'add-on' } as const;
    expect(
      await exceptionOf(`${clock}.everyHours(1).create(); ${clock}.everyHours(2).create()`, addOn),
    ).toContain('too many time-based triggers');
    expect(await exceptionOf(`${clock}.everyMinutes(30).create()`, addOn)).toContain(
      'The recurrence interval for an Add-on trigger must be at least one hour.',
    );
  });

  it('stop for the day when their runtime is used up (Quotas, "Triggers total runtime")', async () => {
    const google = givenScript(
      `function main() { Utilities.sleep(300000); } function install() { ${clock}.everyHours(1).create(); }`,
      { limits: { triggerRuntimeMsPerDay: 600_000 } },
    );
    await google.run('install');
    const kinds = (await google.passTime(26 * hourMs)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'completed').length).toBe(4);
    expect(google.executions[4]).toMatchObject({
      kind: 'failed',
      error: { message: 'Service using too much computer time for one day' },
    });
    expect(kinds.slice(15)).toContain('completed');
  });

  it('fail where their function no longer exists', async () => {
    const google = givenScript(
      "function install() { ScriptApp.newTrigger('gone').timeBased().everyHours(1).create(); }",
    );
    await google.run('install');
    expect(await google.passTime(hourMs)).toMatchObject([
      { kind: 'failed', error: { message: 'Script function not found: gone' } },
    ]);
  });
});

describe('state tokens (Class StateTokenBuilder)', () => {
  const code = `
    function begin(seconds) {
      const builder = ScriptApp.newStateToken().withMethod('back').withArgument('kept', 'yes');
      if (seconds) builder.withTimeout(seconds);
      return 'https://script.google.com/macros/d/' + ScriptApp.getScriptId() + '/usercallback?code=c&code=d&state='
        + encodeURIComponent(builder.createToken());
    }
    function back(request) {
      const { parameter, parameters, queryString } = request;
      Logger.log(JSON.stringify([parameter.code, parameter.kept, parameters.code, parameters.kept, queryString.slice(0, 14)]));
      return HtmlService.createHtmlOutput('<p>' + SpreadsheetApp.getActiveSpreadsheet() + PropertiesService.getDocumentProperties() + '</p>');
    }
    function text() { return 'only text'; }`;

  it('bring the browser back to their method, with no document open', async () => {
    const google = givenScript(code);
    const url = String(await resultIn(google, 'begin'));
    const { status, html, execution } = await google.visit(url);
    expect([status, html]).toEqual([200, '<p>nullnull</p>']);
    expect(execution).toMatchObject({ as: 'callback', functionName: 'back' });
    expect(JSON.parse(execution?.logs[0] ?? '')).toEqual(['c', 'yes', ['c', 'd'], ['yes'], 'code=c&code=d&']);
  });

  it('are valid for a minute by default, and only for their user', async () => {
    const google = givenScript(code);
    const url = String(await resultIn(google, 'begin'));
    expect((await google.visit(url, 'other@example.com')).execution).toBeUndefined();
    expect((await google.visit(`${url}x`)).execution).toBeUndefined();
    await google.passTime(59_000);
    expect((await google.visit(url)).execution?.kind).toBe('completed');
    await google.passTime(2_000);
    const late = await google.visit(url);
    expect(late.execution).toBeUndefined();
    expect(late.html).toContain('The state token is invalid or has expired');
  });

  it('are valid for an hour at most', async () => {
    expect(await exceptionOf('ScriptApp.newStateToken().withTimeout(3601)')).toContain(
      'at most 3600 seconds',
    );
    const google = givenScript(code);
    const execution = await google.run('begin', [3600]);
    await google.passTime(3_599_000);
    const url = execution.kind === 'completed' ? String(execution.value) : '';
    expect((await google.visit(url)).execution?.kind).toBe('completed');
  });

  it('have no effect at another address', async () => {
    const google = givenScript(code);
    const url = String(await resultIn(google, 'begin'));
    expect((await google.visit(url.replace('/d/', '/d/another'))).status).toBe(404);
    expect((await google.visit(url.replace('script.google', 'script.goggle'))).status).toBe(404);
  });
});
