/** Versions that a result names, so that two results can be compared. */

/** Of the shape of a result: a result of another format cannot be read. */
export const formatVersion = 1;

/** Of the questions: raise it when a question with the same id asks for something else. */
export const probeVersion = 1;
