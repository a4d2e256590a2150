/** The scenes that are photographed, for people to look at. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ExplorerState, ToExplorer } from '../../../src/protocol/explorer';
import { Harness, type ExplorerPage, type PageOptions } from './harness';
import {
  demoNet,
  mixedNet,
  residualNet,
  signalNet,
  smallNet,
  symbolicNet,
  unknownNet,
} from './samples';

interface Shot extends PageOptions {
  readonly name: string;
  readonly messages: readonly ToExplorer[];
  readonly state?: Partial<ExplorerState>;
  readonly act?: (page: ExplorerPage) => Promise<void>;
}
const at = (path: string, view: ExplorerState['view'] = 'layer', call = 0): ToExplorer => ({
  type: 'selection.set',
  selection: { path, call },
  view,
});
const german = (): ToExplorer => ({ ...smallNet(), locale: 'de' });

const shots: Shot[] = [
  { name: 'model-dark-420', messages: [smallNet(), at('conv2', 'model')] },
  { name: 'model-dark-320', width: 320, messages: [smallNet(), at('conv2', 'model')] },
  {
    name: 'model-open-light-420',
    theme: 'light',
    messages: [smallNet(), at('conv2', 'model')],
    act: async ({ page }) => page.click('button.name[aria-expanded]'),
  },
  { name: 'model-error-light-420', theme: 'light', messages: [smallNet(true)] },
  { name: 'model-symbolic-dark-420', messages: [symbolicNet()] },
  { name: 'model-unknown-hclight-420', theme: 'hc-light', messages: [unknownNet()] },
  {
    name: 'model-residual-dark-420',
    messages: [residualNet()],
    height: 1000,
    act: async ({ page }) => {
      await page.click('button.name[aria-expanded] >> nth=1');
    },
  },
  { name: 'model-mixed-light-420', theme: 'light', messages: [mixedNet()] },
  {
    name: 'model-table-hcdark-1200',
    theme: 'hc-dark',
    width: 1200,
    height: 800,
    messages: [smallNet(), at('conv2', 'model')],
    act: async ({ page }) => {
      await page.click('button:text-is("Table")');
      await page.click('button.name[aria-expanded]');
    },
  },
  { name: 'model-wide-dark-1200', width: 1200, height: 800, messages: [residualNet()] },
  { name: 'model-german-light-420', theme: 'light', messages: [german()] },
  {
    name: 'empty-dark-420',
    messages: [{ ...smallNet(), model: null, graph: null, models: [], status: { kind: 'none' } }],
  },
  { name: 'layer-dark-420', messages: [smallNet(), at('conv2')] },
  { name: 'layer-dark-320', width: 320, height: 1100, messages: [smallNet(), at('conv2')] },
  { name: 'layer-wide-dark-1200', width: 1200, height: 860, messages: [smallNet(), at('conv2')] },
  {
    name: 'layer-input-hclight-1200',
    theme: 'hc-light',
    width: 1200,
    height: 880,
    messages: [smallNet(), at('blocks.0.conv')],
    act: async ({ page }) => {
      await page
        .locator('.pane >> nth=0')
        .locator('canvas')
        .first()
        .click({ position: { x: 140, y: 160 } });
    },
  },
  {
    name: 'layer-weight-light-420',
    theme: 'light',
    messages: [smallNet(), at('conv2')],
    act: async ({ page }) => {
      await page.locator('.lens canvas >> nth=1').click({ position: { x: 20, y: 15 } });
    },
  },
  { name: 'layer-first-dark-420', messages: [smallNet(), at('conv1')] },
  {
    name: 'layer-first-colour-light-1200',
    theme: 'light',
    width: 1200,
    height: 900,
    messages: [residualNet(), at('conv1')],
  },
  {
    name: 'layer-near-dark-420',
    messages: [residualNet(224), at('conv1')],
    act: async ({ page }) => {
      await page.click('button:text-is("Near")');
    },
  },
  { name: 'layer-whole-dark-420', messages: [residualNet(224), at('conv1')] },
  {
    name: 'layer-matrix-light-1200',
    theme: 'light',
    width: 1200,
    height: 880,
    messages: [smallNet(), at('conv1')],
    act: async ({ page }) => page.click('button:text-is("Matrix")'),
  },
  {
    name: 'layer-matrix-dark-420',
    messages: [smallNet(), at('conv1')],
    act: async ({ page }) => page.click('button:text-is("Matrix")'),
  },
  { name: 'layer-pool-dark-420', messages: [smallNet(), at('pool')] },
  { name: 'layer-maxpool-pad-light-420', theme: 'light', messages: [residualNet(), at('maxpool')] },
  { name: 'layer-relu-dark-420', messages: [smallNet(), at('relu')] },
  { name: 'layer-add-light-420', theme: 'light', messages: [smallNet(), at('add', 'layer', 1)] },
  { name: 'layer-linear-dark-420', messages: [smallNet(), at('fc')] },
  {
    name: 'layer-linear-light-1200',
    theme: 'light',
    width: 1200,
    height: 800,
    messages: [smallNet(), at('fc')],
  },
  { name: 'layer-reflect-light-420', theme: 'light', messages: [mixedNet(), at('stem')] },
  { name: 'layer-dilated-dark-420', messages: [mixedNet(), at('branch3b')] },
  { name: 'layer-depthwise-dark-420', messages: [mixedNet(), at('depthwise')] },
  { name: 'layer-transposed-dark-420', messages: [mixedNet(), at('up')] },
  { name: 'layer-signal-light-420', theme: 'light', messages: [signalNet(), at('conv')] },
  { name: 'layer-cat-dark-420', messages: [mixedNet(), at('cat')] },
  { name: 'layer-symbolic-dark-420', messages: [symbolicNet(), at('conv1')] },
  { name: 'layer-failed-light-420', theme: 'light', messages: [smallNet(true), at('fc')] },
  { name: 'layer-german-light-420', theme: 'light', messages: [german(), at('conv2')] },
  {
    name: 'layer-uses-dark-420',
    messages: [smallNet(), at('blocks.0.conv')],
    act: async ({ page }) => page.click('button:text-is("Use count")'),
  },
  { name: 'maps-dark-420', messages: [smallNet(), at('conv1', 'maps')] },
  { name: 'maps-dark-320', width: 320, height: 1100, messages: [smallNet(), at('conv1', 'maps')] },
  {
    name: 'maps-hcdark-1200',
    theme: 'hc-dark',
    width: 1200,
    height: 860,
    messages: [smallNet(), at('conv2', 'maps')],
  },
  {
    name: 'maps-residual-light-1200',
    theme: 'light',
    width: 1200,
    height: 860,
    messages: [residualNet(224), at('layer1.0.conv2', 'maps')],
  },
  { name: 'maps-residual-dark-420', messages: [residualNet(224), at('conv1', 'maps')] },
  { name: 'maps-signal-light-420', theme: 'light', messages: [signalNet(), at('conv', 'maps')] },
  { name: 'maps-linear-light-420', theme: 'light', messages: [smallNet(), at('fc', 'maps')] },
  { name: 'maps-blocked-dark-420', messages: [unknownNet(), at('conv2', 'maps')] },
  {
    name: 'maps-standin-light-420',
    theme: 'light',
    messages: [unknownNet(), at('conv2', 'maps')],
    act: async ({ page }) => {
      await page.click('text=Use a stand-in input');
    },
  },
  {
    name: 'demo-pattern-dark-420',
    messages: [
      demoNet(4, 1, 2, 0),
      {
        type: 'demo.set',
        demo: {
          entry: 'Demo()',
          view: 'layer',
          selection: { path: 'conv', call: 0 },
          picture: null,
          outChannel: 0,
          playing: true,
          speed: 4,
          useCount: false,
          input: { shape: [1, 4, 4], values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] },
          parameters: { 'conv.weight': { shape: [1, 1, 2, 2], values: [1, 0, 0, 0] } },
        },
      },
    ],
    act: async ({ page }) => {
      await page.waitForTimeout(1100);
    },
  },
];

export async function main(built: string, here: string, argv: readonly string[]): Promise<void> {
  const [folder = '/tmp/shots', ...names] = argv;
  mkdirSync(folder, { recursive: true });
  const harness = await Harness.start(built, here);
  try {
    for (const shot of shots) {
      if (names.length > 0 && !names.some((name) => shot.name.includes(name))) continue;
      const opened = await harness.open(shot);
      try {
        for (const message of shot.messages) await opened.post(message);
        if (
          shot.name.startsWith('layer') ||
          shot.name.startsWith('maps') ||
          shot.name.startsWith('demo')
        ) {
          await opened.page
            .waitForSelector(
              '.stage, .linear, .matrix, .maps, .values, .numbers-only, .blocked, .problem',
              { timeout: 20_000 },
            )
            .catch(() => undefined);
        }
        await shot.act?.(opened);
        await opened.page.waitForTimeout(250);
        await opened.page.screenshot({ path: join(folder, `${shot.name}.png`) });
        if (opened.errors.length > 0) console.log(`${shot.name}: ${opened.errors.join(' | ')}`);
      } catch (error) {
        console.log(
          `${shot.name}: ${error instanceof Error ? error.message.split('\n')[0] : error} ${opened.errors.join(' | ')}`,
        );
      }
      await opened.close();
    }
  } finally {
    await harness.stop();
  }
}
