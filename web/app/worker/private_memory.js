// ONNX Runtime Web comes in one build, for memory that threads share, and asks for that also where it runs one thread.
// Some browsers refuse such memory (iPhones, of that size); one thread can do with memory of its own: atomic
// instructions are allowed on it, and nothing ever waits.

/** The runtime's script and binary for memory that is not shared.
 * @param {Uint8Array<ArrayBuffer>} script
 * @param {Uint8Array<ArrayBuffer>} binary */
export function without_shared_memory(script, binary) {
  const text = new TextDecoder()
    .decode(script)
    .replaceAll("shared:!0", "shared:!1")
    .replace("!Atomics.waitAsync", "!0"); // it would wait for messages of other threads, on shared memory alone
  const changed = binary.slice();
  changed[place_of_memory_limits(changed)] = has_maximum;
  return { script: new TextEncoder().encode(text), binary: changed };
}

/** Flags of a memory's limits (WebAssembly 3.0, 5.3.12): "has a maximum", and "has a maximum and is shared". */
const has_maximum = 0x01;
const has_maximum_and_is_shared = 0x03;

const import_section = 2;
const kinds = { function: 0, table: 1, memory: 2, global: 3, tag: 4 };

/** Where the flags of the imported shared memory are.
 * @param {Uint8Array} bytes of a WebAssembly module */
function place_of_memory_limits(bytes) {
  let at = 8; // behind magic and version
  const byte = () => bytes[at++] ?? fail();
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const next = byte();
      value += (next & 0x7f) * 2 ** shift;
      if (next < 0x80) return value;
    }
  };
  const skip_name = () => void (at = number() + at);
  const skip_limits = () => {
    if (byte() & has_maximum) number();
    number();
  };
  while (at < bytes.length) {
    const section = byte();
    const end = number() + at;
    if (section !== import_section) {
      at = end;
      continue;
    }
    for (let left = number(); left > 0; --left) {
      skip_name();
      skip_name();
      const kind = byte();
      if (kind === kinds.memory) return bytes[at] === has_maximum_and_is_shared ? at : fail();
      if (kind === kinds.function) number();
      else if (kind === kinds.table) void (byte(), skip_limits());
      else if (kind === kinds.global) void (byte(), byte());
      else if (kind === kinds.tag) void (byte(), number());
      else fail();
    }
  }
  return fail();
}

/** @returns {never} */
function fail() {
  throw new Error("the runtime imports no shared memory");
}
