/*
 * Runs in the bare realm before any script of the project. Everything made here is native to the realm; the one
 * function of the host stays in this closure, and only text goes through it.
 */
(function bootstrap(hostCall, setupText) {
  const { parse, stringify } = JSON;
  const setup = parse(setupText);
  const handles = new WeakMap();
  const enumValues = new Map();
  const RealDate = Date;
  let nowMs = setup.nowMs;

  function call(handle, method, args) {
    const answer = parse(ask(stringify({ handle, method, args: args.map(pack) })));
    nowMs = answer.nowMs;
    if (answer.error !== undefined) {
      const error = new Error(answer.error.message);
      error.name = answer.error.name;
      throw error;
    }
    return unpack(answer.value);
  }

  /* A script must never get hold of an error of the host, such as one from a full stack. */
  function ask(text) {
    try {
      return hostCall(text);
    } catch {
      throw new RangeError('Maximum call stack size exceeded');
    }
  }

  function pack(value) {
    if (value === undefined) return { $undefined: true };
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : { $number: String(value) };
    if (typeof value === 'bigint' || typeof value === 'symbol') return { $function: typeof value };
    if (handles.has(value)) return handles.get(value);
    if (typeof value === 'function') return { $function: value.name };
    if (value instanceof RealDate) return { $date: value.getTime() };
    if (Array.isArray(value)) return Array.from(value, pack);
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
    if (value.$date !== undefined) return new Date(value.$date === null ? Number.NaN : value.$date);
    if (value.$enum !== undefined) return enumsOf(value.$enum)[value.$value];
    if (value.$handle !== undefined) return serviceObject(value.$handle, value.$type);
    if (value.$response !== undefined) return response(value.$response);
    if (value.$template !== undefined) return template(value.$template);
    const plain = {};
    for (const key of Object.keys(value)) plain[key.slice(1)] = unpack(value[key]);
    return plain;
  }

  function serviceObject(handle, type) {
    const known = new Map();
    const logs = (name) => type === 'console' || (type === 'Logger' && name === 'log');
    const method = (name) => {
      if (!logs(name)) return (...args) => call(handle, name, args);
      return (...values) => {
        call(handle, name, [logText(values)]);
        return type === 'Logger' ? proxy : undefined;
      };
    };
    const proxy = new Proxy(Object.create(null), {
      get(_target, name) {
        if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') return undefined;
        if (name === 'toString') return () => type;
        if (setup.enums[`${type}.${name}`] !== undefined) return enumsOf(`${type}.${name}`);
        if (!known.has(name)) known.set(name, method(name));
        return known.get(name);
      },
      set(_target, name) {
        throw new TypeError(`Cannot set ${String(name)} of ${type}`);
      },
    });
    handles.set(proxy, { $handle: handle });
    return proxy;
  }

  /* One object for each value, so that values can be compared with `===`. */
  function enumsOf(type) {
    if (enumValues.has(type)) return enumValues.get(type);
    const values = {};
    setup.enums[type].forEach((name, index) => {
      const value = Object.freeze({
        name: () => name,
        ordinal: () => index,
        compareTo: (other) => index - other.ordinal(),
        toString: () => name,
      });
      handles.set(value, { $enum: type, $value: name });
      values[name] = value;
    });
    enumValues.set(type, Object.freeze(values));
    return values;
  }

  /* HTTPResponse, whose content is here already. The text is in the charset that the answer names. */
  function response({ status, headers, allHeaders, text, bytes }) {
    return {
      getResponseCode: () => status,
      getContentText(charset) {
        if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
          throw new Error(
            `HTTPResponse.getContentText("${charset}") is not implemented in the Apps Script emulator.`,
          );
        }
        return text;
      },
      getContent: () => globalThis.Utilities.base64Decode(bytes),
      getHeaders: () => ({ ...headers }),
      getAllHeaders: () => parse(stringify(allHeaders)),
      toString: () => text,
    };
  }

  /* HtmlTemplate: its scriptlets run in this realm, with the properties that were set on the template as names. */
  function template(source) {
    const methods = {
      evaluate() {
        const names = Object.keys(this);
        const render = new Function('output_', 'escape_', ...names, compile(source));
        const pieces = [];
        render((text) => pieces.push(text), escapeHtml, ...names.map((name) => this[name]));
        return serviceObject('HtmlService', 'HtmlService').createHtmlOutput(pieces.join(''));
      },
      getRawContent: () => source,
    };
    return Object.create(methods);
  }

  function compile(source) {
    let code = '';
    let position = 0;
    const scriptlet = /<\?(!?=)?([\s\S]*?)\?>/g;
    for (let match = scriptlet.exec(source); match !== null; match = scriptlet.exec(source)) {
      const printed = match[2].replace(/;\s*$/, '');
      code += `output_(${stringify(source.slice(position, match.index))});`;
      if (match[1] === '=') code += `output_(escape_(${printed}\n));`;
      else if (match[1] === '!=') code += `output_(String(${printed}\n));`;
      else code += `${match[2]}\n`;
      position = match.index + match[0].length;
    }
    return `${code}output_(${stringify(source.slice(position))});`;
  }

  function escapeHtml(value) {
    const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' };
    return String(value).replace(/[&<>"']/g, (character) => entities[character]);
  }

  /* As the log shows it: formats with %s and the like, objects as JSON, errors as their stacks. */
  function logText(values) {
    const rest = [...values];
    const first = rest.shift();
    if (typeof first !== 'string') return values.map(shown).join(' ');
    const formatted = first.replace(/%[sdijoO%]/g, (mark) =>
      mark === '%%' ? '%' : rest.length > 0 ? shown(rest.shift()) : mark,
    );
    return [formatted, ...rest.map(shown)].join(' ');
  }

  function shown(value) {
    if (value instanceof Error) return value.stack === undefined ? String(value) : value.stack;
    if (typeof value !== 'object' || value === null || handles.has(value)) return String(value);
    try {
      return stringify(value);
    } catch {
      return String(value);
    }
  }

  /* On a virtual clock, the time is the one that came with Google's last answer. */
  const VirtualDate = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [nowMs] : args, newTarget),
    apply: () => new RealDate(nowMs).toString(),
    get: (target, name, receiver) => (name === 'now' ? () => nowMs : Reflect.get(target, name, receiver)),
  });
  if (setup.isVirtual) {
    globalThis.Date = VirtualDate;
    RealDate.prototype.constructor = VirtualDate;
  }

  for (const name of setup.missingNames) delete globalThis[name];
  for (const name of setup.serviceNames) globalThis[name] = serviceObject(name, name);
  const logs = serviceObject('console', 'console');
  globalThis.console = {};
  for (const level of ['log', 'info', 'warn', 'error', 'time', 'timeEnd']) {
    globalThis.console[level] = logs[level];
  }

  /* Begins a function; the function that is returned ends it, once microtasks are done. */
  return function run(functionName, argsText) {
    const target = globalThis[functionName];
    if (typeof target !== 'function') throw new Error(`Script function not found: ${functionName}`);
    const result = target(...unpack(parse(argsText)));
    if (!(result instanceof Promise)) return () => stringify({ value: pack(result) });
    let finish = () => stringify({ value: pack(undefined) });
    result.then(
      (value) => {
        finish = () => stringify({ value: pack(value) });
      },
      (error) => {
        finish = () => {
          throw error;
        };
      },
    );
    return () => finish();
  };
});
