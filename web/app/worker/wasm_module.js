import { create_meter, download, most_silence_ms } from "./download.js";

/** @import { ModuleOptions } from "../protocol" */
/** @import { Meter } from "./download.js" */

/** Starts a module of Emscripten's. Its WebAssembly is compiled while it comes; where that is cut or stalls, it is downloaded
 * once more, by a download that goes on where it was.
 * @template Module
 * @template {object} Options
 * @param {(options: Options & ModuleOptions) => Promise<Module>} create
 * @param {string} url of the WebAssembly
 * @param {Options} options
 * @param {Meter} [meter]
 * @returns {Promise<Module>} */
export function start_module(create, url, options, meter = create_meter(() => {})) {
  return new Promise((resolve, reject) => {
    /** @type {ModuleOptions["instantiateWasm"]} */
    const instantiateWasm = (imports, receive) => {
      instantiate(url, imports, meter)
        .then(({ instance, module }) => receive(instance, module))
        .catch(reject);
      return {};
    };
    create({ ...options, instantiateWasm }).then(resolve, reject);
  });
}

/** @param {string} url @param {WebAssembly.Imports} imports @param {Meter} meter */
async function instantiate(url, imports, meter) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), most_silence_ms);
  const watch = new TransformStream({
    transform(chunk, controller) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), most_silence_ms);
      controller.enqueue(chunk);
    },
  });
  try {
    const { ok, body } = await fetch(url, { signal: silence.signal });
    if (!ok || !body) throw new Error("the download says why");
    const headers = { "Content-Type": "application/wasm" }; // whatever the server calls it
    return await WebAssembly.instantiateStreaming(new Response(body.pipeThrough(watch), { headers }), imports);
  } catch {
    return await WebAssembly.instantiate(await download(url, meter), imports);
  } finally {
    clearTimeout(timer);
  }
}
