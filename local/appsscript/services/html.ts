/** `HtmlService`: pages and templates (Class HtmlOutput, Class HtmlTemplate). */
import { ScriptException, type ServiceObject, serviceObject, signature } from '../service-object.ts';
import { TemplateSource } from '../service-references.ts';
import type { Context } from '../world.ts';

/** `HtmlService`: pages from files, and templates whose scriptlets run in the script's own realm. */
export function htmlService({ project }: Context): ServiceObject {
  const file = (name: string) => {
    const page = project.pages.get(name.replace(/\.html$/, ''));
    if (page === undefined) throw new ScriptException(`No HTML file named ${name} was found.`);
    return page;
  };
  return serviceObject('HtmlService', {
    createHtmlOutput: (html) => htmlOutput(html === undefined ? '' : String(html)),
    createHtmlOutputFromFile: (name) =>
      htmlOutput(file(signature('HtmlService.createHtmlOutputFromFile', [name]).text(name))),
    createTemplateFromFile: (name) =>
      new TemplateSource(file(signature('HtmlService.createTemplateFromFile', [name]).text(name))),
    createTemplate: (html) => new TemplateSource(signature('HtmlService.createTemplate', [html]).text(html)),
  });
}

function htmlOutput(html: string): ServiceObject {
  let content = html;
  let title = '';
  let width: number | null = null;
  let height: number | null = null;
  const self: ServiceObject = serviceObject('HtmlOutput', {
    getContent: () => content,
    getTitle: () => title,
    getWidth: () => width,
    getHeight: () => height,
    setTitle(text) {
      title = signature('HtmlOutput.setTitle', [text]).text(text);
      return self;
    },
    setWidth(pixels) {
      width = signature('HtmlOutput.setWidth', [pixels]).whole(pixels);
      return self;
    },
    setHeight(pixels) {
      height = signature('HtmlOutput.setHeight', [pixels]).whole(pixels);
      return self;
    },
    append(more) {
      content += String(more);
      return self;
    },
  });
  return self;
}

/** A page that a script shows; its size is in pixels, where it has one. */
export interface PageGiven {
  readonly title: string;
  readonly html: string;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Throws where a script shows something that is not a page. */
export function pageOf(value: unknown, method: string): PageGiven {
  const is = signature(method, [value]);
  const { type, methods } = is.record(value);
  if (type !== 'HtmlOutput' || typeof methods !== 'object') return is.refuse();
  const page = value as ServiceObject;
  const pixels = (size: unknown) => (typeof size === 'number' ? size : undefined);
  return {
    title: String(page.methods.getTitle?.()),
    html: String(page.methods.getContent?.()),
    width: pixels(page.methods.getWidth?.()),
    height: pixels(page.methods.getHeight?.()),
  };
}
