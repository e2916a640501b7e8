// Drives VS Code, as a web page, by its keyboard: node vscode.mjs, with these in the environment: TOOLS (a folder made by
// tools/code_server.sh), VSIX, ASSAY (the program), FOLDER (the rules), HOME (of its own), OBSERVED and PICTURES.
// What it saw goes into OBSERVED as JSON; tests/editors/test_vscode.py judges.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";

const { TOOLS, VSIX, ASSAY, FOLDER, HOME, OBSERVED, PICTURES } = process.env;
const { chromium } = createRequire(path.join(TOOLS, "package.json"))("playwright-core");

const SETTINGS = {
  "assay.path": ASSAY,
  "assay.data": "leads.csv",
  "assay.activities": "activities.csv",
  "editor.accessibilitySupport": "off",
  "editor.fontSize": 13,
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "workbench.colorTheme": "Default Light Modern",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "window.menuBarVisibility": "compact",
};
const server = path.join(TOOLS, "node_modules", ".bin", "code-server");
const data = path.join(HOME, "data");
const extensions = ["--user-data-dir", data, "--extensions-dir", path.join(HOME, "extensions")];
const seen = {};
let page;

function prepare() {
  for (const kind of ["User", "Machine"]) {
    mkdirSync(path.join(data, kind), { recursive: true });
    writeFileSync(path.join(data, kind, "settings.json"), JSON.stringify(SETTINGS));
  }
  const done = spawnSync(server, [...extensions, "--install-extension", VSIX], { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`the extension does not install: ${done.stdout}${done.stderr}`);
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((ready) => probe.once("listening", ready));
  const { port } = probe.address();
  probe.close();
  return port;
}

async function start(port) {
  const options = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
  const child = spawn(server, [...extensions, ...options, FOLDER], { stdio: "ignore", detached: true });
  for (let turn = 0; turn < 400; turn += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);
    if (up) return child;
    await new Promise((ready) => setTimeout(ready, 100));
  }
  throw new Error("code-server does not start");
}

const read = (file) => readFileSync(path.join(FOLDER, file), "utf8");

const press = async (...keys) => {
  for (const key of keys) await page.keyboard.press(key);
};

async function until(what, ready, seconds = 300) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await ready();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await page.waitForTimeout(100);
  }
}

const picture = (name) => page.screenshot({ path: path.join(PICTURES, `${name}.png`) });

const texts = (selector) => page.locator(selector).allInnerTexts();

async function open(file) {
  await press("Control+p");
  await page.keyboard.type(file);
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await page.waitForTimeout(500);
  await press("Enter");
  await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor();
}

// Keys go to the editor, whatever was open before.
async function toEditor() {
  await press("Escape", "Control+1");
  await page.waitForTimeout(200);
}

async function goTo(line, column) {
  await toEditor();
  await press("Control+g");
  const box = page.locator(".quick-input-widget input");
  await box.waitFor();
  await page.keyboard.type(`${line}:${column}`);
  await press("Enter");
  await box.waitFor({ state: "hidden" });
  await until("the place", async () => (await texts(".statusbar-item")).includes(`Ln ${line}, Col ${column}`));
}

// Asks until it is answered: on a busy machine keys come before what they are for.
async function asked(what, ask, ready) {
  for (let turn = 0; turn < 6; turn += 1) {
    await ask();
    const found = await until(what, ready, 10).catch(() => undefined);
    if (found) return found;
    await toEditor();
  }
  throw new Error(`asked in vain for ${what}`);
}

async function save(file, changed) {
  await press("Control+s");
  return until(`${file} on disk`, () => changed(read(file)) && read(file), 30);
}

function place(file, wanted) {
  const before = read(file).split(wanted)[0];
  return [before.split("\n").length, before.length - before.lastIndexOf("\n")];
}

