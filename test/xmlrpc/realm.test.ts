/** The codec in a realm like that of Apps Script. */
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

describe('the codec', () => {
  it('runs in a realm that has only the language', async () => {
    const { outputFiles } = await build({
      entryPoints: ['src/xmlrpc/index.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'codec',
      target: 'es2019',
    });
    const realm = createContext({});
    runInContext(outputFiles[0]?.text ?? '', realm);
    const result: unknown = runInContext(
      `(() => {
        const value = { a: [1, 'é😀&\\r', true, 1.5, new codec.XmlRpcDouble(2), new Uint8Array([1])], b: {} };
        const call = codec.decodeCall(codec.encodeCall('m', [value, codec.xmlRpcDateTime('19980717T14:08:55')]));
        let error;
        try { codec.decodeResponse('<!DOCTYPE a><a/>'); } catch (caught) { error = caught; }
        return JSON.stringify([call.params[0].a.slice(0, 4), String(call.params[1]), error.name, error.kind]);
      })()`,
      realm,
    );
    expect(result).toBe(
      JSON.stringify([[1, 'é😀&\r', true, 1.5], '19980717T14:08:55', 'XmlRpcSyntaxError', 'xml']),
    );
  });
});
