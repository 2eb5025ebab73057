/** Adds up the bytes of all downloads and calls `report` at most ten times per second.
 * @param {(received_bytes: number, total_bytes: number) => void} report */
export function create_meter(report) {
  let received = 0;
  let total = 0;
  let reported_at = -Infinity;
  return {
    /** Nothing is reported after this. */
    stop: () => void (report = () => {}),

    /** @param {number} bytes */
    expect: (bytes) => void (total += bytes),
    /** @param {number} bytes */
    receive: (bytes) => {
      received += bytes;
      if (performance.now() - reported_at < 100 && received < total) return;
      reported_at = performance.now();
      report(received, total);
    },
  };
}

/** @typedef {ReturnType<typeof create_meter>} Meter */

/** The file and its folder, for people.
 * @param {string} url */
export const file_name = (url) => url.split("/").slice(-2).join("/");

/** Cards and catalogs are not longer: the core refuses those that are. */
export const most_json_bytes = 4 * 2 ** 20;

/** The bytes at `url`, counted by `meter`. Throws an error that names the file, also as soon as it
 * has more than `most_bytes`.
 * @param {string} url
 * @param {Meter} meter
 * @param {number} [most_bytes]
 * @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function download(url, meter, most_bytes = Infinity) {
  const name = file_name(url);
  const response = await fetch(url, { cache: "no-cache" }).catch(() => undefined);
  if (!response?.body) throw new Error(`${name} could not be fetched: is the server still there?`);
  if (!response.ok) throw new Error(`${name} could not be fetched: the server answers ${response.status}`);
  const compressed = response.headers.has("Content-Encoding");
  meter.expect(compressed ? 0 : Number(response.headers.get("Content-Length") ?? 0));
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > most_bytes) throw new Error("too many bytes");
        meter.receive(chunk.byteLength);
        controller.enqueue(chunk);
      },
    }),
  );
  const buffer = await new Response(counted).arrayBuffer().catch(() => undefined); // its error says no reason
  if (bytes > most_bytes) throw new Error(`${name} has more than the ${most_bytes} bytes that it may have`);
  if (!buffer) throw new Error(`${name} could not be fetched to its end: is the server still there?`);
  return new Uint8Array(buffer);
}
