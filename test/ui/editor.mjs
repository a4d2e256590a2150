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
const host = await startHost({ settings: { 'editor.inlayHints.enabled': 'on' } });
const { browser, newPage } = await launchBrowser();
const page = await newPage({ viewport: { width: 1500, height: 900 } });
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
