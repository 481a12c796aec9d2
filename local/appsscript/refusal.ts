/** Google's refusal of a call: an exception in the language of the person for whom the script runs. */
import { type GoogleText, googleText } from './google-texts.ts';
import { ScriptException } from './service-object.ts';
import { type Context, personOf } from './world.ts';

/** An exception of Google's in the language of the person for whom the script runs. */
export function refusal(
  { world, user }: Pick<Context, 'world' | 'user'>,
  name: GoogleText,
  ...values: readonly string[]
): ScriptException {
  return new ScriptException(googleText(personOf(world, user).locale, name, ...values));
}
