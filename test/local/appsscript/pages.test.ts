/** Templates, pages, dialogs, alerts and menus. */
import { describe, expect, it } from 'vitest';
import { exceptionOf, givenScript, resultIn, resultOf } from './given-script.ts';

describe('HtmlService (HTML service: Templated HTML)', () => {
  it('evaluates printing, force-printing and standard scriptlets', async () => {
    const pages = {
      page: `<ul><? for (const name of names) { ?><li><?= name; ?></li><? } ?></ul><?!= include('part') ?><?= add(1, 2) // sum ?>`,
      part: '<b>part</b>',
    };
    expect(
      await resultIn(
        givenScript(
          `function include(name) { return HtmlService.createHtmlOutputFromFile(name).getContent(); }
           function add(a, b) { return a + b; }
           function main() {
             const template = HtmlService.createTemplateFromFile('page.html');
             template.names = ['<a>', '"b" & \\'c\\''];
             return template.evaluate().setTitle('Title').getContent();
           }`,
          { pages },
        ),
      ),
    ).toBe('<ul><li>&lt;a&gt;</li><li>&#34;b&#34; &amp; &#39;c&#39;</li></ul><b>part</b>3');
  });

  it('accepts functions and texts as properties of a template', async () => {
    expect(
      await resultOf(
        "const template = HtmlService.createTemplate('<?= shout(word) ?>'); template.shout = (x) => x + '!'; template.word = 'hey'; return template.evaluate().getContent()",
      ),
    ).toBe('hey!');
  });

  it('throws the exception of a scriptlet, and throws for a missing file', async () => {
    expect(await exceptionOf("HtmlService.createTemplate('<?= nowhere ?>').evaluate()")).toBe(
      'ReferenceError: nowhere is not defined',
    );
    expect(await exceptionOf("HtmlService.createHtmlOutputFromFile('none')")).toBe(
      'Exception: No HTML file named none was found.',
    );
  });
});

describe('Ui (Class Ui)', () => {
  it('shows the sidebar and dialogs', async () => {
    const google = givenScript(
      `function main() {
        const ui = SpreadsheetApp.getUi();
        ui.showSidebar(HtmlService.createHtmlOutputFromFile('side').setTitle('Side'));
        ui.showModalDialog(HtmlService.createHtmlOutput('<p>').setWidth(400).setHeight(200), 'Dialog');
      }`,
      { pages: { side: '<b>side</b>' } },
    );
    await google.run('main');
    expect(google.pages).toEqual([
      { kind: 'sidebar', title: 'Side', html: '<b>side</b>' },
      { kind: 'modal', title: 'Dialog', html: '<p>', width: 400, height: 200 },
    ]);
    expect(await exceptionOf("SpreadsheetApp.getUi().showSidebar('<p>')")).toContain(
      "The parameters (String) don't match the method signature for Ui.showSidebar.",
    );
  });

  it('asks, and gives the pressed button as a value of its enum', async () => {
    const google = givenScript(`function main() {
      const ui = SpreadsheetApp.getUi();
      return [ui.alert('Title', 'Sure?', ui.ButtonSet.YES_NO) === ui.Button.YES, String(ui.alert('Well?', ui.ButtonSet.OK)), ui.alert('Bye') === ui.Button.CLOSE];
    }`);
    google.prepareButtons('YES', 'OK');
    expect(await resultIn(google)).toEqual([true, 'OK', true]);
    expect(google.alerts).toEqual(['Title\nSure?', 'Well?', 'Bye']);
    expect(await exceptionOf("SpreadsheetApp.getUi().alert('a', 'b', 'c')")).toContain(
      "don't match the method signature for Ui.alert",
    );
  });

  it('creates menus with separators and submenus, whose items run their functions', async () => {
    const google = givenScript(`
      function onOpen() {
        const ui = SpreadsheetApp.getUi();
        ui.createMenu('Menu').addItem('One', 'one').addSeparator().addSubMenu(ui.createMenu('More').addItem('Two', 'two')).addToUi();
      }
      function one() { return 1; } function two() { return 2; }`);
    await google.open();
    await google.open();
    expect(google.menus).toHaveLength(1);
    expect(await google.clickMenu('Menu > One')).toMatchObject({ value: 1 });
    expect(await google.clickMenu('Menu > More > Two')).toMatchObject({ value: 2 });
    expect(() => google.clickMenu('Menu > Three')).toThrow('There is no menu item "Menu > Three".');
  });

  it.each(['trigger', 'callback'] as const)('is not available in a %s (SpreadsheetApp.getUi)', async (as) => {
    expect(await exceptionOf('SpreadsheetApp.getUi()', {}, { as })).toBe(
      'Exception: Cannot call SpreadsheetApp.getUi() from this context.',
    );
  });
});
