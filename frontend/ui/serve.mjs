// "make ui": serves the pages on this machine, with the fake bridge in place of Go, and tells them when a file has changed.
//
//   node frontend/ui/serve.mjs            at 127.0.0.1:4173
//   PORT=8000 node frontend/ui/serve.mjs  at another port; 0 takes a free one
//
// A page is at /SCHEME/STATE/, where SCHEME is "light" or "dark" whatever the system prefers, and STATE a state of states.js.

import { readFile, realpath } from "node:fs/promises";
import { realpathSync, watch } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

if (Number.parseInt(process.versions.node) < 20) {
  console.error(`Node.js ${process.versions.node} is too old: install version 20 or a newer one.`);
  process.exit(1);
}

const root = realpathSync(fileURLToPath(new URL("..", import.meta.url)));
const port = Number(process.env.PORT ?? 4173);

// The policy of the app, except that the list of the states may have the pages in frames.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-src 'self'; frame-ancestors 'self'";

/** @type {Record<string, string>} */
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

// What has an address of its own; all other parts are named by their path. Several files become one.
const own = new Map([
  ["/", ["ui/index.html"]],
  ["/wails/ipc.js", ["ui/fake.js", "ui/live.js"]],
  ["/wails/runtime.js", ["ui/runtime.js"]],
  ["/profile/picture", ["ui/portrait.svg"]],
]);

// What Wails puts at the start of the head of index.html.
const injected = '<head><script src="/wails/ipc.js"></script><script src="/wails/runtime.js"></script>';

// The parts of the pages. Only these are served, and no name in them has two dots, which lead out of a folder.
const page = /^\/(light|dark)\/[\w-]+\/([\w-]+\.html|(?:css|js|assets|wailsjs)(?:\/[\w-]+)+\.\w+)?$/;
const list = /^\/((?:ui|js)\/[\w-]+\.\w+)$/;

/**
 * find returns the files at a path, and the colour scheme that they are for.
 * @param {string} path
 */
function find(path) {
  const [, scheme, part = "index.html"] = page.exec(path) ?? [];
  if (scheme) return { files: [part], scheme };
  const [, file] = list.exec(path) ?? [];
  return { files: file ? [file] : (own.get(path) ?? []), scheme: "" };
}

/**
 * read returns the text of a part. A link is none: it may lead out of the folder.
 * @param {string} file
 */
async function read(file) {
  const path = join(root, file);
  if (!types[extname(file)] || (await realpath(path)) !== path) throw new Error(`${file} is no part of the pages.`);
  return readFile(path, "utf8");
}

// A web site can make its own name lead to this machine, and would then read what is here. The header Host still has its name.
const ourHost = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/;

/**
 * inScheme makes a style sheet or a page use a colour scheme, in any browser.
 * @param {string} text
 * @param {string} scheme
 */
const inScheme = (text, scheme) =>
  text
    .replaceAll(/\(\s*prefers-color-scheme:\s*(light|dark)\s*\)/g, (_, asked) => (asked === scheme ? "(min-width: 0)" : "(max-width: 0)"))
    .replaceAll(/(color-scheme(?:: |" content="))light dark/g, `$1${scheme}`);

/**
 * withAllCalls adds to the methods that Wails has generated those of the cards that Go does not have yet.
 * @param {string} generated
 */
async function withAllCalls(generated) {
  const calls = await read("js/calls.js");
  const missing = [...calls.matchAll(/^ *method: "(\w+)"/gm)].map(([, name]) => name).filter((name) => !generated.includes(` ${name}(`));
  return generated + missing.map((name) => `export const ${name} = () => window.go.main.App.${name}();\n`).join("");
}

/**
 * answer returns what is at a path, and its type.
 * @param {string} path
 */
async function answer(path) {
  const { files, scheme } = find(path);
  if (files.length === 0) throw new Error(`Nothing is at ${path}.`);
  let text = (await Promise.all(files.map(read))).join("");
  const type = types[extname(files[0])];
  if (scheme && (type === "text/html" || type === "text/css")) text = inScheme(text, scheme);
  if (files[0] === "wailsjs/go/main/App.js") text = await withAllCalls(text);
  if (files[0] === "index.html") text = text.replace("<head>", injected);
  return { text, type };
}

/** @type {Set<import("node:http").ServerResponse>} */
const listeners = new Set();

const server = createServer(async (request, response) => {
  if (!ourHost.test(request.headers.host ?? "")) {
    response.writeHead(403).end();
    return;
  }
  const [path] = (request.url ?? "/").split("?");
  if (path === "/changes") {
    response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).flushHeaders();
    listeners.add(response);
    response.on("close", () => listeners.delete(response));
    return;
  }
  try {
    const { text, type } = await answer(path);
    response.writeHead(200, {
      "Content-Type": `${type}; charset=utf-8`,
      "Content-Security-Policy": policy,
      "Cache-Control": "no-store",
    });
    response.end(text);
  } catch {
    response.writeHead(404).end();
  }
});

// An editor writes a file in several steps: what changes within a moment is one change.
/** @type {NodeJS.Timeout | undefined} */
let soon;
watch(root, { recursive: true }, () => {
  clearTimeout(soon);
  soon = setTimeout(() => {
    for (const listener of listeners) listener.write("data: changed\n\n");
  }, 100);
});

server.on("error", (error) => {
  console.error(`${error.message}\nSet PORT to another port.`);
  process.exit(1);
});
server.listen(port, "127.0.0.1", () => {
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(`Every state of the app: http://127.0.0.1:${address.port}/   (Ctrl+C ends this)`);
});
