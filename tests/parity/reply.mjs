/** The fields of a core's reply, or an exception: what the native build does, WebAssembly must do too. */
export function fields(reply) {
  if (!reply.ok) throw new Error(`${reply.error}: ${reply.message}`);
  return reply;
}
