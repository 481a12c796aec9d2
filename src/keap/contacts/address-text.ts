/** Takes an email address out of what is copied along with it, where there is no doubt which address is meant. */
import { isAddress } from './field-check.ts';
import { trimInvisible } from './invisible-characters.ts';

/**
 * The address in `mailto:ana@example.com?subject=Hello`, `Ana <ana@example.com>`, `"ana@example.com"` or
 * `ana@example.com.`; the text itself where it is anything else.
 */
export function addressText(text: string): string {
  if (isAddress(text)) return text;
  const candidate = unpunctuated(withoutQuery(withoutScheme(inBrackets(text))));
  return isAddress(candidate) ? candidate : text;
}

/** `Ana Lee <ana@example.com>` and `ana@example.com (Ana)` name one person; a name with another `@` may not. */
function inBrackets(text: string): string {
  const [, angled] = /^[^<>@]*<([^<>]+)>[^<>@]*$/.exec(text) ?? [];
  const [, before, inside] = /^([^()]*)\(([^()]+)\)[\s.,;]*$/.exec(text) ?? [];
  if (angled !== undefined) return angled;
  if (before === undefined || inside === undefined || before.includes('@') === inside.includes('@'))
    return text;
  return before.includes('@') ? before : inside;
}

/** What follows `mailto:` is encoded as in any link (RFC 6068). */
function withoutScheme(text: string): string {
  const [, link] = /^[\s"'(]*mailto:(?:\/\/)?\s*(.*)$/is.exec(text) ?? [];
  if (link === undefined) return text;
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}

/** What a link says beside the address (RFC 6068); with `to` it names a second one. */
function withoutQuery(text: string): string {
  return text.replace(/\?(subject|body|cc|bcc|in-reply-to|utm_[a-z]+)=.*$/is, '').replace(/\?$/, '');
}

function unpunctuated(text: string): string {
  return trimInvisible(text.replace(/^[\s"'“”‘’«–—(<[]+/, '').replace(/[\s"'“”‘’»)>\].,;:!/_-]+$/, ''));
}
