/** Input sizes in VS Code: what "Set Input Size…" offers, checks and remembers, the comment, "What sizes work?", and where sizes are taken from. */
import * as vscode from 'vscode';
import {
  fitted,
  mistakeIn,
  typedItem,
  workingItems,
  workingText,
} from '../../../src/editor/sizeItems';
import { api, check, equal, hint, lens, pick, remove, replace, write } from '../help';

const net = `import torch
from torch import nn


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        return self.conv(x)
`;

const unet = `import torch
from torch import nn


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.MaxPool2d(4)
        self.up = nn.ConvTranspose2d(8, 8, 4, stride=4)

    def forward(self, x):
        a = self.down(x)
        return torch.cat([self.up(self.pool(a)), a], 1)
`;

describe('input sizes', () => {
  before(async () => {
    await write(
      'train_tiny.py',
      'from torchvision import transforms\ncrop = transforms.CenterCrop(50)\nx = torch.randn(1, 1, 28, 28)\n',
    );
  });
  after(() => remove('train_tiny.py'));

  it('offers sizes of the project with their place, data sets, and what is used now', async () => {
    const { inputs, reports } = await api();
    const document = await write('tiny.py', `# the input is (N, 3, 40, 40)\n${net}`);
    await hint(document, '9: ~8×38×38 · 224');
    const { source, report } = reports.latest(document.uri.toString())!;
    const items = await inputs.items(source, report.models[0]!);
    const texts = items.map((i) => `${i.label} ${i.description ?? ''} ${i.detail ?? ''}`.trim());
    for (const expected of [
      'N×3×40×40 comment in line 1',
      'Found in the project',
      '1×3×50×50 train_tiny.py:2 transforms.CenterCrop(50)',
      'Common data sets',
      '1×3×32×32 CIFAR',
      '1×3×224×224 ImageNet',
    ])
      check(texts.includes(expected), `${expected} is not among ${texts.join(' | ')}`);
    // A size for grey pictures is none for this model.
    check(!texts.some((t) => t.includes('28×28')), 'no grey picture');
    await remove('tiny.py');
  });

  it('remembers a choice per model, forgets it, and follows it in hints and lens', async () => {
    const { inputs, reports } = await api();
    const document = await write('tiny.py', net);
    await hint(document, '8: 8×(H - 2)×(W - 2) · 224');
    const { source } = reports.latest(document.uri.toString())!;
    await inputs.choose(source, reports, 'Tiny', '2x3x20x24');
    await hint(document, '8: 8×18×22 · 224');
    equal(inputs.of(source), { Tiny: '2x3x20x24' });
    await lens(document, 'Input 2×3×20×24 (chosen)');
    const { report } = reports.latest(source.key)!;
    const items = await inputs.items(source, report.models[0]!);
    check(
      items.some((i) => i.action === 'forget'),
      'the choice can be forgotten',
    );
    await inputs.set(source, 'Tiny', undefined);
    reports.refresh(source.key);
    await hint(document, '8: 8×(H - 2)×(W - 2) · 224');
    equal(inputs.of(source), {});
    await remove('tiny.py');
  });

  it('is driven by the keyboard', async () => {
    const { inputs, reports } = await api();
    const document = await write('tiny.py', net);
    await lens(document, '◇ Input N×3×H×W');
    const { source } = reports.latest(document.uri.toString())!;
    // The first row is what is used now, the second what the project states.
    const start = (): Thenable<unknown> => vscode.commands.executeCommand('convlens.setInputSize');
    await pick(start, 1, () => inputs.of(source)['Tiny'] !== undefined);
    await hint(document, '8: 8×48×48 · 224');
    await inputs.set(source, 'Tiny', undefined);
    reports.refresh(source.key);
    await remove('tiny.py');
  });

  it('says what is wrong with a size', () => {
    const wanted = ['N', 3, 'H', 'W'];
    equal(mistakeIn('1x3x224x224', wanted), null);
    equal(mistakeIn('Nx3xHxW', wanted), null);
    equal(mistakeIn('3x64x64', wanted), null);
    equal(mistakeIn('1x4x32x32', wanted), '4 channels, but the first layer takes 3');
    equal(mistakeIn('32x32', wanted), '2 sizes, but the model takes 4: N×3×H×W');
    equal(mistakeIn('1x3x', wanted), '"1x3x" lacks a size: write it as 1x3x224x224');
    equal(typedItem('imagenet', wanted), undefined);
    equal(typedItem('1×3×64×64', wanted)?.size, '1x3x64x64');
    equal(typedItem('1x4x64x64', wanted)?.size, null);
    equal(fitted({ sizes: [null, null, 54, 54] }, wanted), '1x3x54x54');
    equal(fitted({ sizes: [8, 1, 28, 28] }, wanted), null);
  });

  it('writes a size as a comment, and then over it', async () => {
    const { inputs, reports } = await api();
    const document = await write('tiny.py', net);
    await lens(document, '◇ Input N×3×H×W');
    const { source } = reports.latest(document.uri.toString())!;
    await inputs.choose(source, reports, 'Tiny', '1x3x20x20');
    await lens(document, 'Input 1×3×20×20 (chosen)');
    const comment = async (size: string | null): Promise<void> => {
      const latest = reports.latest(source.key)!;
      await inputs.writeComment(latest.source, reports, latest.report.models[0]!, size);
    };
    await comment(null);
    await lens(document, 'Input 1×3×20×20 (comment in line 5)');
    check(document.getText().includes('\n# convlens: input=1x3x20x20\nclass Tiny'), 'the comment');
    equal(inputs.of(source), {});
    await comment('1x3x9x9');
    await lens(document, 'Input 1×3×9×9 (comment in line 5)');
    equal(document.getText().split('# convlens').length, 2);
    await document.save();
    await remove('tiny.py');
  });

  it('answers what sizes work, from the condition in the lens', async () => {
    const { reports } = await api();
    const document = await write('unet.py', unet);
    const condition = await lens(document, 'needs H and W divisible by 4');
    equal(condition.command, 'convlens.whatSizesWork');
    const { source } = reports.latest(document.uri.toString())!;
    const sizes = await reports.workingSizes(source, 'UNet');
    check(sizes, 'an answer');
    equal(workingText(sizes), 'H and W divisible by 4 · 1×3×4×4 is the smallest');
    equal(
      workingItems(sizes)
        .slice(0, 4)
        .map((i) => `${i.label} ${i.description ?? ''}`.trim()),
      ['1×3×4×4 the smallest', '1×3×8×8', '1×3×12×12', '1×3×32×32 CIFAR'],
    );
    await remove('unet.py');
  });

  it('takes sizes only from where the settings allow', async () => {
    const document = await write('tiny.py', `# the input is (N, 3, 40, 40)\n${net}`);
    await hint(document, '9: ~8×38×38 · 224');
    const settings = vscode.workspace.getConfiguration('convlens');
    const target = vscode.ConfigurationTarget.Workspace;
    try {
      await settings.update('inputSources', ['annotation', 'dataSet'], target);
      await hint(document, '9: 8×(H - 2)×(W - 2) · 224');
    } finally {
      await settings.update('inputSources', undefined, target);
    }
    await hint(document, '9: ~8×38×38 · 224');
    await replace(document, '40, 40', '41, 41');
    await hint(document, '9: ~8×39×39 · 224');
    await document.save();
    await remove('tiny.py');
  });
});
