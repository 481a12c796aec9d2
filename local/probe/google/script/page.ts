/** The page that asks what only a page can ask, and leads through the rest. */

/** The page; `callbackUrl` is the address that asks in the callback. */
export function stepsPage(callbackUrl: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<body style="font-family: sans-serif; line-height: 1.5">
<p>The questions of the menu are answered. Three steps are left:</p>
<ol>
<li><a id="callback" target="_blank" href="${callbackUrl}">Ask in the callback</a>. Then close that tab.</li>
<li><span id="page">This page asks its questions. Wait until it says that it is done.</span></li>
<li>Close the spreadsheet for five minutes, so that its triggers fire while nobody has it open.<br>
Then open it, and choose <b>Probe &gt; Show the result</b>.</li>
</ol>
<script>
  const call = (name, ...args) => new Promise((resolve) => {
    try {
      google.script.run
        .withSuccessHandler((value) => resolve({ value }))
        .withFailureHandler((error) => resolve({ failure: String(error.message || error) }))[name](...args);
    } catch (error) {
      resolve({ thrown: String(error) });
    }
  });
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const kindOf = ({ value, failure, thrown }) =>
    thrown !== undefined ? 'thrown: ' + thrown : failure !== undefined ? 'failed: ' + failure : value === null ? 'null' : typeof value;
  (async () => {
    await call('probeInDialog');
    await call('probeSave', 'page/undefined-and-null', (await call('probeEcho', [1, null, undefined, NaN])).value);
    await call('probeSave', 'page/date-as-argument', kindOf(await call('probeEcho', new Date(0))));
    await call('probeSave', 'page/date-as-result', kindOf(await call('probeDate')));
    await call('probeSave', 'page/private-function', kindOf(await call('probePrivate_')));
    const held = call('probeHoldLock');
    await wait(4000);
    await call('probeTryLock');
    await held;
    document.getElementById('page').textContent = 'This page is done.';
  })();
</script>
</body>
</html>`;
}

/** A page with the result to copy. */
export function resultPage(json: string, isComplete: boolean): string {
  const hint = isComplete
    ? 'Copy this into a file, for instance <code>google.json</code>.'
    : 'Some questions are still open. You can copy this, or wait some minutes and choose Probe &gt; Show the result again.';
  const text = json.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<!DOCTYPE html>
<html lang="en">
<body style="font-family: sans-serif">
<p>${hint} docs/probe.md says what to do with it.</p>
<textarea id="result" readonly style="width: 100%; height: 360px" onfocus="this.select()">${text}</textarea>
</body>
</html>`;
}
