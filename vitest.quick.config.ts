import { defineConfig } from 'vitest/config';
import whole from './vitest.config.ts';

/** `npm run test:quick`: pure tests only; no browser, no HTTP server and no built bundle. */
export default defineConfig({
  test: {
    ...whole.test,
    // One realm for all files of a worker: half of the time goes into making a new one for each.
    isolate: false,
    include: [
      'test/{architecture,messages}.test.ts',
      'test/{keap,oauth,sync,xmlrpc}/**/*.test.ts',
      'test/ui/**/*.test.ts',
      'test/build/bundle-check.test.ts',
      'test/deploy/{arguments,installations,manifest-check}.test.ts',
      'test/local/{appsscript,keap}/**/*.test.ts',
      'test/local/probe/{arguments,compare,questions,result}.test.ts',
    ],
    exclude: [
      // A browser.
      'test/ui/**/*-browser.test.ts',
      'test/ui/shown-states.test.ts',
      // The simulated Keap over HTTP.
      'test/keap/both-apis.test.ts',
      'test/keap/refusals.test.ts',
      'test/keap/contacts/automatic-contact-service.test.ts',
      'test/keap/over-rest/rest-contact-service.test.ts',
      'test/local/keap/gateway.test.ts',
      'test/local/keap/handle.test.ts',
      'test/local/keap/oauth.test.ts',
      // Months of a simulated life.
      'test/oauth/long-life.test.ts',
    ],
  },
});
