/** Adds up the bytes of all downloads and calls `report` at most ten times per second; `waits_for` is the file that the
 * server does not go on with, "" where there is none.
 * @param {(received_bytes: number, total_bytes: number, waits_for: string) => void} report */
export function create_meter(report) {
  let received = 0;
  let total = 0;
  let reported_at = -Infinity;
  /** @type {Set<string>} */
  const waiting = new Set();
  const tell = () => {
    reported_at = performance.now();
    report(received, total, [...waiting][0] ?? "");
  };
  return {
    /** Nothing is reported after this. */
    stop: () => void (report = () => {}),

    /** @param {number} bytes */
    expect: (bytes) => void (total += bytes),

    /** @param {number} bytes negative where a download begins again @param {string} name */
    receive: (bytes, name) => {
      received += bytes;
      const has_news = waiting.delete(name) || received >= total;
      if (has_news || performance.now() - reported_at >= 100) tell();
    },

    /** The server does not go on with this file. @param {string} name */
    wait: (name) => {
      waiting.add(name);
      tell();
    },
  };
}

/** @typedef {ReturnType<typeof create_meter>} Meter */

/** The file and its folder, for people.
 * @param {string} url */
export const file_name = (url) => url.split("/").slice(-2).join("/");

/** Cards and catalogs are not longer: the core refuses those that are. */
export const most_json_bytes = 4 * 2 ** 20;

/** So long a server may be silent before it is asked again, and so long that waits after each time in vain. */
export const most_silence_ms = 10_000;
const pauses_ms = [500, 1000, 2000, 4000, 8000];

/** Something of the site did not come, or not as it should be. */
export class NotFetched extends Error {}

/** Asking again is no use. */
class Refusal extends NotFetched {}

/** A file has more bytes than it may have. */
export class TooLong extends Refusal {}

/** What a server says that is in trouble: asking again may help. */
class Trouble extends Error {}

/** What has come of a file; `expected` bytes are those that the meter was told of, and by `version` a server knows whether
 * the rest is of the same file.
 * @typedef {{chunks: Uint8Array<ArrayBuffer>[], bytes: number, expected: number, version: string}} Part */

/** The bytes at `url`, counted by `meter`. A download that is cut or stalls goes on where it was, as far as the server can.
 * Throws an error that names the file, also as soon as it has more than `most_bytes`.
 * @param {string} url
 * @param {Meter} meter
 * @param {number} [most_bytes]
 * @param {RequestCache} [cache]
 * @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function download(url, meter, most_bytes = Infinity, cache = "no-cache") {
  const name = file_name(url);
  /** @type {Part} */
  const part = { chunks: [], bytes: 0, expected: 0, version: "" };
  for (let in_vain = 0; ; ++in_vain) {
    const had = part.bytes;
    try {
      await receive(url, part, meter, most_bytes, cache);
      return joined(part);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (part.bytes > had) in_vain = 0;
      const pause_ms = pauses_ms[in_vain];
      if (pause_ms === undefined) {
        const how_far = part.bytes > 0 ? " to its end" : "";
        const reason = error instanceof Trouble ? error.message : "is the server still there?";
        throw new NotFetched(`${name} could not be fetched${how_far}: ${reason}`);
      }
      meter.wait(name);
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
  }
}

/** Adds to `part` what is missing of the file. Throws a Refusal, or anything else where asking again may help.
 * @param {string} url
 * @param {Part} part
 * @param {Meter} meter
 * @param {number} most_bytes
 * @param {RequestCache} cache */
async function receive(url, part, meter, most_bytes, cache) {
  const name = file_name(url);
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), most_silence_ms);
  try {
    const goes_on = part.bytes > 0 && part.version !== "";
    const headers = goes_on ? { Range: `bytes=${part.bytes}-`, "If-Range": part.version } : undefined;
    const response = await fetch(url, { cache, signal: silence.signal, ...(headers && { headers }) });
    const { status, body } = response;
    const is_the_rest = status === 206 && response.headers.get("Content-Range")?.startsWith(`bytes ${part.bytes}-`);
    if (status >= 500 || status === 408 || status === 429 || (goes_on && status !== 200 && !is_the_rest)) {
      part.version = ""; // the next time from its beginning
      throw new Trouble(`the server answers ${status}`);
    }
    if (!response.ok || !body) throw new Refusal(`${name} could not be fetched: the server answers ${status}`);
    if (!goes_on || !is_the_rest) begin(part, response, meter, name);
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), most_silence_ms);
      part.chunks.push(value);
      part.bytes += value.byteLength;
      if (part.bytes > most_bytes) {
        silence.abort();
        throw new TooLong(`${name} has more than the ${most_bytes} bytes that it may have`);
      }
      meter.receive(value.byteLength, name);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** What came before is dropped.
 * @param {Part} part @param {Response} response @param {Meter} meter @param {string} name */
function begin(part, response, meter, name) {
  if (part.bytes > 0) meter.receive(-part.bytes, name);
  const is_encoded = response.headers.has("Content-Encoding");
  const expected = is_encoded ? 0 : Number(response.headers.get("Content-Length") ?? 0);
  meter.expect(expected - part.expected);
  Object.assign(part, { chunks: [], bytes: 0, expected, version: is_encoded ? "" : version_of(response) });
}

/** "" where a server gives none that holds for every byte.
 * @param {Response} response */
function version_of({ headers }) {
  const tag = headers.get("ETag");
  if (tag) return tag.startsWith("W/") ? "" : tag;
  return headers.get("Last-Modified") ?? "";
}

/** @param {Part} part */
function joined({ chunks, bytes }) {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks.splice(0)) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
