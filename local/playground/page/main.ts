/** The page: joins the grid, the menus, the frames and what stands behind the scenes to the playground's server. */
import type { Area, Change, ClockView, ExecutionView, MenuView, Pace, Place } from '../protocol.ts';
import { button, byId, element } from './element.ts';
import { frames } from './frames.ts';
import { grid } from './grid.ts';
import { openInspector } from './inspector.ts';
import { link, Refusal } from './link.ts';
import { drawMenus, scriptMenus } from './menus.ts';
import { pendingSettings } from './pending-settings.ts';
import { columnName, sheets } from './sheets.ts';

const server = link(location.hash.slice(1));
const theSheets = sheets();
let menuViews: readonly MenuView[] = [];
let area: Area = { top: 0, left: 0, rows: 1, columns: 1 };
const running = new Map<number, string>();
/** The sheet that stands in the grid. */
let shown: number | undefined;
let zone: string | undefined;

const trouble = byId('trouble', HTMLElement);
const content = byId('content', HTMLInputElement);
const file = byId('file', HTMLInputElement);
const pace = byId('pace', HTMLSelectElement);
const paceOrders = pendingSettings<Pace>((current) => {
  pace.value = String(current);
});

const theGrid = grid(byId('grid', HTMLElement), {
  edited: (cells) => edit(cells),
  selected(selected) {
    area = selected;
    showPlace();
    doing(server.order('select', place()));
  },
});
const theFrames = frames(byId('sidebar', HTMLElement), {
  async run(functionName, args) {
    const here = place();
    try {
      const { answer, front } = await server.order('run', { functionName, args, place: here });
      follow(here, front);
      return answer;
    } catch (error) {
      return { kind: 'failure', name: 'NetworkError', message: messageOf(error) };
    }
  },
  sheet: (id) => showSheet(id),
});
const inspector = openInspector(byId('behind-tabs', HTMLElement), byId('behind', HTMLElement), {
  server,
  doing,
  pressMenu,
  tell: (sentence) => toast('Playground', sentence),
  momentText,
});

drawToolbar();
drawAllMenus();
listenToInspector();
listenToClock();
listenToFiles();
content.addEventListener('keydown', ({ key }) => {
  if (key === 'Enter') edit([[area.top, area.left, content.value]]);
});
void server.listen({ changed, lost: say });

function changed(change: Change): void {
  if (change.world !== undefined) {
    theFrames.closeAll();
    running.clear();
    say('');
  }
  const { cells, heads } = theSheets.take(change);
  const active = theSheets.active();
  if (heads) {
    drawTabs();
    if (active !== undefined) theGrid.show(active, theSheets.rows(active.id));
    if (active !== undefined && active.id !== shown && shown !== undefined) theGrid.select(area);
    shown = active?.id;
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
  showPlace();
}

function showClock({ nowMs, timeZone, isMoving, pace: current }: ClockView): void {
  zone = timeZone;
  byId('clock', HTMLOutputElement).value = isMoving ? 'Time is passing…' : momentText(nowMs);
  for (const id of ['hour', 'day']) byId(id, HTMLButtonElement).disabled = isMoving;
  paceOrders.take(current);
  theFrames.tellTime(nowMs - Date.now());
}

/** Which executions are under way, for a run of ten seconds must not look like nothing. */
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
  if (sheet !== undefined) doing(server.order('edit', { sheet: sheet.id, cells }));
}

function showPlace(): void {
  const { top, left, rows, columns } = area;
  const first = `${columnName(left)}${top + 1}`;
  const last = `${columnName(left + columns - 1)}${top + rows}`;
  byId('place', HTMLOutputElement).value = first === last ? first : `${first}:${last}`;
  const sheet = theSheets.active();
  if (document.activeElement !== content && sheet !== undefined) {
    content.value = theSheets.edited(sheet.id, top, left);
  }
}

function showSheet(id: number, selected: Area = { top: 0, left: 0, rows: 1, columns: 1 }): void {
  theSheets.show(id);
  area = selected;
  const sheet = theSheets.active();
  // A sheet that is new comes with the next change.
  if (sheet === undefined) return;
  if (id !== shown) theGrid.show(sheet, theSheets.rows(sheet.id));
  shown = id;
  theGrid.select(area);
  drawTabs();
  doing(server.order('select', place()));
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
      { label: 'Begin anew', press: () => doing(server.order('startAgain', null)) },
    ],
  };
  drawMenus(byId('menus', HTMLElement), [own, ...scriptMenus(menuViews, pressMenu)]);
}

function pressMenu(path: string): void {
  const here = place();
  say('');
  doing(
    server.order('menu', { path, place: here }).then(({ problem, front }) => {
      if (problem !== '') say(problem);
      follow(here, front);
    }),
  );
}

function place(): Place {
  return { sheet: theSheets.active()?.id ?? 0, areas: [area] };
}

/** A script may bring another sheet or other cells to the front, unless somebody has gone elsewhere meanwhile. */
function follow(here: Place, front: Place): void {
  const [selected] = front.areas;
  if (selected !== undefined && isSame(here, place()) && !isSame(here, front)) {
    showSheet(front.sheet, selected);
  }
}

function isSame(one: Place, other: Place): boolean {
  const text = ({ sheet, areas }: Place) =>
    [sheet, ...areas.flatMap(({ top, left, rows, columns }) => [top, left, rows, columns])].join();
  return text(one) === text(other);
}

function drawToolbar(): void {
  const deeds = [
    ['Sort A → Z', 'sort-ascending'],
    ['Sort Z → A', 'sort-descending'],
    ['Insert row', 'insert-row'],
    ['Delete rows', 'delete-rows'],
    ['Insert column', 'insert-column'],
    ['Delete columns', 'delete-columns'],
  ] as const;
  byId('toolbar', HTMLElement).append(
    ...deeds.map(([label, deed]) =>
      button(label, () => {
        const sheet = theSheets.active();
        if (sheet !== undefined) doing(server.order('arrange', { sheet: sheet.id, deed, area }));
      }),
    ),
  );
}

function listenToInspector(): void {
  const aside = byId('behind-scenes', HTMLElement);
  const toggle = byId('toggle-behind', HTMLButtonElement);
  toggle.addEventListener('click', () => {
    aside.hidden = !aside.hidden;
    toggle.ariaExpanded = String(!aside.hidden);
  });
}

function listenToClock(): void {
  const hourMs = 3_600_000;
  const pass = (ms: number) => () => doing(server.order('pass', { ms }));
  byId('hour', HTMLButtonElement).addEventListener('click', pass(hourMs));
  byId('day', HTMLButtonElement).addEventListener('click', pass(24 * hourMs));
  pace.addEventListener('change', () => {
    const wanted = ([0, 1, 10] as const).find((one) => String(one) === pace.value) ?? 0;
    doing(paceOrders.during(server.order('pace', { pace: wanted })));
  });
}

function listenToFiles(): void {
  const drop = byId('drop', HTMLElement);
  const open = (given: File | undefined) => {
    if (given !== undefined) doing(server.open(given));
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
    say(messageOf(error));
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
  // Sheets shows one at a time.
  byId('toasts', HTMLElement).replaceChildren(shown);
  setTimeout(() => shown.remove(), 8_000);
}

/** Says what went wrong, until somebody closes it. */
function doing(work: Promise<unknown>): void {
  work.catch((error: unknown) => say(messageOf(error)));
}

function messageOf(error: unknown): string {
  return error instanceof Refusal || error instanceof Error ? error.message : String(error);
}

function say(sentence: string): void {
  trouble.textContent = sentence;
  trouble.hidden = sentence === '';
}
