/*
 * Runs in the bare realm before any script of the project. Everything made here is native to the realm; the one
 * function of the host stays in this closure, takes and gives text only, and never throws.
 */
(function bootstrap(hostCall, setup) {
  const handles = new WeakMap();
  const RealDate = Date;
  let nowMs = setup.nowMs;

  function call(handle, method, args) {
    const answer = JSON.parse(hostCall(JSON.stringify({ handle, method, args: args.map(pack) })));
    nowMs = answer.nowMs === undefined ? nowMs : answer.nowMs;
    if (answer.error !== undefined) {
      const error = new Error(answer.error.message);
      error.name = answer.error.name;
      throw error;
    }
    return unpack(answer.value);
  }

  function pack(value) {
    if (value === undefined) return { $undefined: true };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
    if (typeof value === 'function' && !handles.has(value)) return { $function: value.name };
    if (handles.has(value)) return { $handle: handles.get(value) };
    if (value instanceof RealDate) return { $date: value.getTime() };
    if (Array.isArray(value)) return value.map(pack);
    if (typeof value === 'bigint' || typeof value === 'symbol') return { $function: typeof value };
    const packed = {};
    for (const key of Object.keys(value)) packed[`.${key}`] = pack(value[key]);
    return packed;
  }

  function unpack(value) {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) value[index] = unpack(value[index]);
      return value;
    }
    if (value.$undefined) return undefined;
    if (value.$number !== undefined) return Number(value.$number);
    if (value.$date !== undefined) return new Date(value.$date);
    if (value.$handle !== undefined) return serviceObject(value.$handle, value.$type);
    if (value.$response !== undefined) return response(value.$response);
    if (value.$template !== undefined) return template(value.$template);
    const plain = {};
    for (const key of Object.keys(value)) plain[key.slice(1)] = unpack(value[key]);
    return plain;
  }

  function serviceObject(handle, type) {
    const constants = setup.constants[type] || {};
    const known = new Map();
    const proxy = new Proxy(Object.create(null), {
      get(_target, name) {
        if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
        if (name === 'toString') return () => type;
        if (name in constants) return unpack(JSON.parse(JSON.stringify(constants[name])));
        if (!known.has(name)) known.set(name, (...args) => call(handle, name, args));
        return known.get(name);
      },
      set(_target, name) {
        throw new TypeError(`Cannot set ${String(name)} of ${type}`);
      },
    });
    handles.set(proxy, handle);
    return proxy;
  }

  /* HTTPResponse: what came is here already. Bodies are UTF-8; another charset is not implemented. */
  function response({ status, headers, text }) {
    return {
      getResponseCode: () => status,
      getContentText(charset) {
        if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
          throw new Error(
            `HTTPResponse.getContentText("${charset}") is not implemented in the embedded Apps Script.`,
          );
        }
        return text;
      },
      getHeaders: () => ({ ...headers }),
      getAllHeaders: () => ({ ...headers }),
      toString: () => 'HTTPResponse',
    };
  }

  /* HtmlTemplate: its scriptlets run in this realm, with the properties that were set on the template as names. */
  function template(source) {
    return {
      evaluate() {
        const names = Object.keys(this).filter((name) => typeof this[name] !== 'function');
        const render = new Function('output_', 'escape_', ...names, compile(source));
        const parts = [];
        render((text) => parts.push(text), escapeHtml, ...names.map((name) => this[name]));
        return globalThis.HtmlService.createHtmlOutput(parts.join(''));
      },
      getRawContent: () => source,
    };
  }

  function compile(source) {
    let code = '';
    let place = 0;
    const scriptlet = /<\?(!?=)?([\s\S]*?)\?>/g;
    for (let match = scriptlet.exec(source); match !== null; match = scriptlet.exec(source)) {
      code += `output_(${JSON.stringify(source.slice(place, match.index))});`;
      if (match[1] === '=') code += `output_(escape_(${match[2]}));`;
      else if (match[1] === '!=') code += `output_(String(${match[2]}));`;
      else code += `${match[2]}\n`;
      place = match.index + match[0].length;
    }
    return `${code}output_(${JSON.stringify(source.slice(place))});`;
  }

  function escapeHtml(value) {
    const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
    return String(value).replace(/[&<>"']/g, (character) => entities[character]);
  }

  class ScriptDate extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(nowMs + (setup.isVirtual ? 0 : RealDate.now() - setup.startedMs));
      else super(...args);
    }
    static now() {
      return new ScriptDate().getTime();
    }
  }
  Object.defineProperty(ScriptDate, 'name', { value: 'Date' });
  if (setup.isVirtual) globalThis.Date = ScriptDate;

  for (const name of setup.missingNames) delete globalThis[name];
  for (const name of setup.serviceNames) globalThis[name] = serviceObject(name, name);
  const consoleObject = {};
  for (const level of ['log', 'info', 'warn', 'error']) {
    consoleObject[level] = (...words) => {
      call('console', level, [words.map(String).join(' ')]);
    };
  }
  globalThis.console = consoleObject;

  return function run(functionName, argsText) {
    const target = globalThis[functionName];
    if (typeof target !== 'function') {
      throw new Error(`Script function not found: ${functionName}`);
    }
    return JSON.stringify({ value: pack(target(...unpack(JSON.parse(argsText)))) });
  };
});
