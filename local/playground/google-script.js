/*
 * Runs before the script of a sidebar or a dialog: provides `google.script.run` and `google.script.host` as Google
 * documents them, over messages to the surrounding page, and leads links to Keap to the simulated one.
 */
(() => {
  const setup = SETUP;
  const waiting = new Map();
  let lastId = 0;

  const send = (message) => parent.postMessage(message, '*');

  function isSerializable(value) {
    if (value === null || ['undefined', 'string', 'boolean', 'number'].includes(typeof value)) return true;
    if (Array.isArray(value)) return value.every(isSerializable);
    const isPlain = typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;
    return isPlain && Object.values(value).every(isSerializable);
  }

  function runner(handlers) {
    return new Proxy(Object.create(null), {
      get(_target, name) {
        switch (name) {
          case 'withSuccessHandler':
            return (succeed) => runner({ ...handlers, succeed });
          case 'withFailureHandler':
            return (fail) => runner({ ...handlers, fail });
          case 'withUserObject':
            return (userObject) => runner({ ...handlers, userObject });
          default:
            return (...args) => {
              args.forEach((value, index) => {
                if (!isSerializable(value))
                  throw new TypeError(`Failed due to illegal value in property: ${index}`);
              });
              const id = ++lastId;
              waiting.set(id, handlers);
              send({ kind: 'run', id, functionName: String(name), args: JSON.parse(JSON.stringify(args)) });
            };
        }
      },
    });
  }

  addEventListener('message', ({ source, data }) => {
    if (source !== parent) return;
    if (data.kind === 'time') setup.aheadMs = data.aheadMs;
    if (data.kind !== 'answer') return;
    const { succeed, fail, userObject } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    const { answer } = data;
    if (answer.kind === 'value') succeed?.(answer.value, userObject);
    else fail?.(Object.assign(new Error(answer.message), { name: answer.name }), userObject);
  });

  /* The page must see the simulated time, as the script does. */
  const RealDate = Date;
  const now = () => RealDate.now() + setup.aheadMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  });

  /* After the page's own listeners, which may have prevented the link from being followed. */
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (link === null || event.defaultPrevented) return;
    const url = new URL(link.href, 'https://nowhere.invalid/');
    if (url.host === 'docs.google.com') {
      event.preventDefault();
      send({ kind: 'sheet', address: url.href });
    } else if (setup.keapHosts.includes(url.host)) {
      event.preventDefault();
      open(`${setup.keapOrigin}${url.pathname}${url.search}`, '_blank', 'noopener');
    } else if (url.host === 'keys.developer.keap.com') {
      event.preventDefault();
      open(`${setup.keapOrigin}/keys`, '_blank', 'noopener');
    }
  });

  globalThis.google = {
    script: {
      run: runner({}),
      host: {
        close: () => send({ kind: 'close' }),
        setHeight: () => {},
        setWidth: () => {},
        editor: { focus: () => send({ kind: 'focus' }) },
        origin: 'https://docs.google.com',
      },
    },
  };
})();
