/** Shows the sidebar and the dialogs, each in a frame without an origin that communicates by messages. */
import type { PageView, RunAnswer } from '../protocol.ts';
import { button, element } from './element.ts';

export interface Frames {
  show(page: PageView): void;
  closeAll(): void;
  /** Loads the sidebar again if it is open: what changes without it, it does not see. */
  reloadSidebar(): void;
  /** Sets how far the simulated time is ahead of the real one, in milliseconds. */
  setTime(aheadMs: number): void;
}

export interface FrameListener {
  run(functionName: string, args: readonly unknown[]): Promise<RunAnswer>;
  /** Someone followed a link to a sheet of the document. */
  sheet(id: number): void;
}

interface OpenFrame {
  readonly frame: HTMLIFrameElement;
  close(): void;
}

export function frames(sidebarContainer: HTMLElement, listener: FrameListener): Frames {
  const open = new Set<OpenFrame>();
  let sidebar: OpenFrame | undefined;
  let dialog: OpenFrame | undefined;
  addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    const one = [...open].find(({ frame }) => frame.contentWindow === source);
    if (one !== undefined && isMessage(data)) void handle(one, data);
  });

  async function handle(one: OpenFrame, message: Message): Promise<void> {
    switch (message.kind) {
      case 'run': {
        const answer = await listener.run(message.functionName, message.args);
        return one.frame.contentWindow?.postMessage({ kind: 'answer', id: message.id, answer }, '*');
      }
      case 'close':
        return one.close();
      case 'sheet':
        return listener.sheet(Number(/[#&?]gid=(\d+)/.exec(message.address)?.[1]));
    }
  }

  function showSidebar(page: PageView): void {
    sidebar?.close();
    const one: OpenFrame = {
      frame: frameOf(page),
      close() {
        open.delete(one);
        sidebarContainer.replaceChildren();
        sidebarContainer.hidden = true;
      },
    };
    const close = button('×', one.close, 'close');
    close.ariaLabel = `Close ${page.title}`;
    sidebarContainer.replaceChildren(element('div', { className: 'title' }, page.title, close), one.frame);
    sidebarContainer.hidden = false;
    // In a small window it is below the sheet.
    sidebarContainer.scrollIntoView({ block: 'nearest' });
    sidebar = one;
    open.add(one);
  }

  /** As in Sheets, a dialog takes the place of the one before. */
  function showDialog(page: PageView): void {
    dialog?.close();
    const frame = frameOf(page);
    frame.width = String(page.width ?? 600);
    frame.height = String(page.height ?? 400);
    const box = element('dialog', { className: 'page' });
    const one: OpenFrame = { frame, close: () => box.close() };
    const close = button('×', one.close, 'close');
    close.ariaLabel = `Close ${page.title}`;
    box.append(element('div', { className: 'title' }, page.title, close), frame);
    box.ariaLabel = page.title;
    box.addEventListener('close', () => {
      open.delete(one);
      box.remove();
    });
    document.body.append(box);
    open.add(one);
    dialog = one;
    if (page.kind === 'modal') box.showModal();
    else box.show();
    frame.focus();
  }

  return {
    show(page) {
      if (page.kind === 'sidebar') showSidebar(page);
      else showDialog(page);
    },
    closeAll() {
      for (const one of [...open]) one.close();
    },
    reloadSidebar() {
      if (sidebar === undefined || !open.has(sidebar)) return;
      const { src } = sidebar.frame;
      sidebar.frame.src = src;
    },
    setTime(aheadMs) {
      for (const { frame } of open) frame.contentWindow?.postMessage({ kind: 'time', aheadMs }, '*');
    },
  };
}

function frameOf({ id, title }: PageView): HTMLIFrameElement {
  const frame = element('iframe', { title });
  // Without an origin of its own: otherwise it could call the server as this page does.
  frame.setAttribute('sandbox', 'allow-scripts allow-forms allow-popups allow-popups-to-escape-sandbox');
  frame.src = `/frame/${id}`;
  return frame;
}

type Message =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly functionName: string;
      readonly args: readonly unknown[];
    }
  | { readonly kind: 'close' }
  | { readonly kind: 'sheet'; readonly address: string };

function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  switch (data.kind) {
    case 'run':
      return (
        'id' in data &&
        'functionName' in data &&
        typeof data.functionName === 'string' &&
        'args' in data &&
        Array.isArray(data.args)
      );
    case 'sheet':
      return 'address' in data && typeof data.address === 'string';
    default:
      return data.kind === 'close';
  }
}
