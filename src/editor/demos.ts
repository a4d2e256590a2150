/** The demos of the palette: real code in an untitled editor, and the explorer at the right place, playing. */
import * as vscode from 'vscode';
import type { ExplorerDemo } from '../protocol/explorer';
import type { ExplorerPanel } from './panel/explorerPanel';
import { sourceOf } from './sources';
import type { Reports } from './reports';

interface Demo {
  readonly command: string;
  readonly code: string;
  readonly entry: string;
  readonly demo: Omit<ExplorerDemo, 'entry'>;
}

const head = `import torch.nn as nn
`;

const still = {
  view: 'layer',
  selection: { path: 'conv', call: 0 },
  input: null,
  picture: null,
  parameters: {},
  outChannel: 0,
  playing: true,
  speed: 4,
  useCount: false,
} as const;

export const demos: readonly Demo[] = [
  {
    command: 'convlens.demo.filters',
    entry: 'Filters()',
    code: `${head}

# 64 filters of 3×3 slide over a grey picture of 32×32 pixels. Each filter sees every patch of 3×3 once,
# and a side of 32 holds only 30 such patches: 64 feature maps of 30×30.
#
# One filter has 3·3 weights and a bias, so all of them have 64·3·3 + 64 = 640 parameters.
# A fully connected layer that makes 64·30·30 outputs of 32·32 inputs needs 59,040,000.
class Filters(nn.Module):
    # convlens: input=1x1x32x32
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(in_channels=1, out_channels=64, kernel_size=3)

    def forward(self, picture):
        return self.conv(picture)
`,
    demo: { ...still, speed: 16 },
  },
  {
    command: 'convlens.demo.padding',
    entry: 'Padded()',
    code: `${head}

# A 3×3 filter over a 5×5 picture fits 3 times along each side: the result is 3×3.
# A border of zeros makes the picture 7×7, and the same filter now gives 5×5: the size is kept.
class Padded(nn.Module):
    # convlens: input=1x1x5x5
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, kernel_size=3, padding=1)

    def forward(self, picture):
        return self.conv(picture)
`,
    demo: {
      ...still,
      input: {
        shape: [1, 5, 5],
        values: Array.from({ length: 25 }, (_, i) =>
          i % 5 === 2 || Math.floor(i / 5) === 2 ? 1 : 0,
        ),
      },
      parameters: {
        'conv.weight': { shape: [1, 1, 3, 3], values: [1, 1, 1, 1, 1, 1, 1, 1, 1] },
        'conv.bias': { shape: [1], values: [0] },
      },
      useCount: false,
    },
  },
  {
    command: 'convlens.demo.patternMatch',
    entry: 'Matcher()',
    code: `${head}

# Which patches of a picture look like the pattern
#     1 0
#     0 0
# One filter that is this very pattern finds them: four weights, wherever the pattern stands.
# A fully connected layer would have to learn it anew for every position.
class Matcher(nn.Module):
    # convlens: input=1x1x4x4
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, kernel_size=2, bias=False)

    def forward(self, picture):
        return self.conv(picture)
`,
    demo: {
      ...still,
      speed: 1,
      input: { shape: [1, 4, 4], values: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0] },
      parameters: { 'conv.weight': { shape: [1, 1, 2, 2], values: [1, 0, 0, 0] } },
    },
  },
];

/** Opens a demo's code and shows it. */
export async function runDemo(demo: Demo, panel: ExplorerPanel, reports: Reports): Promise<void> {
  const document = await vscode.workspace.openTextDocument({
    language: 'python',
    content: demo.code,
  });
  await vscode.window.showTextDocument(document, {
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
  const found = await reports.of(document);
  const source = found?.source ?? sourceOf(document);
  if (!source) return;
  await panel.show(source, {
    entry: demo.entry,
    selection: demo.demo.selection,
    view: demo.demo.view,
    demo: { ...demo.demo, entry: demo.entry },
  });
}
