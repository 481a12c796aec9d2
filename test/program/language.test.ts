import { expect, it } from 'vitest';
import { givenConnected } from '../support/program.ts';

it("times are shown in the user's format and in the time zone of the sheet", async () => {
  const program = await givenConnected(1, { userLocale: 'de' });
  await program.sync();
  expect((await program.state()).lastRun.sentence).toMatch(/^23\. November 2026, \d\d:\d\d: 1 synced/);
});
