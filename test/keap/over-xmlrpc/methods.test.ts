import { describe, expect, it } from 'vitest';
import { keapCall } from '../../../src/keap/over-xmlrpc/methods.ts';
import { decodeCall, encodeFault, encodeResponse, type XmlRpcValue } from '../../../src/xmlrpc/index.ts';
import { bodyOf, reply } from '../../support/fake-http.ts';

const answered = (value: XmlRpcValue) => reply(200, encodeResponse(value));

describe('keapCall()', () => {
  it('puts a placeholder before the parameters, and contains no secret', () => {
    const { request } = keapCall('ContactService.update', 7, { Email: 'a@b.example' });
    expect(decodeCall(bodyOf(request))).toEqual({
      methodName: 'ContactService.update',
      params: ['oauth', 7, Object.assign(Object.create(null), { Email: 'a@b.example' })],
    });
    expect(request.url).toBe('https://api.infusionsoft.com/crm/xmlrpc/v1');
  });

  it('reads a result of the documented type; any other is unreadable', () => {
    const { read } = keapCall('APIEmailService.optOut', 'a@b.example', 'why');
    expect(read(answered(true))).toEqual({ kind: 'answer', answer: { kind: 'result', result: true } });
    expect(read(answered(1))).toMatchObject({ kind: 'unreadable' });
    expect(keapCall('ContactService.load', 7, ['Id']).read(answered([]))).toMatchObject({
      kind: 'unreadable',
    });
  });

  it('reads a list of structs; a mixed list is unreadable', () => {
    const { read } = keapCall('DataService.query', 'Contact', 1_000, 0, { Id: 7 }, ['Id', 'Email']);
    expect(read(answered([{ Id: 7 }, {}]))).toMatchObject({ answer: { result: [{ Id: 7 }, {}] } });
    expect(read(answered([{ Id: 7 }, 7]))).toMatchObject({ kind: 'unreadable' });
  });

  it('reads a fault as an answer; anything that is not XML-RPC is unreadable', () => {
    const { read } = keapCall('ContactService.load', 7, ['Id']);
    expect(read(reply(200, encodeFault(5, '[RecordNotFound]x')))).toMatchObject({
      kind: 'answer',
      answer: { kind: 'fault', faultCode: 5, faultString: '[RecordNotFound]x' },
    });
    for (const body of ['', '<html></html>', '{"fault":{}}', '<methodResponse>']) {
      expect(read(reply(200, body))).toMatchObject({ kind: 'unreadable' });
    }
  });

  it('does not compile for a wrong method, parameter or result', () => {
    const wrong = () => {
      // @ts-expect-error there is no such method
      keapCall('ContactService.destroy', 7);
      // @ts-expect-error an id is a number
      keapCall('ContactService.load', '7', ['Id']);
      // @ts-expect-error the reason is missing
      keapCall('APIEmailService.optOut', 'a@b.example');
      // @ts-expect-error one parameter too many
      keapCall('APIEmailService.getOptStatus', 'a@b.example', 'why');
      // @ts-expect-error there is no such check
      keapCall('ContactService.addWithDupCheck', {}, 'Name');
      // @ts-expect-error undefined is no value of XML-RPC
      keapCall('ContactService.update', 7, { Email: undefined });
      const read = keapCall('APIEmailService.getOptStatus', 'a@b.example').read(answered(1));
      if (read.kind !== 'answer' || read.answer.kind !== 'result') return;
      // @ts-expect-error the status is a number
      read.answer.result satisfies boolean;
    };
    expect(wrong).toBeTypeOf('function');
  });
});
