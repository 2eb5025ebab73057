// ZIP archives as other programs write them.
import { crc32, deflateRawSync } from "node:zlib";

const u16 = (...values) => Buffer.from(Uint16Array.from(values).buffer);
const u32 = (...values) => Buffer.from(Uint32Array.from(values).buffer);

/** An archive of these files; one with `flags` of 1 says that it is encrypted.
 * @param {{name: string, bytes: Buffer, flags?: number}[]} files */
export function zip_file(files) {
  const utf8 = 0x0800;
  const locals = [];
  const list = [];
  let offset = 0;
  for (const { name, bytes, flags = 0 } of files) {
    const packed = deflateRawSync(bytes);
    const called = Buffer.from(name);
    const sizes = u32(crc32(bytes), packed.length, bytes.length);
    const common = [u16(20, utf8 | flags, 8, 0, 0x21), sizes, u16(called.length, 0)];
    const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), ...common, called, packed]);
    const begin = [Buffer.from("PK\x01\x02", "latin1"), u16(20)];
    list.push(Buffer.concat([...begin, ...common, u16(0, 0, 0), u32(0, offset), called]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(list);
  const end = [u16(0, 0, files.length, files.length), u32(central.length, offset), u16(0)];
  return Buffer.concat([...locals, central, Buffer.from("PK\x05\x06", "latin1"), ...end]);
}
