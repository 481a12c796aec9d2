/** Data that breaks the answer it comes in. */

/**
 * A character of Unicode's private area: a contact's field that holds it is sent so that no reader can decode the answer,
 * by `<` in XML and by a quotation mark in JSON that are not escaped. Damaged bytes of old imports do the same.
 */
export const undecodable = '\ue0ff';
