// A headless browser, and a workbench in it that is driven as a person's hands would.
import { chromium } from 'playwright-core';
import { findBrowser } from './host.mjs';

/** `newPage` takes playwright's context options (viewport, reducedMotion, forcedColors, deviceScaleFactor…). */
export async function launchBrowser() {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no browser: apt-get install chromium-headless-shell');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    // Root has no sandbox; the pages are our own.
    chromiumSandbox: false,
    // Whoever starts the browser ends it: playwright's own handlers would exit before the server is stopped.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  const newPage = async (context = {}) =>
    (await browser.newContext({ viewport: { width: 1400, height: 900 }, ...context })).newPage();
  return { browser, newPage };
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Opens a window and waits until it stands. */
export async function workbench(page, url) {
  await page.goto(url);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 90_000 });
  const input = page.locator('.quick-input-widget input.input');
  const row = (label) =>
    page
      .locator('.quick-input-list .monaco-list-row', {
        has: page.locator('.label-name', { hasText: new RegExp(`^${escaped(label)}$`) }),
      })
      .first();

  /** Opens a quick input by a key and clicks a row. Never Enter: the list refills, and takes whatever is first then. */
  async function pick(key, text, label) {
    for (let triesLeft = 2; ; triesLeft--) {
      try {
        await page.keyboard.press(key);
        await input.waitFor({ timeout: 8000 });
        await input.fill(text);
        return await row(label).click({ timeout: 8000 });
      } catch (error) {
        // The widget hides itself when something takes the focus (a resize, a dialog).
        if (triesLeft === 0) throw error;
        await page.keyboard.press('Escape');
        await page.waitForTimeout(500);
      }
    }
  }

  return {
    openFile: (name) => pick('Control+p', name, name),
    command: (title) => pick('F1', `>${title}`, title),
    /** Waits for a line of the editor whose text, hints included, matches. */
    line: (pattern, timeout = 45_000) =>
      page.waitForFunction(
        (source) =>
          [...document.querySelectorAll('.view-line')].some((line) => {
            // The editor writes no-break spaces, and marks the ends of hints with characters of no width.
            const text = line.textContent.replace(/\u00a0/g, ' ').replace(/[\u200b-\u200d]/g, '');
            return new RegExp(source).test(text);
          }),
        pattern,
        { timeout },
      ),
    /** The extension's own document inside the two nested frames. */
    webview: () => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame'),
    /** The same as a frame, for `evaluate`. */
    async webviewFrame() {
      const outer = await page.locator('iframe.webview.ready').first().elementHandle();
      return (await outer.contentFrame()).childFrames()[0];
    },
    /**
     * Picks a colour theme in the window. Written to the settings before the start it is often lost: they are read
     * before the themes are known.
     */
    async theme(name) {
      const [label, mark] = themes[name];
      for (let triesLeft = 2; ; triesLeft--)
        try {
          await pick('F1', '>Preferences: Color Theme', 'Preferences: Color Theme');
          // Filled too early, the text goes to the list before.
          await row('Light Modern').or(row('Dark Modern')).first().waitFor({ timeout: 8000 });
          await input.fill(label);
          await page.waitForTimeout(300);
          await row(label).click({ timeout: 8000 });
          break;
        } catch (error) {
          if (triesLeft === 0) throw error;
          await page.keyboard.press('Escape');
          await page.waitForTimeout(500);
        }
      await page.locator(`.monaco-workbench.${mark}`).first().waitFor({ timeout: 20_000 });
    },
  };
}

/** VS Code's four kinds of themes: the label in the picker, and the class that the window then carries. */
export const themes = {
  dark: ['Dark Modern', 'vs-dark[class*="dark_modern"]'],
  light: ['Light Modern', 'vs[class*="light_modern"]'],
  'hc-dark': ['Dark High Contrast', 'hc-black'],
  'hc-light': ['Light High Contrast', 'hc-light'],
};
