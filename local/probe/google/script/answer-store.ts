/** Where answers wait until all are there: in the script's properties, which every execution can reach. */
import type { Json } from '../../question.ts';

const prefix = 'answer ';

export function saveAnswer(id: string, answer: Json): void {
  PropertiesService.getScriptProperties().setProperty(prefix + id, JSON.stringify(answer));
}

/** Names and values, among them what else the script remembers. */
export function allAnswers(): Readonly<Record<string, Json>> {
  const answers: Record<string, Json> = {};
  for (const [name, text] of Object.entries(PropertiesService.getScriptProperties().getProperties())) {
    if (name.startsWith(prefix)) answers[name.slice(prefix.length)] = JSON.parse(text);
  }
  return answers;
}

/** A note that one execution leaves to another; null if there is none. */
export function note(name: string): string | null {
  return PropertiesService.getScriptProperties().getProperty(`note ${name}`);
}

export function saveNote(name: string, text: string): void {
  PropertiesService.getScriptProperties().setProperty(`note ${name}`, text);
}

/** Forgets all answers and notes. */
export function forgetAll(): void {
  const properties = PropertiesService.getScriptProperties();
  for (const name of properties.getKeys()) {
    if (name.startsWith(prefix) || name.startsWith('note ')) properties.deleteProperty(name);
  }
}
