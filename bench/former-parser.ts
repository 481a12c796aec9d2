/** Replaces the parser to measure the bundle's size with fast-xml-parser; it is never called. */
import { XMLParser } from 'fast-xml-parser';

export class XmlElement {}
export class XmlText {}
export class XmlError extends Error {}

export function parseXml(text: string): { root: XmlElement } {
  const options = { preserveOrder: true, parseTagValue: false, trimValues: false, processEntities: false };
  return { root: new XMLParser(options).parse(text) };
}
