import ts from 'typescript';

/** A message of the add-on, with `…` for each value. */
export interface Sentence {
  readonly text: string;
  readonly file: string;
}

/** Every text in this source that is a complete sentence; texts for the log don't end like one. */
export function sentencesIn(file: string, source: string): Sentence[] {
  const found: Sentence[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && isSentence(text)) found.push({ text, file });
    if (text === undefined) ts.forEachChild(node, visit);
    else if (ts.isTemplateExpression(node))
      for (const { expression } of node.templateSpans) visit(expression);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.ESNext, true));
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text.trim();
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join('…').trim();
}

function isSentence(text: string): boolean {
  return /^[A-Z"…].*[.!?]$/s.test(text) && text.split(/\s+/).length >= 3;
}
