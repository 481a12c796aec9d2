/** Stands where the parser does, so that the bundle can be weighed as it was with fast-xml-parser; never called. */
import { XMLParser } from 'fast-xml-parser';

export class XmlElement {}
export class XmlText {}
export class XmlError extends Error {}

export function parseXml(text: string): { root: XmlElement } {
  const options = { preserveOrder: true, parseTagValue: false, trimValues: false, processEntities: false };
  return { root: new XMLParser(options).parse(text) };
}