const steps = {
  async squiggles() {
    await open("b2b_saas.assay");
    await goTo(...place("b2b_saas.assay", "contry"));
    await until("a squiggle", () => page.locator(".squiggly-error").count());
    seen.squiggles = await page.locator(".squiggly-error").count();
    seen.status = await texts(".statusbar-item");
    await picture("squiggles");
  },
  async hover() {
    await asked(
      "the hover",
      () => press("Control+k", "Control+i"),
      async () => (await texts(".monaco-hover .hover-row")).join(" ").includes("contry"),
    );
    seen.hover = (await texts(".monaco-hover .hover-row")).join("\n");
    await picture("hover");
    await press("Escape");
  },
  async fix() {
    await toEditor();
    await asked("fixes", () => press("Control+."), () => page.locator(".action-widget .monaco-list-row").count());
    seen.actions = await texts(".action-widget .monaco-list-row");
    await picture("fix");
    await page.waitForTimeout(300);
    await press("Enter");
    seen.fixed = await save("b2b_saas.assay", (text) => !text.includes("contry"));
    await until("no squiggle", async () => (await page.locator(".squiggly-error").count()) === 0);
    seen.squiggles_after = 0;
  },
  async format() {
    await goTo(1, 1);
    await press("Control+Shift+i");
    seen.formatted = await save("b2b_saas.assay", (text) => text.includes("let hand_raise ") && !text.includes("=    action"));
  },
  async completion() {
    await toEditor();
    await press("Control+End");
    await page.keyboard.type("when emplo");
    await press("Control+Space");
    await until("suggestions", async () => (await texts(".suggest-widget.visible .monaco-list-row")).join(" ").includes("employees"));
    seen.completion = await texts(".suggest-widget.visible .monaco-list-row");
    await picture("completion");
    await press("Enter");
    seen.completed = await save("b2b_saas.assay", (text) => text.trimEnd().endsWith("when employees"));
    await press("Control+Shift+k");
    await save("b2b_saas.assay", (text) => !text.trimEnd().endsWith("when employees"));
  },
  async sample() {
    await goTo(...place("b2b_saas.assay", "group fit"));
    await until("how often rules fire", async () => (await texts(".codelens-decoration")).join(" ").includes("of 500"));
    seen.fires = await texts(".codelens-decoration");
    await picture("sample");
  },
  async rename() {
    const [line, column] = place("b2b_saas.assay", "decision_maker =");
    await goTo(line, column + 3);
    await asked("the new name", () => press("F2"), () => page.locator(".rename-box").first().isVisible());
    await page.waitForTimeout(300);
    await page.keyboard.type("decides");
    await press("Enter");
    seen.renamed = await save("b2b_saas.assay", (text) => !text.includes("decision_maker"));
  },
  async lenses() {
    await open("examples.assay");
    await until("lenses", async () => (await texts(".codelens-decoration")).join(" ").includes("pass"));
    seen.lenses = await texts(".codelens-decoration");
    await picture("lenses");
    await page.locator(".codelens-decoration a").first().click();
    await until("a message", async () => (await texts(".notification-toast")).join(" ").includes("pass"));
    seen.message = (await texts(".notification-toast")).join(" ");
    await page.waitForTimeout(800);
    await picture("ran");
  },
};

async function main() {
  prepare();
  const port = await freePort();
  const child = await start(port);
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  try {
    page = await browser.newPage({ viewport: { width: 1120, height: 700 } });
    page.setDefaultTimeout(300_000);
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(FOLDER)}`);
    await page.locator(".monaco-workbench").waitFor();
    await page.waitForTimeout(2000);
    for (const [name, step] of Object.entries(steps)) {
      try {
        await step();
      } catch (problem) {
        seen[`${name}_problem`] = String(problem.stack);
        await picture(`problem_${name}`);
        await press("Escape", "Escape");
      }
    }
  } finally {
    await browser.close();
    process.kill(-child.pid);
  }
}

let status = 0;
try {
  await main();
} catch (problem) {
  seen.problem = String(problem.stack);
  status = 1;
}
writeFileSync(OBSERVED, JSON.stringify(seen, null, 1));
process.exit(status);
