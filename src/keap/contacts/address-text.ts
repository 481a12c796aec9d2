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

/** `Ana Lee <ana@example.com>` names one person; a name with another `@` or two pairs of brackets may not. */
function inBrackets(text: string): string {
  return /^[^<>@,;]*<([^<>]+)>[\s.,;]*$/.exec(text)?.[1] ?? text;
}

function withoutScheme(text: string): string {
  return text.replace(/^[\s"'(]*mailto:\s*/i, '');
}

/** What a link says beside the address (RFC 6068). */
function withoutQuery(text: string): string {
  return text.replace(/\?(subject|body|cc|bcc|to|in-reply-to|utm_[a-z]+)=.*$/is, '').replace(/\?$/, '');
}

function unpunctuated(text: string): string {
  return trimInvisible(text.replace(/^[\s"'“”‘’(]+/, '').replace(/[\s"'“”‘’).,;:!]+$/, ''));
}
