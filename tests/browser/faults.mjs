// Faults to make in a site and in its server.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** A line that the inference worker of a copied site runs first. */
export const run_in_worker = (copy, line) => copy.edit(`${copy.app}/worker/worker.js`, (text) => `${line}\n${text}`);

/** A line for run_in_worker(): once `count` predictions were sent, `does` is done. */
export const after_predictions = (count, does) => `
  { let sent = 0;
    const send = self.postMessage.bind(self);
    self.postMessage = (message, transfer) => {
      send(message, transfer);
      if (message.type === "prediction" && ++sent === ${count}) { ${does} }
    }; }`;

/** Lets no WebAssembly have memory that threads share. */
export const no_shared_memory = `
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(limits) {
      if (limits.shared) throw new RangeError("could not allocate memory");
      super(limits);
    }
  };`;

const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm" };

/** Serves a folder; `fault(path, response, send)` may answer a request in another way, and returns true where it did.
 * `send(end)` sends the file up to that byte and stays silent then. With `ranges` it can go on within a file; `headers` are
 * sent with each. */
export async function serve_with_faults(folder, fault = () => false, { ranges = true, headers = {} } = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname.replace(/\/$/, "/index.html");
    const file = join(folder, path);
    asked.push({ path, range: request.headers.range });
    if (!existsSync(file)) return response.writeHead(404).end();
    const { size, mtimeMs } = statSync(file);
    const tag = `"${size}-${mtimeMs}"`;
    const wanted = ranges && request.headers["if-range"] === tag ? /bytes=(\d+)-/.exec(request.headers.range) : null;
    const begin = wanted ? Number(wanted[1]) : 0;
    const send = (end = size) => {
      response.writeHead(wanted ? 206 : 200, {
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
        "Content-Length": size - begin,
        ETag: tag,
        ...headers,
        ...(wanted && { "Content-Range": `bytes ${begin}-${size - 1}/${size}` }),
      });
      if (end === size) return createReadStream(file, { start: begin }).pipe(response);
      response.write(readFileSync(file).subarray(begin, end));
    };
    if (!fault(path, response, send)) send();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    asked,
    stop: () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()),
  };
}
