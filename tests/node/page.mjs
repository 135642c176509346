// Opens a page in Chromium without a network, does what a reader does, and prints what is seen as JSON.
// usage: node page.mjs FILE.html [SELECTOR]      SELECTOR names what to click
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [file, selector] = process.argv.slice(2);
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: flags });
const page = await browser.newPage();
const asked = [];
page.on("request", (request) => { if (!request.url().startsWith("file:")) asked.push(request.url()); });
await page.goto(pathToFileURL(file).href);
let seen = null;
if (selector) {
  const button = page.locator(selector).first();
  const detail = page.locator(`#${await button.getAttribute("aria-controls")}`);
  const before = await detail.isVisible();
  await button.click();
  seen = { before, after: await detail.isVisible(), statement: await button.innerText(), detail: await detail.innerText() };
}
// axe-core is evaluated in the page's own world, past the page's policy that forbids other scripts.
await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
const result = await page.evaluate(() => globalThis.axe.run());
const violations = result.violations.map((v) => ({ id: v.id, impact: v.impact, nodes: v.nodes.map((n) => n.html.slice(0, 160)) }));
console.log(JSON.stringify({ title: await page.title(), asked, seen, violations }));
await browser.close();
