/**
 * Draws the icons of the installed page, www/icons, from www/icon.svg in Chromium: `node tools/icons.js`.
 * A maskable icon fills its square: systems cut their own shape out of it.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const WWW = fileURLToPath(new URL("../www/", import.meta.url));
const SVG = readFileSync(`${WWW}icon.svg`, "utf8");

/** The eye in the middle, the ground to the edge. */
const MASKABLE = SVG.replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"').replace(/<rect [^>]*>/, '<rect x="-4" y="-4" width="40" height="40" fill="#0b6b63"/>');

const ICONS = [
  { name: "180", side: 180, svg: MASKABLE }, // iOS cuts its corners itself
  { name: "192", side: 192, svg: SVG },
  { name: "512", side: 512, svg: SVG },
  { name: "maskable", side: 512, svg: MASKABLE },
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
mkdirSync(`${WWW}icons`, { recursive: true });
for (const { name, side, svg } of ICONS) {
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>${svg}`);
  await page.screenshot({ path: `${WWW}icons/${name}.png`, omitBackground: true });
}
await browser.close();
