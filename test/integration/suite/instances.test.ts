/** Several instances of one definition: the common form, the list in the hover, one picked from the lens; and hints that can be clicked. */
import * as vscode from 'vscode';
import {
  api,
  check,
  equal,
  hint,
  hover,
  lens,
  open,
  pick,
  rawHints,
  run,
  until,
  untitled,
} from '../help';

describe('instances of a block', () => {
  it('shows their common form, and lists them in the hover', async () => {
    const document = await open('resnet_small.py');
    await hint(document, '10: 16–64×… ×3');
    await hint(document, '19: N×16–64×…');
    const text = await hover(document, 'nn.Conv2d(in_channels, out_channels, 3');
    for (const part of ['3 instances', '`blocks.0.conv1`', '`blocks.2.conv1`'])
      check(text.includes(part), `${part} is not in ${text.slice(0, 600)}`);
  });

  it('lets one be picked, which the hints then follow', async () => {
    const { instances, reports } = await api();
    const document = await open('resnet_small.py');
    const block = await lens(document, 'Block ×3: 16–32×… → 16–64×…');
    equal(block.command, 'convlens.pickInstance');
    const { source } = reports.latest(document.uri.toString())!;
    try {
      instances.pick(source, 'Block', '0:blocks.1');
      const all = await hint(document, '10: 32×h×w · 4,608');
      check(all.includes('12: keeps h×w'), all.join(' | '));
      // Of the shortcut, the one that this instance has.
      check(!all.some((h) => h.startsWith('16: 32–64')), all.join(' | '));
      check(!all.some((h) => h.startsWith('14: ')), all.join(' | '));
      await lens(document, 'blocks.1 is shown: 16×H×W → 32×');
    } finally {
      instances.pick(source, 'Block', null);
    }
    await hint(document, '10: 16–64×… ×3');
  });

  it('asks which one from the lens', async () => {
    const { instances, reports } = await api();
    const document = await open('resnet_small.py');
    await lens(document, 'Show one');
    const { source } = reports.latest(document.uri.toString())!;
    const uri = document.uri.toString();
    const start = (): Thenable<unknown> =>
      vscode.commands.executeCommand('convlens.pickInstance', uri, 'Block');
    // After the row for all of them.
    await pick(start, 1, () => instances.of(source).size > 0);
    equal(instances.of(source).get('Block'), '0:blocks.0');
    instances.pick(source, 'Block', null);
  });
});

describe('a function that makes several parts', () => {
  it('has a lens, and its hints follow what is picked', async () => {
    const { instances, reports } = await api();
    const document = await untitled(`from torch import nn


def conv_norm(a, b):
    return nn.Sequential(
        nn.Conv2d(a, b, 3),
        nn.BatchNorm2d(b),
    )


class Net(nn.Module):
    # convlens: input=1x3x8x8
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(conv_norm(3, 4), conv_norm(4, 8))

    def forward(self, x):
        return self.body(x)
`);
    await hint(document, '6: 4–8×4–6×4–6 ×2');
    await lens(document, 'conv_norm ×2: 3–4×6–8×6–8 → 4–8×4–6×4–6');
    const { source } = reports.latest(document.uri.toString())!;
    instances.pick(source, 'conv_norm', '0:body.1');
    await hint(document, '6: 8×4×4 · 296');
    await lens(document, 'body.1 is shown: 4×6×6 → 8×4×4');
  });
});

describe('the parts of a hint', () => {
  it('go to the layer that set the size', async () => {
    const document = await untitled(`import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=1x3x32x32
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 5)
        self.second = nn.Conv2d(8, 8, kernel_size=3, padding=1)

    def forward(self, x):
        return self.second(torch.relu(self.first(x)))
`);
    await hint(document, '10: keeps 28×28');
    const found = (await rawHints(document))!.filter((h) => h.position.line === 9);
    const padding = found.find(
      (h) => typeof h.label !== 'string' && h.label[0]!.value.startsWith('keeps'),
    )!;
    // It stands behind the argument, not behind the call.
    equal(
      document.getText(
        new vscode.Range(9, padding.position.character - 9, 9, padding.position.character),
      ),
      'padding=1',
    );
    const part = (padding.label as vscode.InlayHintLabelPart[]).at(-1)!;
    // The command of a part is not always handed on to the one who asks (hosts differ): the UI test clicks it.
    equal(part.value, '28×28');
    if (part.command) await run(part.command);
    else
      await run({
        title: '',
        command: 'convlens.goTo',
        arguments: [document.uri.toString(), document.getText().indexOf('nn.Conv2d(3')],
      });
    equal(vscode.window.activeTextEditor!.selection.start.line, 8);
  });

  it('are short, with all of it in the tooltip', async () => {
    const document = await untitled(`from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 512, 7, stride=3, padding=2)
        self.b = nn.Conv2d(512, 512, 7, stride=3, padding=2)

    def forward(self, x):
        return self.b(self.a(x))
`);
    const found = await until('the hints', async () => {
      const all = await rawHints(document);
      return all?.some((h) => h.position.line === 7) && all;
    });
    for (const { label } of found) {
      const text = typeof label === 'string' ? label : label.map((p) => p.value).join('');
      check(text.length <= 28, `${text} is too long`);
    }
    const last = found.find(
      (h) =>
        h.position.line === 7 && typeof h.label !== 'string' && h.label[0]!.value.startsWith('512'),
    )!;
    const tooltip = (last.label as vscode.InlayHintLabelPart[])[0]!
      .tooltip as vscode.MarkdownString;
    check(tooltip.value.includes('`h = H//9`'), tooltip.value);
  });
});
