// Web servers that are not ChestLens's: nginx and Apache as Debian configures them, and by what web/HOSTING.md says.
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { free_port, wait } from "./server.mjs";

const guide = readFileSync(new URL("../../web/HOSTING.md", import.meta.url), "utf8");

/** The boxes of the guide in a language, for another folder and port. */
export const boxes = (language, folder, port) =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(([, text]) =>
    text.replaceAll("/srv/chestlens", folder).replaceAll("8080", String(port)),
  );

const servers = process.env.CHESTLENS_SERVERS ?? "";
/** For node's tests: why those of nginx and Apache are skipped, or false. */
export const skip_servers = existsSync(join(servers, "usr/sbin/nginx"))
  ? false
  : "nginx and Apache are not there: run tools/setup.sh";

/** Waits until `url` is answered; `started` is the server's process. */
async function answered(url, started) {
  let said = "";
  started.stderr?.on("data", (text) => (said += text));
  for (let attempt = 0; attempt < 200; ++attempt) {
    if (started.exitCode !== null) break;
    const is_there = await fetch(url).then(
      (response) => response.body.cancel().then(() => true),
      () => false,
    );
    if (is_there) return;
    await wait(50);
  }
  throw new Error(`${url} is not answered: ${said}`);
}

/** Starts a server that stays in the foreground, in a folder of its own with `conf` in it. */
async function start(url, conf, command) {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-host-"));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "server.conf"), conf(folder));
  const [program, ...options] = command(folder);
  const started = spawn(program, options, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LD_LIBRARY_PATH: join(servers, "usr/lib/x86_64-linux-gnu") },
  });
  const gone = new Promise((resolve) => started.once("exit", resolve));
  const stop = async () => {
    started.kill();
    await gone;
    rmSync(folder, { recursive: true });
  };
  await answered(url, started).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

/** nginx on a folder by Debian's types of files and its own defaults, or by the guide's box, below /lens/. */
export async function serve_by_nginx(folder, { by_guide = false } = {}) {
  const port = await free_port();
  const server = by_guide ? boxes("nginx", folder, port)[0] : `server { listen ${port}; root ${folder}; }`;
  const brotli = join(servers, "usr/lib/nginx/modules/ngx_http_brotli_static_module.so");
  const conf = (own) => `
    daemon off;
    pid ${own}/pid;
    error_log stderr;
    ${userInfo().uid === 0 ? "user root;" : ""}
    load_module ${brotli};
    events {}
    http {
      include ${servers}/etc/nginx/mime.types;
      default_type application/octet-stream;
      sendfile on;
      access_log off;
      client_body_temp_path ${own}; proxy_temp_path ${own}; fastcgi_temp_path ${own}; uwsgi_temp_path ${own}; scgi_temp_path ${own};
      ${server}
    }`;
  const command = (own) => [join(servers, "usr/sbin/nginx"), "-e", "stderr", "-c", join(own, "server.conf")];
  return start(`http://127.0.0.1:${port}/${by_guide ? "lens/" : ""}`, conf, command);
}

/** Apache on a folder below /lens/, by Debian's configuration of its modules, or by the guide's box. */
export async function serve_by_apache(folder, { by_guide = false } = {}) {
  const port = await free_port();
  const lens = by_guide
    ? boxes("apache", folder, port)[0]
    : `Alias /lens ${folder}\n<Directory ${folder}>\nRequire all granted\n</Directory>`;
  const of_debian = ["mpm_event", "authz_core", "alias", "dir", "mime", "negotiation", "filter", "deflate"];
  const modules = by_guide ? [...of_debian, "headers", "rewrite"] : of_debian;
  const conf = (own) => `
    ServerRoot ${servers}/etc/apache2
    ServerName localhost
    PidFile ${own}/pid
    ErrorLog ${own}/errors
    DefaultRuntimeDir ${own}
    Listen 127.0.0.1:${port}
    ${userInfo().uid === 0 ? "User nobody\nGroup nogroup" : ""}
    ${modules.map((name) => `LoadModule ${name}_module ${servers}/usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
    ${["dir", "negotiation", "deflate"].map((name) => `Include mods-available/${name}.conf`).join("\n")}
    ${readFileSync(join(servers, "etc/apache2/mods-available/mime.conf"), "utf8").replace("/etc/mime.types", `${servers}/etc/mime.types`)}
    ${lens}`;
  const command = (own) => [join(servers, "usr/sbin/apache2"), "-D", "FOREGROUND", "-f", join(own, "server.conf")];
  return start(`http://127.0.0.1:${port}/lens/`, conf, command);
}

/** The guide's `number`th command of a shell. */
export async function serve_by_command(folder, number) {
  const port = await free_port();
  const line = boxes("sh", folder, port)[number].replace(/^chestlens/, process.env.CHESTLENS_PROGRAM);
  return start(
    `http://127.0.0.1:${port}/`,
    () => "",
    () => line.trim().split(/\s+/),
  );
}

/** A copy of a site that every user of the machine may read, as a web server's own does. */
export function published(site) {
  const folder = mkdtempSync(join(tmpdir(), "chestlens-published-"));
  chmodSync(folder, 0o755);
  cpSync(site, join(folder, "site"), { recursive: true });
  return { folder: join(folder, "site"), remove: () => rmSync(folder, { recursive: true }) };
}

/** A course's page by the name `host`, with the guide's frame of `url`; one that is isolated sends the headers for it. */
export async function serve_course(url, host, is_isolated) {
  const frame = boxes("html", "", 8080)[0].replace("http://localhost:8080/lens/", url);
  const headers = is_isolated
    ? { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" }
    : {};
  const server = createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/html", ...headers });
    response.end(`<!doctype html><title>Course</title><h1>Lesson 1</h1>${frame}`);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  return {
    url: `http://${host}:${server.address().port}/`,
    stop: () => new Promise((resolve) => server.close(resolve) && server.closeAllConnections()),
  };
}
