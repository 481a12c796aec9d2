/** The scenarios as functions of a script, for the adapters in `src/gas/`. */
import { gasClock } from '../../src/gas/clock.ts';
import { gasHttp } from '../../src/gas/http.ts';
import { gasLock } from '../../src/gas/lock.ts';
import { gasPlatform } from '../../src/gas/platform.ts';
import { gasProperties } from '../../src/gas/properties.ts';
import {
  clockScenario,
  httpScenario,
  lockedTableScenario,
  lockScenario,
  propertiesScenario,
  tableScenario,
} from './scenarios.ts';

export const properties = () =>
  propertiesScenario(
    gasProperties(() => PropertiesService.getUserProperties()),
    gasProperties(() => PropertiesService.getUserProperties()),
  );
export const lock = () =>
  lockScenario(
    gasLock(
      () => LockService.getUserLock(),
      () => {},
    ),
  );
export const clock = () => clockScenario(gasClock());
export const http = (origin: string, dead: string) => httpScenario(gasHttp(), origin, dead);
const activeTable = () => gasPlatform({ hourly: 'none', resume: 'none' }).document().workbook.activeTable();
export const table = () => tableScenario(activeTable());
export const lockedTable = () => lockedTableScenario(activeTable());
