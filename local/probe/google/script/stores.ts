/** Locks, properties and caches. */
import type { Json } from '../../question.ts';
import { givenBy, thrownBy } from './answers.ts';
import type { Probe } from './probe.ts';

const locks = ['local/appsscript/services/lock.ts', 'src/gas/lock.ts'];
const stores = ['local/appsscript/services/properties.ts', 'src/gas/properties.ts'];

export const storeProbes: readonly Probe[] = [
  {
    id: 'locks/reentrant',
    question: 'Can an execution take a lock that it holds, and does one release suffice then?',
    reliesOn: locks,
    promises: ['T2', 'R7'],
    assumed: {
      'a second object holds it': true,
      'after one release': false,
      before: false,
      taken: [true, true],
    },
    ask() {
      const lock = LockService.getUserLock();
      const before = lock.hasLock();
      const taken = [lock.tryLock(1000), lock.tryLock(1000)];
      const other = LockService.getUserLock();
      const answer = { before, taken, 'a second object holds it': other.hasLock() };
      lock.releaseLock();
      return { ...answer, 'after one release': lock.hasLock() };
    },
  },
  {
    id: 'locks/independent',
    question: 'Are the locks of the document, the user and the script independent?',
    reliesOn: locks,
    promises: ['T2', 'R7'],
    assumed: [true, true, true],
    ask() {
      const all = [LockService.getDocumentLock(), LockService.getUserLock(), LockService.getScriptLock()];
      const taken = all.map((lock) => lock.tryLock(1000));
      for (const lock of all) lock.releaseLock();
      return taken;
    },
  },
  {
    id: 'locks/release-without-lock',
    question: 'Does releaseLock throw in an execution that does not hold the lock?',
    reliesOn: locks,
    promises: ['R7'],
    assumed: 'nothing',
    ask: () => thrownBy(() => LockService.getUserLock().releaseLock()),
  },
  {
    id: 'properties/size-of-a-value',
    question:
      'How long may a value be, is it counted in bytes or in characters, and with which words is it refused?',
    reliesOn: [...stores, 'local/appsscript/google-limits.ts', 'src/oauth/token-store.ts'],
    promises: ['T1'],
    assumed: {
      '9216 bytes in 4608 characters': 'nothing',
      '9216 characters': 'nothing',
      '9217 characters': 'Exception: Argument too large: value',
      '9218 bytes in 4609 characters': 'Exception: Argument too large: value',
    },
    ask() {
      const properties = PropertiesService.getUserProperties();
      const set = (value: string) => thrownBy(() => properties.setProperty('probe size', value));
      const answer = {
        '9216 characters': set('x'.repeat(9216)),
        '9217 characters': set('x'.repeat(9217)),
        '9216 bytes in 4608 characters': set('é'.repeat(4608)),
        '9218 bytes in 4609 characters': set('é'.repeat(4609)),
      };
      properties.deleteProperty('probe size');
      return answer;
    },
  },
  {
    id: 'properties/size-of-a-store',
    question: 'With which words is a value refused that a full store has no room for?',
    reliesOn: [...stores, 'local/appsscript/google-texts.ts'],
    promises: ['T1', 'R8'],
    assumed:
      'Exception: You have exceeded the property storage quota. Please remove some properties and try again.',
    ask() {
      const properties = PropertiesService.getUserProperties();
      const names = Array.from({ length: 60 }, (_, index) => `probe store ${index}`);
      const values: Record<string, string> = {};
      for (const name of names) values[name] = 'x'.repeat(9000);
      const problem = thrownBy(() => properties.setProperties(values));
      for (const name of properties.getKeys()) {
        if (name.startsWith('probe store ')) properties.deleteProperty(name);
      }
      return problem;
    },
  },
  {
    id: 'properties/other-values',
    question: 'What becomes of numbers, booleans and null that are set as properties?',
    reliesOn: stores,
    promises: ['T1'],
    assumed: {
      empty: '',
      five: '5',
      null: {
        exception:
          "Exception: The parameters (String,null) don't match the method signature for PropertiesService.Properties.setProperty.",
      },
      true: {
        exception:
          "Exception: The parameters (String,Boolean) don't match the method signature for PropertiesService.Properties.setProperty.",
      },
    },
    ask() {
      const properties = PropertiesService.getUserProperties();
      const kept = (value: unknown): Json =>
        givenBy(() => {
          properties.setProperty('probe value', value as string);
          return properties.getProperty('probe value');
        });
      const answer = { five: kept(5), true: kept(true), null: kept(null), empty: kept('') };
      properties.deleteProperty('probe value');
      return answer;
    },
  },
  {
    id: 'properties/unknown-name',
    question: 'Does getProperty give null for a name that was never set, and may it be deleted?',
    reliesOn: stores,
    promises: ['T1'],
    assumed: { delete: 'nothing', 'empty name': null, value: null },
    ask() {
      const properties = PropertiesService.getUserProperties();
      return {
        value: properties.getProperty('probe nothing'),
        delete: thrownBy(() => properties.deleteProperty('probe nothing')),
        'empty name': givenBy(() => properties.getProperty('')),
      };
    },
  },
  {
    id: 'properties/texts-stay-exact',
    question: 'Do texts with line ends, control characters and emoji come back as they were set?',
    reliesOn: stores,
    promises: ['T1'],
    assumed: [true, true, true, true, true],
    ask() {
      const properties = PropertiesService.getUserProperties();
      const kept = ['a\r\nb', 'a\u0000b', 'a😀b', 'a\ud83db', ' a '].map((text) => {
        properties.setProperty('probe text', text);
        return properties.getProperty('probe text') === text;
      });
      properties.deleteProperty('probe text');
      return kept;
    },
  },
  {
    id: 'cache/size-of-a-value',
    question: 'With which words does a cache refuse too long values and keys?',
    reliesOn: ['local/appsscript/services/cache.ts'],
    promises: [],
    assumed: { key: 'Exception: Argument too large: key', value: 'Exception: Argument too large: value' },
    ask() {
      const cache = CacheService.getUserCache();
      if (cache === null) return 'null';
      return {
        value: thrownBy(() => cache.put('probe', 'x'.repeat(102_401), 1)),
        key: thrownBy(() => cache.put('k'.repeat(251), 'x', 1)),
      };
    },
  },
];
