// DICOM files (Explicit VR Little Endian) of generated films, for the page and the program alike.

const long_types = new Set(["OB", "OW", "SQ"]);

function element(group, number, type, value) {
  const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.from(type === "UI" ? "\0" : " ")]);
  const head = Buffer.alloc(long_types.has(type) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(type, 4);
  if (long_types.has(type)) head.writeUInt32LE(padded.length, 8);
  else head.writeUInt16LE(padded.length, 6);
  return Buffer.concat([head, padded]);
}

const text = (group, number, type, value) => element(group, number, type, Buffer.from(value));

function word(group, number, value) {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return element(group, number, "US", bytes);
}

/** A film {width, height, max_level: 255, pixels} as MONOCHROME1 of 8 bits, with other elements
 * {view, name, frames}: a view position, a patient's name, and of how many frames the pixels are. */
export function dicom_file({ width, height, pixels }, { view = "PA", name = "Xyzzy^Plugh", frames = 1 } = {}) {
  const meta = Buffer.concat([text(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1")]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from("DICM"),
    element(0x0002, 0x0000, "UL", length),
    meta,
    text(0x0008, 0x0060, "CS", "DX"),
    text(0x0010, 0x0010, "PN", name),
    text(0x0018, 0x0015, "CS", "CHEST"),
    text(0x0018, 0x5101, "CS", view),
    word(0x0028, 0x0002, 1),
    text(0x0028, 0x0004, "CS", "MONOCHROME1"),
    text(0x0028, 0x0008, "IS", String(frames)),
    word(0x0028, 0x0010, height),
    word(0x0028, 0x0011, width),
    word(0x0028, 0x0100, 8),
    word(0x0028, 0x0101, 8),
    word(0x0028, 0x0102, 7),
    word(0x0028, 0x0103, 0),
    element(0x7fe0, 0x0010, "OB", Buffer.from(pixels.map((level) => 255 - level))),
  ]);
}
