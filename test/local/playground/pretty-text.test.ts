/** How requests are broken into readable lines. */
import { describe, expect, it } from 'vitest';
import { prettyText } from '../../../local/playground/page/panels/pretty-text.ts';

describe('prettyText()', () => {
  it.each<[string, string, string]>([
    [
      'XML',
      '<?xml version="1.0"?><a><b>1</b><c/><d><e>x y</e></d></a>',
      '<?xml version="1.0"?>\n<a>\n  <b>1</b>\n  <c/>\n  <d>\n    <e>x y</e>\n  </d>\n</a>',
    ],
    ['an empty element', '<a><string></string></a>', '<a>\n  <string></string>\n</a>'],
    ['JSON', '{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'],
    ['a form', 'grant_type=x&code=…', 'grant_type=x\ncode=…'],
    ['broken JSON', '{"a":', '{"a":'],
    ['broken XML', '<a><b', '<a>b'],
    ['plain text', 'Keap is down & out', 'Keap is down & out'],
  ])('breaks %s into lines', (_name, text, lines) => {
    expect(prettyText(text)).toBe(lines);
  });
});
