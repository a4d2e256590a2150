// How it looks: screenshots of the editor and the explorer in four themes, and axe in the page. node test/ui/look.mjs [FOLDER [THEME…]]
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { launchBrowser, themes, workbench } from '../hosts/browser.mjs';
import { root, startHost } from '../hosts/host.mjs';

const folder = path.resolve(process.argv[2] ?? path.join(root, '.vscode-test/looks'));
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(path.join(root, 'package.json')).resolve('axe-core/axe.min.js'), 'utf8');
const workspace = mkdtempSync(path.join(os.tmpdir(), 'look-'));
cpSync(path.join(root, 'sample'), workspace, { recursive: true });

const settings = { 'editor.inlayHints.enabled': 'on', 'editor.minimap.enabled': false, 'editor.fontSize': 12, 'window.commandCenter': false };
const host = await startHost({ settings });
const { browser, newPage } = await launchBrowser();
let bad = 0;
for (const theme of process.argv.length > 3 ? process.argv.slice(3) : Object.keys(themes)) {
  // VS Code saves what was typed in the theme before.
  writeFileSync(path.join(workspace, 'wrong.py'), readFileSync(path.join(root, 'sample/small_net.py'), 'utf8').replace('16 * 7 * 7', '16 * 8 * 8'));
  const page = await newPage({ viewport: { width: 1500, height: 820 } });
  // The README's pictures are without the title bar.
  const below = { x: 0, y: 30, width: 1500, height: 790 };
  const shot = (name) =>
    page.screenshot({
      path: path.join(folder, `${name}-${theme}.png`),
      animations: 'disabled',
      caret: 'hide',
      ...(['hover', 'layer', 'maps', 'model'].includes(name) ? { clip: below } : {}),
    });
  try {
    const wb = await workbench(page, host.url({ folder: workspace }));
    await wb.theme(theme);
    await page.keyboard.press('Control+b');
    await wb.openFile('wrong.py');
    await page.locator('.squiggly-error').first().waitFor({ state: 'attached', timeout: 30_000 });
    // A lens that arrives pushes the lines down under the mouse.
    await page.locator('.codelens-decoration', { hasText: 'SmallNet' }).first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(1500);
    await shot('problem');
    await page.locator('.view-line', { hasText: '16 * 8 * 8' }).first().click({ position: { x: 215, y: 8 } });
    await page.keyboard.press('Control+.');
    await page.locator('.action-widget', { hasText: 'Change to 16' }).waitFor({ timeout: 20_000 });
    await page.waitForTimeout(800);
    await shot('fixes');
    await page.keyboard.press('Escape');
    await wb.command('ConvLens: Set Input Size…');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'ImageNet' }).first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(800);
    await shot('input');
    await page.keyboard.press('Escape');
    // What an edit changes: the kernel of conv1 becomes 5.
    await page.locator('.view-line', { hasText: 'self.conv1 = nn' }).first().click({ position: { x: 140, y: 8 } });
    await page.keyboard.press('Home');
    await page.keyboard.press('Control+Shift+k');
    await page.keyboard.type('self.conv1 = nn.Conv2d(1, 8, kernel_size=5, padding=1)');
    await page.keyboard.press('Enter');
    await page.locator('.statusbar-item', { hasText: 'shapes changed' }).first().waitFor({ timeout: 10_000 });
    await shot('changes');
    await wb.openFile('resnet_small.py');
    await wb.line('self\\.stem = nn.*16×H×W');
    await page.locator('.codelens-decoration', { hasText: 'Block ×3' }).first().waitFor({ timeout: 20_000 });
    await shot('hints');
    await page.locator('.codelens-decoration a', { hasText: 'Show one' }).first().click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'blocks.1' }).first().click({ timeout: 20_000 });
    await page.locator('.codelens-decoration', { hasText: 'blocks.1 is shown' }).first().waitFor({ timeout: 20_000 });
    await page.waitForTimeout(800);
    await shot('instance');
    await wb.command('View: Close All Editors');
    await wb.openFile('small_net.py');
    await wb.line('conv1 = nn');
    await page.locator('.codelens-decoration', { hasText: 'SmallNet' }).first().waitFor({ timeout: 20_000 });
    await page.mouse.move(700, 700);
    await page.locator('.view-line span', { hasText: 'Conv2d' }).last().hover();
    await page.locator('.monaco-hover:visible', { hasText: 'multiply-adds' }).first().waitFor({ timeout: 10_000 });
    await page.waitForTimeout(500);
    await shot('hover');
    await page.keyboard.press('Escape');
    await page.locator('.view-line', { hasText: 'self.conv2 = nn' }).first().click({ position: { x: 140, y: 8 } });
    await wb.command('ConvLens: Explore Layer at Cursor');
    await wb.webview().getByRole('tab', { name: 'Layer', selected: true }).waitFor({ timeout: 45_000 });
    await page.mouse.move(400, 700);
    await page.waitForTimeout(2500);
    await shot('layer');
    const frame = await wb.webviewFrame();
    await frame.evaluate(axe);
    const found = await frame.evaluate(() => window.axe.run(document));
    bad += found.violations.length;
    console.log(`${theme}: axe ${found.passes.length} passed, ${found.violations.length} violations ${found.violations.map((v) => v.id).join(' ')}`);
    await wb.webview().getByRole('tab', { name: 'Maps' }).click();
    await wb.webview().getByText('untrained').first().waitFor({ timeout: 45_000 });
    await page.waitForTimeout(2000);
    await shot('maps');
    await wb.webview().getByRole('tab', { name: 'Model' }).click();
    await page.waitForTimeout(800);
    await shot('model');
  } catch (error) {
    bad++;
    console.log(`${theme}: ${error.message}`);
    await shot('failed');
  }
  await page.context().close();
}
await browser.close();
await host.stop();
rmSync(workspace, { recursive: true, force: true });
process.exit(bad ? 1 : 0);
