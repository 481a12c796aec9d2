/** The page: connects the grid, the menus, the frames and the inspector to the playground's server. */
import type { Area, Change, ClockView, ExecutionView, MenuView, Pace, SheetSelection } from '../protocol.ts';
import { button, byId, element } from './element.ts';
import { frames } from './frames.ts';
import { grid } from './grid.ts';
import { openInspector } from './inspector.ts';
import { drawMenus, scriptMenus } from './menus.ts';
import { pendingSettings } from './pending-settings.ts';
import { Refusal, serverClient } from './server-client.ts';
import { columnName, sheets } from './sheets.ts';

const server = serverClient(location.hash.slice(1));
const theSheets = sheets();
let menuViews: readonly MenuView[] = [];
let area: Area = { top: 0, left: 0, rows: 1, columns: 1 };
const running = new Map<number, string>();
/** The sheet in the grid. */
let shownSheet: number | undefined;
let zone: string | undefined;

const problem = byId('problem', HTMLElement);
const content = byId('content', HTMLInputElement);
const file = byId('file', HTMLInputElement);
const pace = byId('pace', HTMLSelectElement);
const pendingPace = pendingSettings<Pace>((current) => {
  pace.value = String(current);
});

const theGrid = grid(byId('grid', HTMLElement), {
  edited: (cells) => edit(cells),
  selected(selected) {
    area = selected;
    showSelection();
    reportFailure(server.send('select', selection()));
  },
});
const theFrames = frames(byId('sidebar', HTMLElement), {
  async run(functionName, args) {
    const here = selection();
    try {
      const { answer, front } = await server.send('run', { functionName, args, selection: here });
      follow(here, front);
      return answer;
    } catch (error) {
      return { kind: 'failure', name: 'NetworkError', message: messageOf(error) };
    }
  },
  sheet: (id) => showSheet(id),
});
const inspector = openInspector(byId('inspector-tabs', HTMLElement), byId('inspector-panel', HTMLElement), {
  server,
  reportFailure,
  pressMenu,
  notify: (sentence) => toast('Playground', sentence),
  reloadSidebar: () => theFrames.reloadSidebar(),
  momentText,
});

drawToolbar();
drawAllMenus();
listenToInspector();
listenToClock();
listenToFiles();
listenToFormulaBar();
void server.listen({ changed, lost: showProblem });

function changed(change: Change): void {
  if (change.world !== undefined) {
    theFrames.closeAll();
    running.clear();
    showProblem('');
  }
  const { cells, heads } = theSheets.take(change);
  const active = theSheets.active();
  if (heads) {
    drawTabs();
    if (active !== undefined) theGrid.show(active, theSheets.rows(active.id));
    if (active !== undefined && active.id !== shownSheet && shownSheet !== undefined) theGrid.select(area);
    shownSheet = active?.id;
  } else if (active !== undefined && cells.has(active.id)) theGrid.redraw();
  if (change.clock !== undefined) showClock(change.clock);
  if (change.documentName !== undefined) byId('document-name', HTMLElement).textContent = change.documentName;
  if (change.menus !== undefined && JSON.stringify(change.menus) !== JSON.stringify(menuViews)) {
    menuViews = change.menus;
    drawAllMenus();
  }
  if (change.executions !== undefined) showRunning(change.executions);
  for (const { title, message } of change.toasts ?? []) toast(title, message);
  for (const page of change.pages ?? []) theFrames.show(page);
  inspector.take(change);
  showSelection();
}

function showClock({ nowMs, timeZone, isMoving, pace: current }: ClockView): void {
  zone = timeZone;
  byId('clock', HTMLOutputElement).value = isMoving ? 'Time is passing…' : momentText(nowMs);
  for (const id of ['hour', 'day']) byId(id, HTMLButtonElement).disabled = isMoving;
  pendingPace.take(current);
  theFrames.setTime(nowMs - Date.now());
}

/** Names the running executions, so that a run of ten seconds does not look as if nothing happens. */
function showRunning(executions: readonly ExecutionView[]): void {
  for (const { id, functionName, ending } of executions) {
    if (ending === 'running') running.set(id, functionName);
    else running.delete(id);
  }
  const names = [...new Set(running.values())].filter((name) => name !== 'answerSidebar');
  byId('running', HTMLElement).textContent = names.length === 0 ? '' : `Running ${names.join(', ')}…`;
}

function momentText(ms: number): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
    timeZone: zone,
  }).format(ms);
}

function edit(cells: readonly (readonly [number, number, string])[]): void {
  const sheet = theSheets.active();
  if (sheet !== undefined) reportFailure(server.send('edit', { sheet: sheet.id, cells }));
}

function showSelection(): void {
  const { top, left, rows, columns } = area;
  const first = `${columnName(left)}${top + 1}`;
  const last = `${columnName(left + columns - 1)}${top + rows}`;
  byId('selection', HTMLOutputElement).value = first === last ? first : `${first}:${last}`;
  const sheet = theSheets.active();
  if (document.activeElement !== content && sheet !== undefined) {
    content.value = theSheets.edited(sheet.id, top, left);
  }
}

function showSheet(id: number, selected: Area = { top: 0, left: 0, rows: 1, columns: 1 }): void {
  theSheets.show(id);
  area = selected;
  const sheet = theSheets.active();
  // A new sheet arrives with the next change.
  if (sheet === undefined) return;
  if (id !== shownSheet) theGrid.show(sheet, theSheets.rows(sheet.id));
  shownSheet = id;
  theGrid.select(area);
  drawTabs();
  reportFailure(server.send('select', selection()));
}

