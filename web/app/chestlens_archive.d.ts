// What wasm/archive gives to JavaScript.
import type { Reply } from "./chestlens_core.js";
import type { ModuleOptions } from "./protocol";

export interface Archive {
  /** Its files, folders divided by "/". */
  names(): string[];
  read(name: string): Reply<{ bytes: Uint8Array<ArrayBuffer> }>;
  /** At most its first bytes. */
  read_head(name: string, most_bytes: number): Reply<{ bytes: Uint8Array<ArrayBuffer> }>;
  delete(): void;
}

export interface Archives {
  /** `read` gives so many of the archive's bytes from the offset, or null where it cannot be read. */
  open_archive(
    read: (offset: number, count: number) => Uint8Array<ArrayBuffer> | null,
    bytes: number,
  ): Reply<{ archive: Archive }>;
}

export default function create_archives(options: ModuleOptions): Promise<Archives>;
