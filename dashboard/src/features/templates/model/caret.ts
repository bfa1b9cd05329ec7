/** Text put in where the caret stands. */

export interface Inserted {
  text: string;
  /** Where the caret stands afterwards: behind the piece. */
  caret: number;
}

/** A selection is replaced. */
export function insertAt(text: string, start: number, end: number, piece: string): Inserted {
  return { text: text.slice(0, start) + piece + text.slice(end), caret: start + piece.length };
}
