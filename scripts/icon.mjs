// Draws media/icon.png from media/icon.svg: node scripts/icon.mjs
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser } from '../test/hosts/browser.mjs';
import { root } from './setup.mjs';

const svg = readFileSync(path.join(root, 'media/icon.svg'), 'utf8');
const { browser, newPage } = await launchBrowser();
const page = await newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin: 0">${svg}</body>`);
await page.screenshot({ path: path.join(root, 'media/icon.png'), omitBackground: true });
await browser.close();