function drawTabs(): void {
  const active = theSheets.active();
  byId('tabs', HTMLElement).replaceChildren(
    ...theSheets.heads().map(({ id, name }) => {
      const tab = button(name, () => showSheet(id));
      if (id === active?.id) tab.ariaCurrent = 'page';
      return tab;
    }),
  );
}

function drawAllMenus(): void {
  const own = {
    title: 'File',
    items: [
      { label: 'Open a CSV or Excel file…', press: () => file.click() },
      { label: 'Download this sheet as CSV', press: () => void save('csv') },
      { label: 'Download this sheet as Excel', press: () => void save('xlsx') },
      { label: 'Restart', press: () => reportFailure(server.send('restart', null)) },
    ],
  };
  drawMenus(byId('menus', HTMLElement), [own, ...scriptMenus(menuViews, pressMenu)]);
}

function pressMenu(path: string): void {
  const here = selection();
  showProblem('');
  reportFailure(
    server.send('menu', { path, selection: here }).then(({ problem, front }) => {
      if (problem !== '') showProblem(problem);
      follow(here, front);
    }),
  );
}

function selection(): SheetSelection {
  return { sheet: theSheets.active()?.id ?? 0, areas: [area] };
}

/** Shows the sheet and the cells that a script has activated, unless the user has moved on in the meantime. */
function follow(here: SheetSelection, front: SheetSelection): void {
  const [selected] = front.areas;
  if (selected !== undefined && isSame(here, selection()) && !isSame(here, front)) {
    showSheet(front.sheet, selected);
  }
}

function isSame(one: SheetSelection, other: SheetSelection): boolean {
  const text = ({ sheet, areas }: SheetSelection) =>
    [sheet, ...areas.flatMap(({ top, left, rows, columns }) => [top, left, rows, columns])].join();
  return text(one) === text(other);
}

function drawToolbar(): void {
  const actions = [
    ['Sort A to Z', 'sort-ascending'],
    ['Sort Z to A', 'sort-descending'],
    ['Insert row', 'insert-row'],
    ['Delete rows', 'delete-rows'],
    ['Insert column', 'insert-column'],
    ['Delete columns', 'delete-columns'],
  ] as const;
  byId('toolbar', HTMLElement).append(
    ...actions.map(([label, action]) =>
      button(label, () => {
        const sheet = theSheets.active();
        if (sheet !== undefined) reportFailure(server.send('arrange', { sheet: sheet.id, action, area }));
      }),
    ),
  );
}

function listenToInspector(): void {
  const aside = byId('inspector', HTMLElement);
  const toggle = byId('toggle-inspector', HTMLButtonElement);
  toggle.addEventListener('click', () => {
    aside.hidden = !aside.hidden;
    toggle.ariaExpanded = String(!aside.hidden);
  });
}

/** Enter, Tab and leaving the field keep what is typed; Escape takes it back. */
function listenToFormulaBar(): void {
  let place = area;
  let former = '';
  const keep = () => {
    if (content.value !== former) edit([[place.top, place.left, content.value]]);
    former = content.value;
  };
  content.addEventListener('focus', () => {
    [place, former] = [area, content.value];
  });
  content.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') keep();
    if (key === 'Escape') content.value = former;
  });
  content.addEventListener('blur', keep);
}

function listenToClock(): void {
  const hourMs = 3_600_000;
  const pass = (ms: number) => () => reportFailure(server.send('pass', { ms }));
  byId('hour', HTMLButtonElement).addEventListener('click', pass(hourMs));
  byId('day', HTMLButtonElement).addEventListener('click', pass(24 * hourMs));
  pace.addEventListener('change', () => {
    const wanted = ([0, 1, 10] as const).find((one) => String(one) === pace.value) ?? 0;
    reportFailure(pendingPace.during(server.send('pace', { pace: wanted })));
  });
}

function listenToFiles(): void {
  const drop = byId('drop', HTMLElement);
  const open = (given: File | undefined) => {
    if (given !== undefined) reportFailure(server.open(given));
  };
  file.addEventListener('change', () => {
    open(file.files?.[0]);
    file.value = '';
  });
  addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) drop.hidden = true;
  });
  addEventListener('drop', (event) => {
    event.preventDefault();
    drop.hidden = true;
    open(event.dataTransfer?.files[0]);
  });
}

async function save(format: 'csv' | 'xlsx'): Promise<void> {
  try {
    const url = URL.createObjectURL(await server.save(format));
    const name = `${theSheets.active()?.name ?? 'Sheet'}.${format}`;
    element('a', { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    showProblem(messageOf(error));
  }
}

function toast(title: string, message: string): void {
  const shown = element(
    'div',
    { className: 'toast' },
    element('strong', {}, title),
    element('p', {}, message),
  );
  shown.append(button('×', () => shown.remove(), 'close'));
  // Sheets shows one toast at a time.
  byId('toasts', HTMLElement).replaceChildren(shown);
  setTimeout(() => shown.remove(), 8_000);
}

/** Shows the error if the work fails. */
function reportFailure(work: Promise<unknown>): void {
  work.catch((error: unknown) => showProblem(messageOf(error)));
}

function messageOf(error: unknown): string {
  return error instanceof Refusal || error instanceof Error ? error.message : String(error);
}

function showProblem(sentence: string): void {
  problem.textContent = sentence;
  problem.hidden = sentence === '';
}
