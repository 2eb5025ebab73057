// Sites to test: served by python3's static file server, copied and altered.
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function free_port() {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => probe.once("listening", resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** `python3 -m http.server` on a folder: no header beyond the plainest. */
export async function serve(folder) {
  const port = await free_port();
  const url = `http://127.0.0.1:${port}/`;
  const options = ["-m", "http.server", String(port), "--bind", "127.0.0.1", "--directory", folder];
  const server = spawn("python3", options, { stdio: "ignore" });
  for (let attempt = 0; ; attempt++) {
    if (
      await fetch(url).then(
        () => true,
        () => false,
      )
    )
      break;
    if (attempt > 100) throw new Error("python3 -m http.server does not answer");
    await wait(50);
  }
  const gone = new Promise((resolve) => server.once("exit", resolve));
  return {
    url,
    stop: () => {
      server.kill();
      return gone;
    },
  };
}

/** A server of another origin that lets everyone in and remembers who came. */
export async function serve_elsewhere() {
  const visits = [];
  const server = createServer((request, response) => {
    visits.push(`${request.method} ${request.url}`);
    response.writeHead(200, { "Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript" });
    response.end("export {};");
  }).listen(0, "127.0.0.1");
  server.on("upgrade", (request, socket) => {
    visits.push(`UPGRADE ${request.url}`);
    socket.destroy();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    host: `127.0.0.1:${server.address().port}`,
    visits,
    stop: () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()),
  };
}

/** A copy of a site in a temporary folder, to be altered. */
export function copy_site(site) {
  const folder = join(mkdtempSync(join(tmpdir(), "chestlens-site-")), "site");
  cpSync(site, folder, { recursive: true });
  return {
    folder,
    app: readdirSync(folder).find((name) => name.startsWith("app-")),
    model: JSON.parse(readFileSync(join(folder, "models/catalog.json"), "utf8")).default,
    edit: (path, change) => {
      const file = join(folder, path);
      writeFileSync(file, change(readFileSync(file, "utf8")));
    },
    write: (path, bytes) => writeFileSync(join(folder, path), bytes),
    read: (path) => readFileSync(join(folder, path)),
    copy: (from, to) => cpSync(join(folder, from), join(folder, to), { recursive: true }),
    rename: (from, to) => renameSync(join(folder, from), join(folder, to)),
    remove: () => rmSync(join(folder, ".."), { recursive: true }),
  };
}
