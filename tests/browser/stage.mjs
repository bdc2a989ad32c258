// What both scenes need: the program, a browser, pictures, and axe.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { GONGKAI, CHROMIUM, NODE_PATH, SHOTS } = process.env;
const require = createRequire(import.meta.url);
const { chromium } = require(require.resolve("playwright-core", { paths: [NODE_PATH] }));
const axe = readFileSync(require.resolve("axe-core/axe.min.js", { paths: [NODE_PATH] }), "utf8");

/** The folder of an example. */
export const example = (name) => new URL(`../../examples/${name}/`, import.meta.url).pathname;

/** A folder of one's own, gone afterwards. */
export async function inFolder(scene) {
  const folder = mkdtempSync(join(tmpdir(), "gongkai-"));
  try {
    await scene(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a command to its end. */
export const run = (folder, ...args) => spawnSync(GONGKAI, args, { cwd: folder, encoding: "utf8" });

/** Serves the data file of a folder and looks at it; whatever loads from elsewhere is a fault. */
export async function preview(folder, scene) {
  const server = spawn(GONGKAI, ["preview", "data.toml", "--port", "0"], { cwd: folder });
  const address = await new Promise((found, failed) => {
    let said = "";
    server.stderr.on("data", (bytes) => {
      said += bytes;
      const match = said.match(/http:\/\/127\.0\.0\.1:\d+\//);
      if (match) found(match[0]);
    });
    server.on("exit", () => failed(new Error(said)));
  });
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, locale: "zh-CN" });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: address });
    const page = await context.newPage();
    const faults = [];
    // The browser shows PDF files with an extension of its own.
    const own = (url) => url.startsWith(address) || /^(data|about|blob|chrome|chrome-extension):/.test(url);
    page.on("request", (request) => own(request.url()) || faults.push(request.url()));
    page.on("pageerror", (error) => faults.push(String(error)));
    // A refused save is an answer, no fault.
    const said = (text) => /status of 409/.test(text) || faults.push(text);
    page.on("console", (message) => message.type() === "error" && said(message.text()));
    page.on("dialog", (dialog) => dialog.accept());
    await page.goto(address);
    const report = page.frameLocator('iframe[name="page"]');
    await report.locator("h1").waitFor({ state: "attached" });
    await page.waitForFunction(() => document.querySelector("#save")?.disabled);
    const field = (name) => page.locator(`[id="field-${name}"]`);
    const status = (text) =>
      page.waitForFunction((text) => document.getElementById("status").textContent.includes(text), text);
    await scene({ address, browser, page, report, field, status });
    assert.deepEqual(faults.slice(0, 5), []);
  } finally {
    await browser.close();
    server.kill();
  }
}

/** A picture for docs/images, if asked for. */
export async function shot(page, name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** No violation that axe knows. */
export async function audit(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { iframes: false }));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
  assert.deepEqual(found, [], where);
}

export const step = (text) => console.log(text);
