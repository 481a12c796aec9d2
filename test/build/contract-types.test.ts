import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { contractTypes, typesFile } from '../../build/contract-types.ts';

it("the types of REST v2 are those of Keap's contract, made anew", async () => {
  expect(await contractTypes()).toBe(readFileSync(typesFile, 'utf8'));
});
