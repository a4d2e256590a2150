// End to end, as a person sees it: VS Code in a browser with hints, a squiggle, a hover, a quick fix, the explorer with feature maps, a demo.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, workbench } from '../hosts/browser.mjs';
import { root, startHost } from '../hosts/host.mjs';

const shots = path.join(root, '.vscode-test/shots');
mkdirSync(shots, { recursive: true });
const workspace = mkdtempSync(path.join(os.tmpdir(), 'ui-'));
cpSync(path.join(root, 'sample'), workspace, { recursive: true });
writeFileSync(
  path.join(workspace, 'wrong.py'),
  'import torch\nfrom torch import nn\n\n\nclass Net(nn.Module):\n    # convlens: input=1x3x32x32\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(3, 8, 3)\n        self.fc = nn.Linear(999, 10)\n\n    def forward(self, x):\n        return self.fc(torch.flatten(self.conv(x), 1))\n',
);
const host = await startHost({ settings: { 'editor.inlayHints.enabled': 'on', 'editor.minimap.enabled': false, 'editor.stickyScroll.enabled': false } });
const { browser, newPage } = await launchBrowser();
const page = await newPage({ viewport: { width: 2000, height: 900 } });
let passed = 0;
let failed = 0;
const check = async (what, run) => {
  if (failed) return;
  try {
    await run();
    passed++;
    console.log(`ok   ${what}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${what}: ${error.message}`);
    await page.screenshot({ path: path.join(shots, 'failed.png') });
  }
};
const line = (pattern) =>
  page.waitForFunction(
    (source) => [...document.querySelectorAll('.view-line')].some((l) => new RegExp(source).test(l.textContent.replace(/\u00a0/g, ' ').replace(/[\u200b-\u200d]/g, ''))),
    pattern,
    { timeout: 45000 },
  );
