/**
 * The built page in a browser, under the extension's Content Security Policy, with recorded messages. Over 400 lines: one
 * browser, one list of scenes, a test for each promise of the page.
 */
import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { ToExplorer } from '../../../src/protocol/explorer';
import { Harness, type ExplorerPage, type PageOptions, type Theme } from './harness';
import { record } from './record';
import {
  Builder,
  demoNet,
  file,
  lineStarts,
  mixedNet,
  residualNet,
  signalNet,
  smallNet,
  snapshot,
  symbolicNet,
  unknownNet,
} from './samples';

const root = process.env['CONVLENS_ROOT'] ?? process.cwd();
const at = (path: string, view: 'model' | 'layer' | 'maps' = 'layer', call = 0): ToExplorer => ({
  type: 'selection.set',
  selection: { path, call },
  view,
});
const thousandths = (text: string): number =>
  Math.round(1000 * Number(text.replace(/\s/g, '').replace('+', '').replace('−', '-')));

describe('explorer page', function () {
  this.timeout(60_000);
  let harness: Harness;
  const open: ExplorerPage[] = [];
  before(async () => {
    harness = await Harness.start(
      process.env['CONVLENS_PAGE'] ?? join(root, 'dist/ui/explorer'),
      join(root, 'test/ui/explorer'),
    );
  });
  after(async () => {
    await harness.stop();
  });
  afterEach(async () => {
    for (const opened of open.splice(0)) {
      assert.deepEqual(opened.errors, [], 'errors on the page');
      await opened.close();
    }
  });
  async function show(
    messages: readonly ToExplorer[],
    options: PageOptions = {},
  ): Promise<ExplorerPage> {
    const opened = await harness.open(options);
    open.push(opened);
    for (const message of messages) await opened.post(message);
    return opened;
  }
  const text = async (locator: Locator): Promise<string> =>
    (await locator.innerText()).replace(/\u00a0/g, ' ').trim();
  const focused = (page: Page): Promise<string> =>
    page.evaluate(
      () =>
        document.activeElement?.getAttribute('aria-label') ??
        document.activeElement?.textContent ??
        '',
    );

  describe('model', () => {
    it('speaks first, then shows what it is given', async () => {
      const opened = await show([smallNet()]);
      assert.equal((await opened.sent())[0]?.type, 'page.ready');
      const rows = await opened.page.locator('tr.layer').count();
      assert.equal(rows, 8, 'the three blocks are one row');
      assert.match(await text(opened.page.locator('tfoot')), /16,106.*476,704/s);
      assert.match(
        await text(opened.page.locator('.input-line')),
        /N × 1 × 32 × 32.*assumed: comment in line 13/s,
      );
    });
    it('unfolds in place and goes to the code by click', async () => {
      const opened = await show([smallNet()]);
      await opened.page.click('button.name[aria-expanded="false"]');
      assert.equal(await opened.page.locator('tr.layer').count(), 20);
      await opened.page.click('button.name:has-text("conv2")');
      const reveal = await opened.until('source.reveal');
      assert.deepEqual([reveal.place.start, reveal.focus], [lineStarts[18]! + 8, false]);
      assert.equal(await opened.page.locator('#tab-layer').getAttribute('aria-selected'), 'true');
    });
    it('shows the failing layer with its arithmetic and applies its fix', async () => {
      const opened = await show([smallNet(true)]);
      assert.match(
        await text(opened.page.locator('.problem')),
        /784 features come out of flatten, but fc takes 1,024/,
      );
      assert.match(await text(opened.page.locator('tfoot')), /≥ 468,864/);
      assert.match(await text(opened.page.locator('tr.not-reached')), /not reached/);
      await opened.page.click('text=Change to 784');
      assert.deepEqual(await opened.until('fix.apply'), {
        type: 'fix.apply',
        version: 1,
        problem: 0,
        fix: 0,
      });
    });
    it('prints symbols with short names, and says what is unknown with its line', async () => {
      const symbolic = await show([symbolicNet()]);
      assert.match(
        await text(symbolic.page.locator('table')),
        /16 × h × w\s+h = \(H\/\/2 − 3\)\/\/2 \+ 1/,
      );
      assert.match(await text(symbolic.page.locator('table')), /16·h·w/);
      const unknown = await show([unknownNet()]);
      assert.match(await text(unknown.page.locator('.reason')), /shared_layers.*line 20/s);
      assert.match(await text(unknown.page.locator('tfoot')), /≥/);
    });
    it('is one tab stop with arrows, Home and End', async () => {
      const { page } = await show([smallNet(), at('conv2', 'model')]);
      assert.equal(await page.locator('[data-row][tabindex="0"]').count(), 1);
      await page.locator('[data-row][tabindex="0"]').focus();
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(page), 'relu');
      await page.keyboard.press('End');
      assert.equal(await focused(page), 'fc');
      await page.keyboard.press('Home');
      assert.equal(await focused(page), 'conv1');
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('#tab-layer').getAttribute('aria-selected'), 'true');
    });
    it('draws branches beside the spine', async () => {
      const { page } = await show([mixedNet()]);
      const cat = page.locator('tr.layer', { hasText: 'cat' }).locator('path.lane');
      assert.equal(await cat.count(), 3, 'three side lanes end in cat');
    });
  });

  describe('header', () => {
    it('turns tabs by arrows and asks for another input size', async () => {
      const opened = await show([smallNet()]);
      const { page } = opened;
      await page.focus('#tab-model');
      await page.keyboard.press('ArrowRight');
      assert.equal(await focused(page), 'Layer');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      assert.equal(await focused(page), 'Maps');
      await page.click('text=Change');
      assert.deepEqual(await opened.until('input.change'), {
        type: 'input.change',
        entry: 'SmallNet()',
        shape: null,
      });
    });
    it('lists the models of the file', async () => {
      const opened = await show([
        {
          ...smallNet(),
          models: [
            { entry: 'SmallNet()', name: 'SmallNet', line: 1 },
            { entry: 'SmallNet(wide=True)', name: 'SmallNet', line: 1 },
          ],
        },
      ]);
      await opened.page.selectOption('.model-select', 'SmallNet(wide=True)');
      assert.deepEqual(await opened.until('model.choose'), {
        type: 'model.choose',
        entry: 'SmallNet(wide=True)',
      });
    });
    it('follows the cursor until the layer is kept', async () => {
      const opened = await show([smallNet(), at('conv2')]);
      assert.match(
        await opened.page
          .locator('.layer-select')
          .evaluate((s) => (s as HTMLSelectElement).selectedOptions[0]?.text ?? ''),
        /^conv2/,
      );
      await opened.page.click('[aria-label="Keep this layer when the cursor moves"]');
      await opened.post(at('fc'));
      assert.match(
        await opened.page
          .locator('.layer-select')
          .evaluate((s) => (s as HTMLSelectElement).selectedOptions[0]?.text ?? ''),
        /^conv2/,
      );
      assert.equal((await opened.saved())?.pinned, true);
    });
    it('comes back as it was', async () => {
      const first = await show([smallNet(), at('conv2', 'maps')]);
      const saved = await first.saved();
      assert.ok(saved);
      const second = await show([smallNet()], { restored: saved });
      assert.equal(await second.page.locator('#tab-maps').getAttribute('aria-selected'), 'true');
      assert.match(
        await second.page
          .locator('.layer-select')
          .evaluate((s) => (s as HTMLSelectElement).selectedOptions[0]?.text ?? ''),
        /^conv2/,
      );
    });
    it('says other states plainly, and refuses another protocol', async () => {
      const none = await show([
        { ...smallNet(), model: null, graph: null, models: [], status: { kind: 'none' } },
      ]);
      await none.page.click('text=Open an example');
      await none.until('example.open');
      const reading = await show([
        {
          ...smallNet(),
          model: null,
          graph: null,
          models: [],
          status: { kind: 'reading', done: 3, total: 8 },
        },
      ]);
      assert.match(await text(reading.page.locator('.state')), /3 of 8 files/);
      const stale = await show([{ ...smallNet(), status: { kind: 'stale', line: 26 } }]);
      assert.match(await text(stale.page.locator('.note')), /Line 26 does not parse yet/);
      const other = await show([{ ...smallNet(), protocol: 99 }]);
      assert.match(await text(other.page.locator('.state')), /another version/);
    });
    it('speaks German when the editor does', async () => {
      const { page } = await show([{ ...smallNet(), locale: 'de' }]);
      assert.match(await text(page.locator('.input-line')), /angenommen/);
      assert.match(await text(page.locator('tfoot')), /16\.106/);
      assert.equal(await page.evaluate(() => document.documentElement.lang), 'de');
    });
  });

  describe('layer', () => {
    it('writes a sum that adds up to the value shown, for every position', async () => {
      const { page } = await show([smallNet(), at('conv2')]);
      await page.waitForSelector('.stage');
      const scrub = page.locator('.transport input');
      for (const position of [0, 17, 33, 48]) {
        await scrub.fill(String(position));
        const parts = await page.locator('.ledger-value').allInnerTexts();
        const rest = await page.locator('.ledger-total span').allInnerTexts();
        const extra = rest
          .filter((line) => /bias|rounding/.test(line))
          .map((line) => thousandths(line.replace(/[a-z]+/, '')));
        const total = await text(page.locator('.ledger-total strong'));
        assert.equal(
          parts.map(thousandths).reduce((a, b) => a + b, 0) + extra.reduce((a, b) => a + b, 0),
          thousandths(total.replace('=', '')),
        );
        assert.equal(
          thousandths(await text(page.locator('.readout .value'))),
          thousandths(total.replace('=', '')),
        );
        const terms = (await page.locator('.term').allInnerTexts()).map((line) =>
          thousandths(line.replace(/[a-z]+/, '')),
        );
        const result = thousandths((await text(page.locator('.result'))).replace('=', ''));
        assert.equal(
          terms.reduce((a, b) => a + b, 0),
          result,
        );
        assert.equal(result, thousandths(parts[0] ?? ''));
      }
    });
    it('moves cell by cell on the keyboard, speaks every move, keeps and lets go', async () => {
      const { page } = await show([smallNet(), at('conv2')]);
      await page.waitForSelector('.stage');
      await page.locator('.transport input').fill('0');
      const grid = page.getByRole('grid', { name: 'Output' });
      assert.equal(await grid.getAttribute('aria-rowcount'), '7');
      await grid.locator('[tabindex="0"]').focus();
      assert.match(await focused(page), /^output row 0 column 0 = .* from 72 products$/);
      await page.keyboard.press('ArrowRight');
      assert.match(await focused(page), /^output row 0 column 1/);
      await page.keyboard.press('Control+End');
      assert.match(await focused(page), /^output row 6 column 6/);
      assert.equal(
        await grid.locator('[role=gridcell]').count(),
        2,
        'two cells, whatever the size',
      );
      await page.keyboard.press('Enter');
      assert.match(await text(page.locator('.readout')), /Kept/);
      await page.keyboard.press('Escape');
      assert.doesNotMatch(await text(page.locator('.readout')), /Kept/);
      await page.keyboard.press('PageDown');
      assert.match(await text(page.locator('.sum-head')), /Output 1 at/);
      await page.keyboard.press(' ');
      await page.waitForSelector('[aria-label="Pause"]');
    });
    it('answers pointing at an input cell and at a weight', async () => {
      const { page } = await show([smallNet(), at('blocks.0.conv')]);
      await page.waitForSelector('.stage');
      await page.getByRole('grid', { name: 'Input' }).locator('[tabindex="0"]').focus();
      await page.keyboard.press('Control+Home');
      assert.match(
        await text(page.locator('.sum')),
        /^Padding at row −?-?1, column -?−?1: a zero that feeds 1 outputs/,
      );
      await page.getByRole('grid', { name: 'Kernel' }).locator('[tabindex="0"]').focus();
      assert.match(
        await text(page.locator('.sum')),
        /is used 49 times, once per output\. 13 of them meet padding/,
      );
    });
    it('steps, scrubs and plays; the rest of the output waits', async () => {
      const { page } = await show([smallNet(), at('conv2')]);
      await page.waitForSelector('.stage');
      await page.click('[aria-label="Start"]');
      assert.equal(await text(page.locator('.where')), '1 of 49');
      await page.click('[aria-label="Step"]');
      await page.selectOption('.transport select', '16');
      await page.click('[aria-label="Play"]');
      await page.waitForFunction(
        () => Number(document.querySelector('.where')?.textContent?.split(' ')[0]) > 6,
      );
      await page.click('[aria-label="Pause"]');
    });
    it('plays no faster than four a second under reduced motion, unless chosen', async () => {
      const { page } = await show(
        [
          demoNet(4, 1, 2, 0),
          {
            type: 'demo.set',
            demo: {
              entry: 'Demo()',
              view: 'layer',
              selection: { path: 'conv', call: 0 },
              input: null,
              picture: 'dot',
              parameters: {},
              outChannel: 0,
              playing: false,
              speed: 60,
              useCount: false,
            },
          },
        ],
        { reducedMotion: true },
      );
      await page.waitForSelector('.stage');
      assert.equal(await page.locator('.transport select').inputValue(), '4');
    });
    it('has a picture for every kind of layer, or says why it has none', async () => {
      const opened = await show([mixedNet()]);
      for (const [path, wanted] of [
        ['stem', '.stage'],
        ['branch3b', '.stage'],
        ['depthwise', '.stage'],
        ['up', '.stage'],
        ['average', '.stage'],
        ['cat', '.numbers-only'],
      ] as const) {
        await opened.post(at(path));
        await opened.page.waitForSelector(wanted);
      }
      assert.match(await text(opened.page.locator('.numbers-only')), /not a sliding window/);
      await opened.post(signalNet());
      await opened.post(at('conv'));
      await opened.page.waitForSelector('.lens.upright');
      await opened.post(smallNet());
      for (const [path, wanted] of [
        ['relu', '.stage'],
        ['add', '.stage'],
        ['fc', '.linear'],
        ['blocks.0.bn', '.stage'],
      ] as const) {
        await opened.post(at(path));
        await opened.page.waitForSelector(wanted);
      }
    });
    it('compares with the fully connected layer, as areas', async () => {
      const { page } = await show([demoNet(32, 64, 3, 0), at('conv')]);
      await page.waitForSelector('.stage');
      await page.click('button:text-is("Matrix")');
      assert.match(await text(page.locator('.areas')), /59,040,000/, 'the lesson’s number');
      assert.match(await text(page.locator('.area-large code')), /1,024 · 57,600 \+ 57,600/);
    });
    it('shows the lesson’s pattern at exactly the two places', async () => {
      const { page } = await show([
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
            speed: 60,
            useCount: false,
            input: { shape: [1, 4, 4], values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] },
            parameters: { 'conv.weight': { shape: [1, 1, 2, 2], values: [1, 0, 0, 0] } },
          },
        },
      ]);
      await page.waitForFunction(() => document.querySelector('.where')?.textContent === '9 of 9');
      await page.waitForSelector('[aria-label="Play"]');
      const values: string[] = [];
      for (let k = 0; k < 9; k++) {
        await page.locator('.transport input').fill(String(k));
        values.push(await text(page.locator('.readout .value')));
      }
      assert.deepEqual(values.map(Number), [1, 0, 0, 0, 0, 0, 0, 0, 1]);
    });
    it('asks for numbers where sizes are symbolic', async () => {
      const opened = await show([symbolicNet(), at('conv1')]);
      await opened.page.click('text=Try 1 × 1 × 64 × 64');
      assert.deepEqual(await opened.until('input.change'), {
        type: 'input.change',
        entry: 'SmallNet()',
        shape: '1x1x64x64',
      });
    });
    it('keeps position and channel while the person types', async () => {
      const opened = await show([smallNet(), at('conv2')]);
      const { page } = opened;
      await page.waitForSelector('.stage');
      await page.locator('.transport input').fill('11');
      await page.locator('.pane >> nth=1').locator('[aria-label="Next channel"]').click();
      const before = await text(page.locator('.sum'));
      await opened.post({ ...smallNet(), version: 2, status: { kind: 'stale', line: 26 } });
      assert.equal(await text(page.locator('.sum')), before);
      assert.equal(await page.locator('.stage').count(), 1);
      await page.getByRole('grid', { name: 'Input' }).locator('[tabindex="0"]').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('Enter');
      const kept = await text(page.locator('.sum'));
      assert.match(kept, /^Input at row 0, column 0/);
      await opened.post({ ...smallNet(), version: 3 });
      assert.equal(await text(page.locator('.sum')), kept, 'what was kept stays kept');
      assert.match(await text(page.locator('.readout')), /Kept/);
    });
    it('takes a kernel from the list for a first layer', async () => {
      const opened = await show([smallNet(), at('conv1')]);
      const { page } = opened;
      await page.waitForSelector('.stage');
      await page.selectOption('.kernel-choice select', 'identity');
      await page.waitForSelector('.kernel-choice .badge');
      await page.waitForFunction(() => [...document.querySelectorAll('.term')].length > 0);
      await page.getByRole('grid', { name: 'Kernel' }).locator('[tabindex="0"]').focus();
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /^weight row 1 column 1 = 1, used 1024 times|1,024 times/);
      await page.click('.kernel-choice >> text=Reset');
      await page.waitForFunction(() => !document.querySelector('.kernel-choice .badge'));
    });
  });

  describe('maps', () => {
    it('shows the maps of the layer on a picture, and reports it', async () => {
      const opened = await show([smallNet(), at('conv2', 'maps')]);
      const report = await opened.until('maps.report', (m) => m.outcome === 'done');
      assert.deepEqual([report.path, report.shape, report.where], ['conv2', [16, 7, 7], 'worker']);
      assert.equal(await opened.page.locator('.map').count(), 16);
      await opened.page.click('.map >> nth=5');
      assert.match(await text(opened.page.locator('.map-large h3')), /Map 5/);
      await opened.page.keyboard.press('ArrowRight');
      assert.match(await focused(opened.page), /^Map 6/);
      await opened.page.click('text=See how it is made');
      await opened.page.waitForSelector('.stage');
      assert.match(await text(opened.page.locator('.sum-head')), /^Output 5 at/);
    });
    it('computes again for another picture, another seed, the whole network', async () => {
      const opened = await show([smallNet(), at('conv1', 'maps')]);
      const { page } = opened;
      await opened.until('maps.report', (m) => m.outcome === 'done');
      const range = (): Promise<string> => text(page.locator('.legend-scale .mono >> nth=1'));
      const first = await range();
      await page.click('[aria-label="Noise"]');
      await page.waitForFunction(
        (was) => document.querySelectorAll('.legend-scale .mono')[1]?.textContent !== was,
        first,
      );
      const second = await range();
      await page.click('text=Another seed');
      await page.waitForFunction(
        (was) => document.querySelectorAll('.legend-scale .mono')[1]?.textContent !== was,
        second,
      );
      assert.match(await text(page.locator('.weights')), /seed 8/);
      const third = await range();
      await page.click('button:text-is("network")');
      await page.waitForFunction(
        (was) =>
          Number(document.querySelectorAll('.legend-scale .mono')[1]?.textContent) >= Number(was),
        third,
      );
      await page.locator('.clip input').fill('0.2');
      assert.match(await text(page.locator('.legend')), /values clipped/);
    });
    it('says which line is in the way, and goes on with a stand-in', async () => {
      const opened = await show([unknownNet(), at('conv2', 'maps')]);
      assert.match(
        await text(opened.page.locator('.blocked')),
        /Sequential in line 20: make_blocks comes from shared_layers/,
      );
      await opened.until('maps.report', (m) => m.outcome === 'blocked');
      await opened.page.click('text=Use a stand-in input');
      await opened.until('maps.report', (m) => m.outcome === 'done');
      assert.equal(await opened.page.locator('.map').count(), 16);
      assert.match(await text(opened.page.locator('.note')), /Stand-in input/);
    });
    it('computes on the page when no worker answers, and says so', async () => {
      const opened = await show([smallNet(), at('conv1', 'maps')], { withoutWorker: true });
      const report = await opened.until('maps.report', (m) => m.outcome === 'done');
      assert.equal(report.where, 'page');
      assert.match(await text(opened.page.locator('.note')), /computing on the page/);
    });
    it('shows a bar with Stop when it takes long, stops, and computes again', async () => {
      const b = new Builder([1, 16, 192, 192]);
      let x = b.input;
      for (let n = 0; n < 8; n++) x = b.conv(`convs.${n}`, 5 + n, x, 96, 3, { padding: 1 });
      const opened = await show([snapshot(b.finish('Heavy()', [x])), at('convs.7', 'maps')]);
      await opened.page.waitForSelector('.computing');
      assert.match(await text(opened.page.locator('.computing')), /Computing: \d+ of 8 operations/);
      await opened.page.click('.computing >> text=Stop');
      const report = await opened.until('maps.report', (m) => m.outcome === 'stopped');
      assert.equal(report.path, 'convs.7');
      assert.match(await text(opened.page.locator('.note')), /Stopped/);
      await opened.page.click('text=Compute again');
      await opened.page.waitForSelector('.computing');
      // Another layer needs less: the long run gives way to it.
      await opened.post(smallNet());
      await opened.post(at('conv1', 'maps'));
      await opened.until('maps.report', (m) => m.outcome === 'done' && m.path === 'conv1');
    });
    it('marks maps that are always zero', async () => {
      const set = demoNet(8, 2, 3, 1);
      const opened = await show([
        set,
        {
          type: 'demo.set',
          demo: {
            entry: 'Demo()',
            view: 'maps',
            selection: { path: 'conv', call: 0 },
            input: null,
            picture: 'dot',
            outChannel: 0,
            playing: false,
            speed: 4,
            useCount: false,
            parameters: {
              'conv.weight': {
                shape: [2, 1, 3, 3],
                values: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
              },
            },
          },
        },
      ]);
      await opened.until('maps.report', (m) => m.outcome === 'done');
      assert.match(await text(opened.page.locator('.map >> nth=0')), /always 0/);
      assert.doesNotMatch(await text(opened.page.locator('.map >> nth=1')), /always 0/);
    });
    it('does not run anew when only the text around the model moved', async () => {
      const opened = await show([smallNet(), at('conv1', 'maps')]);
      await opened.until('maps.report', (m) => m.outcome === 'done');
      const before = (await opened.sent()).filter((m) => m.type === 'maps.report').length;
      const set = smallNet();
      await opened.post({
        ...set,
        version: 2,
        graph: set.graph && {
          ...set.graph,
          nodes: set.graph.nodes.map((n) => ({ ...n, offset: n.offset + 40, file })),
        },
      });
      await opened.page.waitForTimeout(300);
      assert.equal((await opened.sent()).filter((m) => m.type === 'maps.report').length, before);
    });
  });

  describe('a real file', () => {
    it('goes from its text to rows, sums and maps', async () => {
      const set = record(join(root, 'test/ui/explorer/tutorial.py'), '', null, []);
      assert.equal(set.model?.name, 'Classifier', set.models.map((m) => m.name).join());
      const opened = await show([set]);
      const { page } = opened;
      // 456 + 3·(324 + 12) + 2,416 + 4,010
      assert.match(await text(page.locator('tfoot')), /7,890/);
      assert.equal(await page.locator('.badge', { hasText: '×3' }).count(), 1);
      await opened.post(at('blocks.1.conv'));
      await page.waitForSelector('.stage');
      const total = thousandths(
        (await text(page.locator('.ledger-total strong'))).replace('=', ''),
      );
      assert.equal(total, thousandths(await text(page.locator('.readout .value'))));
      assert.match(await text(page.locator('.code-line')), /line 9/);
      await opened.post(at('conv', 'maps'));
      const report = await opened.until(
        'maps.report',
        (m) => m.path === 'conv' && m.outcome === 'done',
      );
      assert.deepEqual(report.shape, [16, 10, 10]);
    });
  });

  describe('everywhere', () => {
    const scenes: readonly (readonly [string, readonly ToExplorer[], string])[] = [
      ['model', [smallNet(), at('conv2', 'model')], 'table.pipeline'],
      ['model with an error', [smallNet(true)], '.problem'],
      ['model with branches', [mixedNet()], 'table.pipeline'],
      ['unknown model', [unknownNet()], '.reason'],
      ['layer', [smallNet(), at('conv2')], '.stage'],
      ['first layer in colour', [residualNet(), at('conv1')], '.stage'],
      ['dilated layer', [mixedNet(), at('branch3b')], '.stage'],
      ['signal', [signalNet(), at('conv')], '.stage'],
      ['linear layer', [smallNet(), at('fc')], '.linear'],
      ['maps', [smallNet(), at('conv2', 'maps')], '.maps'],
      ['values', [smallNet(), at('fc', 'maps')], '.values'],
      ['blocked maps', [unknownNet(), at('conv2', 'maps')], '.blocked'],
      ['symbolic layer', [symbolicNet(), at('conv1')], '.blocked'],
    ];
    const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
    for (const [theme, width] of [
      ['dark', 420],
      ['light', 1200],
      ['hc-dark', 1200],
      ['hc-light', 420],
    ] as [Theme, number][]) {
      it(`has nothing that axe objects to, in ${theme} at ${width} px`, async () => {
        const opened = await harness.open({ theme, width });
        open.push(opened);
        for (const [name, messages, ready] of scenes) {
          for (const message of messages) await opened.post(message);
          await opened.page.waitForSelector(ready);
          await opened.page.evaluate(axe);
          const found = await opened.page.evaluate(async () => {
            const result = await (
              window as unknown as {
                axe: {
                  run: (
                    where: Document,
                    options: object,
                  ) => Promise<{
                    violations: { id: string; nodes: { html: string; failureSummary: string }[] }[];
                  }>;
                };
              }
            ).axe.run(document, { resultTypes: ['violations'] });
            return result.violations.map(
              (v) =>
                `${v.id}: ${v.nodes[0]?.html.slice(0, 160)} ${v.nodes[0]?.failureSummary.slice(0, 200)}`,
            );
          });
          assert.deepEqual(found, [], name);
        }
      });
    }
    for (const width of [320, 420, 640, 1200]) {
      it(`never needs sideways scrolling, at ${width} px`, async () => {
        const opened = await harness.open({ width });
        open.push(opened);
        for (const [name, messages, ready] of scenes) {
          for (const message of messages) await opened.post(message);
          await opened.page.waitForSelector(ready);
          const [inner, outer] = await opened.page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          assert.ok(inner! <= outer!, `${name}: ${inner} in ${outer}`);
          const cut = await opened.page.evaluate(() =>
            [
              ...document.querySelectorAll<HTMLElement>(
                '.stage canvas, .stage .stepper, .transport > *, .map, .kernel-edit, .problem',
              ),
            ]
              .filter((node) => {
                const box = node.getBoundingClientRect();
                return box.width > 0 && (box.right > window.innerWidth + 1 || box.left < -1);
              })
              .map((node) => node.className || node.tagName),
          );
          assert.deepEqual(cut, [], name);
        }
      });
    }
    it('has targets of at least 24 pixels, links in sentences and grid cells excepted', async () => {
      const opened = await harness.open({ width: 420 });
      open.push(opened);
      for (const [name, messages, ready] of scenes) {
        for (const message of messages) await opened.post(message);
        await opened.page.waitForSelector(ready);
        const small = await opened.page.evaluate(() =>
          [...document.querySelectorAll<HTMLElement>('button:not(.link), select, input')]
            .filter((node) => {
              const box = node.getBoundingClientRect();
              return (
                box.width > 0 &&
                (box.height < 23.5 || box.width < 23.5) &&
                !node.classList.contains('name')
              );
            })
            .map(
              (node) =>
                `${node.className || node.tagName} ${node.getBoundingClientRect().width}×${node.getBoundingClientRect().height}`,
            ),
        );
        assert.deepEqual(small, [], name);
      }
    });
  });
});
