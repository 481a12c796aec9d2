import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contractTypes, typesFile } from '../../build/contract-types.ts';

it("the types of REST v2 are current with Keap's contract", async () => {
  expect(await contractTypes()).toBe(readFileSync(typesFile, 'utf8'));
});
