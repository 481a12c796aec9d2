import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { givenProgram } from '../support/program.ts';
import { openRealPage, openRealSidebar } from '../support/real-sidebar.ts';
import { accountTags, newTags, tagEvents, tagHeaders, tagsNow, tagWrites } from '../support/tags.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('tags in a browser', () => {
  it('are chosen in the sidebar, previewed with a warning, applied, and taken back', async () => {
    const program = await givenProgram({
      cells: [tagHeaders, [1, '', 'VIP', 'Old'], [2, '', 'VIP', '']],
      keap: {
        contacts: [
          { id: 1, fields: { Email: 'one@example.com', Groups: '14' } },
          { id: 2, fields: { Email: 'two@example.com', Groups: '11' } },
        ],
        tags: accountTags,
      },
    });
    await program.connect();
    const sidebar = await openRealSidebar(browser, program);
    await sidebar.locator('#connection').waitFor();
    await sidebar.locator('#columns > summary').click();
    expect(await sidebar.getByText('This column may hold tags.').count()).toBe(2);
    await sidebar.getByLabel('C Tags').selectOption({ label: 'Tags to apply' });
    await sidebar.getByLabel('D Remove tags').selectOption({ label: 'Tags to remove' });
    expect(
      await sidebar.getByText('Empty cells clear the field in Keap').filter({ visible: true }).count(),
    ).toBe(1);
    await button(sidebar, 'Save columns').click();
    await sidebar.getByText('Enter names or ids of tags').first().waitFor();

    const preview = await openRealPage(browser, program, 'preview');
    await preview.getByText('can start an automation in Keap').waitFor();
    await preview.getByText('Apply: VIP (11)').waitFor();
    await preview.getByText('Old (14)').waitFor();
    expect(await tagWrites(program)).toEqual([]);
    await button(preview, 'Sync now').click();
    await expect.poll(() => program.column('Keap status'), { timeout: 10_000 }).toEqual(['Synced', 'Synced']);
    expect((await tagEvents(program)).sort()).toEqual(['1+11', '1-14']);

    const undo = await openRealPage(browser, program, 'undo');
    await undo.getByText('Tag 11').waitFor();
    await button(undo, 'Restore').click();
    await expect.poll(() => tagsNow(program)).toEqual(['14', '11']);
  });

  it('are created once somebody has chosen so by keyboard, and seen their names in the preview', async () => {
    const program = await givenProgram({
      cells: [tagHeaders, [1, '', 'Newsletter 2026', '']],
      keap: { contacts: [{ id: 1, fields: { Email: 'one@example.com' } }], tags: accountTags },
    });
    await program.connect();
    const sidebar = await openRealSidebar(browser, program);
    await sidebar.locator('#connection').waitFor();
    await sidebar.locator('#columns > summary').click();
    const choice = sidebar.getByLabel("Tag names that Keap doesn't have");
    expect(await choice.isVisible()).toBe(false);
    await sidebar.getByLabel('C Tags').focus();
    await sidebar.keyboard.type('Tags to apply');
    await choice.waitFor();
    expect(await choice.inputValue()).toBe('leave');
    await choice.focus();
    await sidebar.keyboard.press('ArrowDown');
    expect(await choice.inputValue()).toBe('create');
    await sidebar.getByText("Undo can't delete them.").waitFor();
    await button(sidebar, 'Save columns').focus();
    await sidebar.keyboard.press('Enter');
    await expect
      .poll(async () => (await program.state()).sheet.unknownTags, { timeout: 10_000 })
      .toBe('create');

    const preview = await openRealPage(browser, program, 'preview');
    await preview
      .getByText('1 tag would be created: "Newsletter 2026" (Keap has "Newsletter 2027")')
      .waitFor();
    await preview.getByText('Apply: Newsletter 2026 (new)').waitFor();
    expect(await newTags(program)).toEqual([]);
    await button(preview, 'Sync now').focus();
    await preview.keyboard.press('Enter');
    await expect.poll(() => program.column('Keap status'), { timeout: 10_000 }).toEqual(['Synced']);
    expect(await newTags(program)).toEqual(['Newsletter 2026']);
    expect(await tagsNow(program)).toEqual(['17']);
  });
});
