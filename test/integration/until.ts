/** Waiting for what arrives later: what crosses from the extension host to the window (problems, hints, lenses) is never there at once. */

type Maybe<T> = T | undefined | false | null;

/** Polls until there is a value; after `milliseconds` an error says what was waited for, and the last error of the probe. */
export async function until<T>(
  what: string,
  probe: () => PromiseLike<Maybe<T>> | Maybe<T>,
  milliseconds = 20_000,
): Promise<T> {
  let cause: unknown;
  for (const end = Date.now() + milliseconds; ; ) {
    try {
      const value = await probe();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end)
      throw new Error(`waited ${milliseconds} ms for ${what}${cause ? ` (${String(cause)})` : ''}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
