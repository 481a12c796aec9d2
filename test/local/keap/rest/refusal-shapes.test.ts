import { describe, expect, it, onTestFinished } from 'vitest';
import { type RefusalShape, refusalShapes } from '../../../../local/keap/rest/refusal-shapes.ts';
import { type SimulatedKeap, startSimulatedKeap } from '../../../../local/keap/simulated-keap.ts';
import { api, bearer, type Got, madeUpKey, send } from '../keap-client.ts';

/** The shapes in which REST v2 refuses one call: the contract documents one, other clients have recorded the others. */
async function givenKeap(restRefusals: RefusalShape): Promise<SimulatedKeap> {
  const keap = await startSimulatedKeap({
    apiKeys: [madeUpKey],
    contacts: [{ id: 7, fields: { FirstName: 'Before' } }],
    behavior: { restRefusals },
  });
  onTestFinished(() => keap.stop());
  return keap;
}

function ask(keap: SimulatedKeap, method: string, path: string, body?: unknown): Promise<Got> {
  const sent = { host: api, path: `/crm/rest/v2${path}`, method, headers: bearer(madeUpKey) };
  return send(keap, body === undefined ? sent : { ...sent, body: JSON.stringify(body) });
}

const missing = (keap: SimulatedKeap) => ask(keap, 'GET', '/contacts/99');
const badData = (keap: SimulatedKeap) => ask(keap, 'PATCH', '/contacts/7', { given_name: 'x'.repeat(41) });

describe('a refusal', () => {
  const json = (body: string): Record<string, unknown> => JSON.parse(body);
  const shapes: [RefusalShape, number, number, (body: string) => void][] = [
    [
      'documented',
      404,
      400,
      (body) => expect(Object.keys(json(body))).toEqual(['code', 'message', 'status', 'details']),
    ],
    ['message', 404, 400, (body) => expect(Object.keys(json(body))).toEqual(['message'])],
    ['text-code', 404, 400, (body) => expect(typeof json(body).code).toBe('string')],
    ['null-code', 404, 400, (body) => expect(json(body)).toMatchObject({ code: null, status: null })],
    ['fault', 404, 400, (body) => expect(json(body)).toHaveProperty('fault.faultstring')],
    ['html', 404, 400, (body) => expect(body).toMatch(/^<html>/)],
    ['empty', 404, 400, (body) => expect(body).toBe('')],
    ['server-error', 404, 500, (body) => expect(json(body)).toHaveProperty('message')],
  ];

  it.each(shapes)(
    'comes as %s: %i for a contact that is not there, %i for bad data',
    async (shape, ...expected) => {
      const [notFound, bad, check] = expected;
      const keap = await givenKeap(shape);
      const answers = [await missing(keap), await badData(keap)];
      expect(answers.map(({ status }) => status)).toEqual([notFound, bad]);
      for (const { body } of answers) check(body);
      expect((await keap.contacts())[0]?.fields.FirstName).toBe('Before');
    },
  );

  it('comes in all shapes in turns', async () => {
    const keap = await givenKeap('turns');
    const bodies = [];
    for (const _ of refusalShapes) bodies.push((await missing(keap)).body);
    expect(new Set(bodies).size).toBe(refusalShapes.length - 1);
    expect((await ask(keap, 'GET', '/contacts/7')).status).toBe(200);
  });
});
