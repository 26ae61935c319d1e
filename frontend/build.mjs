// Bundles the style sheets and scripts, picks the icons we use into one sprite, and copies the web font's slices.
// Run by tools/frontend.py; writes into the web room's static folder.
import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/sanxin/interfaces/web/static/sanxin");
const font = join(here, "node_modules/@fontsource-variable/noto-sans-sc");
const tabler = join(here, "node_modules/@tabler/icons");
const three = join(here, "node_modules/three");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "licences"), { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: { sanxin: "css/sanxin.css", app: "js/app.mjs", space: "js/space/space.mjs" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome90", "safari14.1", "firefox90"],
  external: ["./files/*"],
  legalComments: "none",
});

cpSync(join(font, "files"), join(out, "files"), { recursive: true, filter: path => !path.endsWith(".woff") });
cpSync(join(font, "LICENSE"), join(out, "licences/noto-sans-sc.txt"));
cpSync(join(tabler, "LICENSE"), join(out, "licences/tabler-icons.txt"));
cpSync(join(three, "LICENSE"), join(out, "licences/three.txt"));

const names = JSON.parse(readFileSync(join(here, "icons.json"), "utf8"));
const symbols = names.map(name => {
  const svg = readFileSync(join(tabler, "icons/outline", `${name}.svg`), "utf8").replace(/<!--[\s\S]*?-->/g, "");
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ").trim();
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(join(out, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);

// The seal in the tab: 新 as strokes would need a font, so it is a lift between two floors.
writeFileSync(join(out, "seal.svg"), `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#9c2b23"/><path d="M9 7h14v18H9zM16 7v18M12 14l1.5-2.5L15 14M17 18l1.5 2.5L20 18" fill="none" stroke="#fff" stroke-width="2" stroke-linejoin="round"/></svg>\n`);
