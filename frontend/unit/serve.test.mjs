// The server of "make ui": it serves the pages to this machine, and nothing else.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("..", import.meta.url));
const outside = mkdtempSync(join(tmpdir(), "serve-test-"));
const folder = join(outside, "pages");
const secret = "nobody else's";

/** @type {import("node:child_process").ChildProcess} */
let server;
let port = 0;

before(async () => {
  for (const part of ["css", "js", "assets", "wailsjs", "ui", "index.html", "home.html"]) cpSync(join(here, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, "css.old"));
  for (const file of ["secret.html", "pages/.env", "pages/README.md", "pages/js/notes.txt", "pages/css.old/base.css"]) {
    writeFileSync(join(outside, file), secret);
  }
  symlinkSync(join(outside, "secret.html"), join(folder, "linked.html"));
  symlinkSync(outside, join(folder, "js", "linked"));
  server = spawn(process.execPath, [join(folder, "ui", "serve.mjs")], { env: { ...process.env, PORT: "0" } });
  const [line] = await once(/** @type {import("node:stream").Readable} */ (server.stdout), "data");
  port = Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
});

after(async () => {
  server.kill();
  await once(server, "exit");
  rmSync(outside, { recursive: true });
});

/**
 * get asks for a path as it is written. fetch would tidy it up.
 * @param {string} path
 * @returns {Promise<{status: number | undefined, text: string}>}
 */
const get = (path, host = `127.0.0.1:${port}`) =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers: { host } }, async (response) => {
      resolve({ status: response.statusCode, text: (await response.setEncoding("utf8").toArray()).join("") });
    });
    asked.on("error", reject).end();
  });

test("what the pages are made of is served", async () => {
  const parts = ["css", "js", "assets"].flatMap((part) => readdirSync(join(here, part)).map((file) => `/dark/signed-in/${part}/${file}`));
  const others = ["/", "/ui/states.js", "/wails/ipc.js", "/profile/picture", "/light/signed-in/", "/light/signed-in/home.html?begin"];
  for (const path of [...parts, ...others, "/dark/signed-in/wailsjs/go/main/App.js"]) {
    const { status, text } = await get(path);
    assert.ok(status === 200 && text !== "", `${path}: ${status}`);
  }
});

test("nothing else is served", async () => {
  const page = "/light/signed-in";
  const ways = ["..", "%2e%2e", "%2E.", ".%2e", "..%2f..", "..%5c..", "%252e%252e", "....//..", "..;", "./../.."];
  for (const path of [
    ...ways.flatMap((way) => [`/${way}/secret.html`, `${page}/${way}/secret.html`, `${page}/css/${way}/${way}/secret.html`, `/ui/${way}/${way}/secret.html`]),
    `${page}/linked.html`, `${page}/js/linked/secret.html`, // links that lead out
    `${page}/.env`, `${page}/README.md`, `${page}/js/notes.txt`, `${page}/css.old/base.css`, "/.env", "/README.md", "/js/notes.txt", // in the folder
    `${page}/css/../.env`, `${page}/css/`, `${page}/css`, `${page}/ui/serve.mjs`, "/ui/serve.mjs", "/none", "/toString", `//${folder}/.env`,
  ]) {
    const { status, text } = await get(path);
    assert.deepEqual({ path, status, text }, { path, status: 404, text: "" });
  }
});

test("a web site whose name leads to this machine gets nothing", async () => {
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1.evil.example", "localhost.evil.example", "evil.example#127.0.0.1", "0.0.0.0"]) {
    for (const path of ["/", "/light/signed-in/", "/changes"]) assert.equal((await get(path, host)).status, 403, `${host}${path}`);
  }
  for (const host of ["localhost", `localhost:${port}`, "127.0.0.1"]) assert.equal((await get("/", host)).status, 200, host);
});

test("a part that is missing for a moment comes back", async () => {
  const file = join(folder, "ui", "portrait.svg");
  rmSync(file);
  assert.equal((await get("/profile/picture")).status, 404);
  cpSync(join(here, "ui", "portrait.svg"), file);
  assert.equal((await get("/profile/picture")).status, 200);
});
