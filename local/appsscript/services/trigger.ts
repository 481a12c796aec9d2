/** A trigger as a script holds it (Class Trigger). */
import { EnumValue } from '../enums.ts';
import { type ServiceObject, serviceObject } from '../service-object.ts';
import type { Trigger } from '../world.ts';

export function triggerObject(trigger: Trigger): ServiceObject {
  return serviceObject('Trigger', {
    getHandlerFunction: () => trigger.functionName,
    getUniqueId: () => trigger.id,
    getEventType: () => new EnumValue('ScriptApp.EventType', 'CLOCK'),
    getTriggerSource: () => new EnumValue('ScriptApp.TriggerSource', 'CLOCK'),
    getTriggerSourceId: () => null,
  });
}