let wb;
await check('a file opens with hints', async () => {
  wb = await workbench(page, host.url({ folder: workspace }));
  await wb.openFile('small_net.py');
  await line('conv1 = nn\\.Conv2d.*8×32×32 · 80');
  await line('x = self\\.pool\\(x\\) ?1×8×16×16');
});
await check('a hover explains the layer', async () => {
  await page.locator('.codelens-decoration', { hasText: 'SmallNet' }).first().waitFor({ timeout: 20000 });
  const hover = page.locator('.monaco-hover:visible', { hasText: 'multiply-adds' });
  for (let tries = 3; ; tries--) {
    await page.mouse.move(700, 700);
    await page.locator('.view-line span', { hasText: 'Conv2d' }).last().hover();
    try {
      await hover.first().waitFor({ timeout: 6000 });
      break;
    } catch (error) {
      if (tries === 1) throw error;
    }
  }
  assert.match(await hover.first().innerText(), /⌊\(16 \+ 2·0 − 3\) \/ 2⌋ \+ 1 = 7/);
  await page.screenshot({ path: path.join(shots, 'hover.png') });
  await page.keyboard.press('Escape');
});
const text = (pattern) => page.locator('.view-line', { hasText: pattern }).first();
/** Ctrl+click on a part of a hint, once it is underlined. */
const follow = async (part) => {
  const target = page.locator('.view-line').getByText(part, { exact: true }).first();
  await page.mouse.move(900, 700);
  await page.keyboard.down('Control');
  await target.hover();
  await page.waitForTimeout(800);
  await target.click();
  await page.keyboard.up('Control');
};
await check('a part of a hint goes to the layer that sets the size, another opens the explorer', async () => {
  await wb.openFile('small_net.py');
  await line('conv2 = nn\\.Conv2d.*last row, column unread');
  await page.keyboard.press('Control+Home');
  await follow('last row, column unread');
  // The pooling before it made the 16×16.
  await page.locator('.statusbar-item', { hasText: 'Ln 13, ' }).first().waitFor({ timeout: 10000 });
  await follow('16×7×7');
  await wb.webview().locator('select option:checked', { hasText: 'conv2' }).first().waitFor({ state: 'attached', timeout: 20000 });
});
await check('the explorer opens at the layer of the cursor', async () => {
  await page.locator('.view-line', { hasText: 'self.conv2 = nn' }).first().click({ position: { x: 140, y: 8 } });
  await wb.command('ConvLens: Explore Layer at Cursor');
  await wb.webview().getByRole('tab', { name: 'Layer', selected: true }).waitFor({ timeout: 45000 });
  await wb.webview().locator('select option:checked', { hasText: 'conv2' }).first().waitFor({ state: 'attached', timeout: 20000 });
});
await check('feature maps are computed', async () => {
  await wb.webview().getByRole('tab', { name: 'Maps' }).click();
  await wb.webview().getByText('untrained').first().waitFor({ timeout: 45000 });
  await page.screenshot({ path: path.join(shots, 'maps.png') });
});
await check('a shape error is marked and mended', async () => {
  await wb.openFile('wrong.py');
  await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 30000 });
  const at = page.locator('.view-line', { hasText: '999' }).first();
  await at.click({ position: { x: 190, y: 8 } });
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget', { hasText: 'Change 999' }).waitFor({ timeout: 20000 });
  await page.keyboard.press('Enter');
  await line('nn\\.Linear\\((?:8 \\* 30 \\* 30|7200), 10\\)');
});
await check('what is typed is answered at once, and what changed says what it was', async () => {
  await text('self.conv1 = nn').click({ position: { x: 140, y: 8 } });
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+Shift+k');
  await page.keyboard.type('self.conv1 = nn.Conv2d(1, 8, kernel_size=5, padding=1)\n');
  await line('x = F\\.relu\\(self\\.conv1\\(x\\)\\) ?1×8×32×32 → 1×8×30×30');
  await page.locator('.statusbar-item', { hasText: 'shapes changed' }).first().waitFor({ timeout: 5000 });
  await line('x = F\\.relu\\(self\\.conv1\\(x\\)\\) ?1×8×30×30$');
  await page.keyboard.press('End');
  // At the end of a line its hint has no room yet: the value stands behind it.
  await text('x = self.pool').click({ position: { x: 120, y: 8 } });
  await page.keyboard.press('End');
  await page.keyboard.type('\ny = self.pool(x)');
  await page.waitForFunction(
    () => [...document.querySelectorAll('.view-line span')].some((s) => /1×8×7×7/.test(getComputedStyle(s, '::after').content)),
    undefined,
    { timeout: 5000, polling: 20 },
  );
  await line('y = self\\.pool\\(x\\) ?1×8×7×7');
});
await check('an input size is typed, and a wrong one refused', async () => {
  await wb.openFile('resnet_small.py');
  await line('stem = nn\\.Conv2d.*16×H×W');
  await wb.command('ConvLens: Set Input Size…');
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await rows.filter({ hasText: 'ImageNet' }).first().waitFor({ timeout: 20000 });
  await page.keyboard.type('1x4x64x64');
  await rows.filter({ hasText: '4 channels, but the first layer takes 3' }).first().waitFor({ timeout: 5000 });
  for (let i = 0; i < 9; i++) await page.keyboard.press('Backspace');
  await page.keyboard.type('1x3x64x48');
  await rows.filter({ hasText: 'use this size' }).first().click();
  await line('stem = nn\\.Conv2d.*16×64×48 · 448');
});
await check('one instance of a block is picked from the lens', async () => {
  await line('norm1 = nn\\.BatchNorm2d.*16–64×16–64×12–48 ×3');
  await page.locator('.codelens-decoration a', { hasText: 'Show one' }).first().click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'blocks.2' }).first().click({ timeout: 20000 });
  await line('norm1 = nn\\.BatchNorm2d.*\\)? ?64×16×12 · 128');
});
await check('a demo plays', async () => {
  await wb.command('ConvLens: Demo: A Filter Finds a Pattern');
  await wb.webview().getByText('Matcher').first().waitFor({ timeout: 45000 });
  await page.screenshot({ path: path.join(shots, 'demo.png') });
});
await browser.close();
await host.stop();
rmSync(workspace, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
