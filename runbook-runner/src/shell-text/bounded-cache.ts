/**
 * The latest values found for a text: the last `most` at least, twice as many at most. What a document has just asked for
 * is never dropped in the middle of it.
 */
export class BoundedCache<T> {
  readonly #most: number;
  // A full map must be replaced, never cleared: a cleared one keeps what it held alive (docs/decisions/0008).
  #recent = new Map<string, T>();
  #before = new Map<string, T>();

  constructor(most: number) {
    this.#most = most;
  }

  get(text: string): T | undefined {
    return this.#recent.get(text) ?? this.#before.get(text);
  }

  set(text: string, value: T): void {
    if (this.#recent.size >= this.#most) {
      this.#before = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(text, value);
  }
}
