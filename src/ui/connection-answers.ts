import { secret } from '../secret.ts';
import { textIn, wrongInput } from './input.ts';
import type { ConnectionFunctions, DoneView, SidebarState } from './server-functions.ts';
import type { ServerParts } from './server-parts.ts';
import { sidebarState } from './sidebar-state.ts';

type Answers = { readonly [Name in keyof ConnectionFunctions]?: (input: unknown) => unknown };

/** What the sidebar's part "Connection" asks for. */
export function connectionAnswers(parts: ServerParts): Answers {
  const { platform, connection } = parts;
  return {
    saveClient(input): SidebarState {
      const id = textIn(input, 'clientId');
      if (id === '') {
        throw wrongInput('The client id is missing. Copy it from your app at keys.developer.keap.com.');
      }
      const hidden = textIn(input, 'clientSecret');
      connection.saveClient({ id, secret: hidden === '' ? undefined : secret(hidden) });
      return sidebarState(parts);
    },
    beginConsent() {
      const url = connection.beginConsent();
      // The trigger belongs to whoever connects, and only the sidebar knows the document; the callback does not.
      platform.triggers.install();
      return { url };
    },
    disconnect(): DoneView {
      connection.disconnect();
      platform.triggers.remove();
      return { summary: 'Disconnected.', state: sidebarState(parts) };
    },
  };
}
