/** Every kind of quick fix: a mistake, what is offered for it, and the line that each offer leaves. Run without VS Code, and in it. */

/** One mistake, and all that is offered for it. */
export interface FixCase {
  readonly name: string;
  readonly rule: string;
  readonly code: string;
  /** In the order of the menu: title → the lines that are new after it. */
  readonly fixes: Readonly<Record<string, string>>;
  /** The title of the one right fix; none: there are several, or it is a matter of taste. */
  readonly preferred: string | null;
}

/** A network with these lines in its constructor and in `forward`. */
function net(input: string, layers: readonly string[], forward: readonly string[]): string {
  const indented = (lines: readonly string[]): string =>
    lines.map((l) => `        ${l}\n`).join('');
  return `import torch
from torch import nn


class Net(nn.Module):
    # convlens: input=${input}
    def __init__(self):
        super().__init__()
${indented(layers)}
    def forward(self, x):
${indented(forward)}`;
}

const script = (...lines: string[]): string =>
  `import torch\nfrom torch import nn\n\n${lines.join('\n')}\n`;

const lazy = 'Use LazyLinear, which takes the size from its first input';
const keeps = (padding: number, name: string): string =>
  `Set padding=${padding} in ${name}, which keeps the size`;

export const fixCases: readonly FixCase[] = [
  {
    name: 'in_features, as a product where it was one',
    rule: 'linear-in-features',
    code: net(
      '1x1x32x32',
      [
        'self.conv1 = nn.Conv2d(1, 6, 5)',
        'self.conv2 = nn.Conv2d(6, 16, 5)',
        'self.pool = nn.MaxPool2d(2)',
        'self.fc1 = nn.Linear(16 * 4 * 4, 120)',
      ],
      [
        'x = self.pool(torch.relu(self.conv1(x)))',
        'x = self.pool(torch.relu(self.conv2(x)))',
        'return self.fc1(torch.flatten(x, 1))',
      ],
    ),
    fixes: {
      'Change to 16 * 5 * 5': 'self.fc1 = nn.Linear(16 * 5 * 5, 120)',
      [lazy]: 'self.fc1 = nn.LazyLinear(120)',
    },
    preferred: 'Change to 16 * 5 * 5',
  },
  {
    name: 'in_features, as a number where it was one, by keyword',
    rule: 'linear-in-features',
    code: net(
      '1x3x32x32',
      ['self.conv = nn.Conv2d(3, 8, 3)', 'self.fc = nn.Linear(in_features=999, out_features=10)'],
      ['return self.fc(torch.flatten(self.conv(x), 1))'],
    ),
    fixes: {
      'Change 999 to 7200': 'self.fc = nn.Linear(in_features=7200, out_features=10)',
      [lazy]: 'self.fc = nn.LazyLinear(out_features=10)',
    },
    preferred: 'Change 999 to 7200',
  },
  {
    name: 'in_channels of the layer before',
    rule: 'conv-in-channels',
    code: net(
      '1x3x32x32',
      ['self.conv1 = nn.Conv2d(3, 8, 3)', 'self.conv2 = nn.Conv2d(16, 32, 3)'],
      ['return self.conv2(self.conv1(x))'],
    ),
    fixes: { 'Change 16 to 8': 'self.conv2 = nn.Conv2d(8, 32, 3)' },
    preferred: 'Change 16 to 8',
  },
  {
    name: 'num_features of what arrives',
    rule: 'norm-features',
    code: net(
      '1x3x32x32',
      ['self.conv = nn.Conv2d(3, 8, 3)', 'self.norm = nn.BatchNorm2d(16)'],
      ['return self.norm(self.conv(x))'],
    ),
    fixes: { 'Change 16 to 8': 'self.norm = nn.BatchNorm2d(8)' },
    preferred: 'Change 16 to 8',
  },
  {
    name: 'input_size of what arrives',
    rule: 'rnn-input-size',
    code: net(
      '4x7x12',
      ['self.lstm = nn.LSTM(10, 20, batch_first=True)'],
      ['x, _ = self.lstm(x)', 'return x'],
    ),
    fixes: { 'Change 10 to 12': 'self.lstm = nn.LSTM(12, 20, batch_first=True)' },
    preferred: 'Change 10 to 12',
  },
  {
    name: 'a forgotten flatten',
    rule: 'linear-in-features',
    code: net(
      '1x3x8x8',
      ['self.conv = nn.Conv2d(3, 4, 3, padding=1)', 'self.fc = nn.Linear(4 * 8 * 8, 10)'],
      ['x = self.conv(x)', 'return self.fc(x)'],
    ),
    fixes: { 'Insert torch.flatten(…, 1)': 'return self.fc(torch.flatten(x, 1))' },
    preferred: 'Insert torch.flatten(…, 1)',
  },
  {
    name: 'a forgotten flatten in a Sequential',
    rule: 'linear-in-features',
    code: script(
      'model = nn.Sequential(',
      '    nn.Conv2d(3, 4, 3, padding=1),',
      '    nn.Linear(4 * 8 * 8, 10),',
      ')',
      'model(torch.randn(1, 3, 8, 8))',
    ),
    fixes: { 'Insert nn.Flatten() before': 'nn.Flatten(), nn.Linear(4 * 8 * 8, 10),' },
    preferred: 'Insert nn.Flatten() before',
  },
  {
    name: 'channels last',
    rule: 'channel-order',
    code: script(
      'conv = nn.Conv2d(3, 8, 3)',
      'pictures = torch.randn(4, 32, 32, 3)',
      'maps = conv(pictures)',
    ),
    fixes: { 'Insert .permute(0, 3, 1, 2)': 'maps = conv(pictures.permute(0, 3, 1, 2))' },
    preferred: 'Insert .permute(0, 3, 1, 2)',
  },
  {
    name: 'padding that keeps the size, in a residual',
    rule: 'broadcast-sizes',
    code: net(
      '1x8x32x32',
      ['self.conv = nn.Conv2d(8, 8, kernel_size=5, padding=1)'],
      ['return x + torch.relu(self.conv(x))'],
    ),
    fixes: { [keeps(2, 'conv')]: 'self.conv = nn.Conv2d(8, 8, kernel_size=5, padding=2)' },
    preferred: keeps(2, 'conv'),
  },
  {
    name: 'padding that keeps the size, before a cat',
    rule: 'cat-sizes',
    code: net(
      '1x8x32x32',
      ['self.a = nn.Conv2d(8, 8, 1)', 'self.b = nn.Conv2d(8, 8, 3)'],
      ['return torch.cat([self.a(x), self.b(x)], 1)'],
    ),
    fixes: { [keeps(1, 'b')]: 'self.b = nn.Conv2d(8, 8, 3, padding=1)' },
    preferred: keeps(1, 'b'),
  },
  {
    name: 'padding for a kernel that is larger than its input',
    rule: 'kernel-larger-than-input',
    code: net(
      '1x1x8x8',
      ['self.pool = nn.MaxPool2d(2)', 'self.conv = nn.Conv2d(1, 8, 5)'],
      ['return self.conv(self.pool(x))'],
    ),
    fixes: { [keeps(2, 'conv')]: 'self.conv = nn.Conv2d(1, 8, 5, padding=2)' },
    preferred: null,
  },
  {
    name: 'output_padding',
    rule: 'broadcast-sizes',
    code: net(
      '1x1x28x28',
      [
        'self.down = nn.Conv2d(1, 8, 3, stride=2, padding=1)',
        'self.up = nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1)',
      ],
      ['return x - self.up(self.down(x))'],
    ),
    fixes: {
      'Set output_padding=1 in up':
        'self.up = nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1, output_padding=1)',
    },
    preferred: 'Set output_padding=1 in up',
  },
  {
    name: 'output_padding that is too large',
    rule: 'output-padding',
    code: net(
      '1x8x28x28',
      ['self.up = nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1, output_padding=2)'],
      ['return self.up(x)'],
    ),
    fixes: {
      'Change 2 to 1':
        'self.up = nn.ConvTranspose2d(8, 1, 3, stride=2, padding=1, output_padding=1)',
    },
    preferred: 'Change 2 to 1',
  },
  {
    name: 'groups: the nearest divisors of both channel counts',
    rule: 'groups-divide',
    code: net(
      '1x12x32x32',
      ['self.conv = nn.Conv2d(12, 24, 3, groups=5)'],
      ['return self.conv(x)'],
    ),
    fixes: {
      'Change 5 to 4': 'self.conv = nn.Conv2d(12, 24, 3, groups=4)',
      'Change 5 to 6': 'self.conv = nn.Conv2d(12, 24, 3, groups=6)',
    },
    preferred: null,
  },
  {
    name: 'num_groups: the nearest divisors',
    rule: 'groupnorm-divides',
    code: net('1x24x8x8', ['self.norm = nn.GroupNorm(7, 24)'], ['return self.norm(x)']),
    fixes: {
      'Change 7 to 6': 'self.norm = nn.GroupNorm(6, 24)',
      'Change 7 to 8': 'self.norm = nn.GroupNorm(8, 24)',
    },
    preferred: null,
  },
  {
    name: 'num_heads: the nearest divisors',
    rule: 'attention-heads',
    code: script('attention = nn.MultiheadAttention(512, 7)'),
    fixes: {
      'Change 7 to 8': 'attention = nn.MultiheadAttention(512, 8)',
      'Change 7 to 4': 'attention = nn.MultiheadAttention(512, 4)',
    },
    preferred: null,
  },
  {
    name: 'view of axes that were moved',
    rule: 'view-needs-contiguous',
    code: script('x = torch.randn(2, 3, 4, 5)', 'y = x.permute(0, 2, 3, 1).view(2, -1)'),
    fixes: { 'Change view to reshape': 'y = x.permute(0, 2, 3, 1).reshape(2, -1)' },
    preferred: 'Change view to reshape',
  },
  {
    name: 'view that changes the batch, with the Linear behind it',
    rule: 'view-changes-batch',
    code: net(
      '50x1x28x28',
      ['self.conv = nn.Conv2d(1, 16, 5, stride=4)', 'self.fc = nn.Linear(16 * 3 * 3, 10)'],
      ['x = self.conv(x).view(-1, 16 * 3 * 3)', 'return self.fc(x)'],
    ),
    fixes: {
      'Change to 16 * 6 * 6 here and in fc':
        'self.fc = nn.Linear(16 * 6 * 6, 10)\nx = self.conv(x).view(-1, 16 * 6 * 6)',
    },
    preferred: null,
  },
  {
    name: 'view of another number of elements',
    rule: 'view-elements',
    code: script('x = torch.randn(2, 3, 4)', 'y = x.view(2, 13)'),
    fixes: { 'Change 13 to 12': 'y = x.view(2, 12)' },
    preferred: 'Change 13 to 12',
  },
  {
    name: 'squeeze that drops the batch',
    rule: 'squeeze-drops-batch',
    code: net(
      'Nx3x32x32',
      ['self.pool = nn.AdaptiveAvgPool2d(1)'],
      ['return self.pool(x).squeeze()'],
    ),
    fixes: { 'Change to squeeze(-1).squeeze(-1)': 'return self.pool(x).squeeze(-1).squeeze(-1)' },
    preferred: 'Change to squeeze(-1).squeeze(-1)',
  },
  {
    name: "padding='same' with a stride",
    rule: 'padding-same-stride',
    code: script("conv = nn.Conv2d(3, 8, 3, stride=2, padding='same')"),
    fixes: { "Change 'same' to 1": 'conv = nn.Conv2d(3, 8, 3, stride=2, padding=1)' },
    preferred: "Change 'same' to 1",
  },
  {
    name: 'the missing call of super().__init__',
    rule: 'module-init',
    code: `from torch import nn


class Net(nn.Module):
    def __init__(self):
        self.conv = nn.Conv2d(1, 16, 5)

    def forward(self, x):
        return self.conv(x)
`,
    fixes: { 'Insert super().__init__()': 'super().__init__()' },
    preferred: 'Insert super().__init__()',
  },
  {
    name: '__int__ for __init__',
    rule: 'misspelled-init',
    code: `from torch import nn


class Net(nn.Module):
    def __int__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 16, 5)

    def forward(self, x):
        return self.conv(x)
`,
    fixes: { 'Change to __init__': 'def __init__(self):' },
    preferred: 'Change to __init__',
  },
  {
    name: 'a name that torch does not have',
    rule: 'unknown-name',
    code: script('layer = nn.Linaer(10, 5)'),
    fixes: { 'Change to Linear': 'layer = nn.Linear(10, 5)' },
    preferred: 'Change to Linear',
  },
  {
    name: 'the tuple of a recurrent layer',
    rule: 'not-a-tensor',
    code: net(
      '4x7x10',
      ['self.lstm = nn.LSTM(10, 20, batch_first=True)', 'self.fc = nn.Linear(20, 5)'],
      ['x = self.lstm(x)', 'return self.fc(x)'],
    ),
    fixes: { 'Take the first element: [0]': 'return self.fc(x[0])' },
    preferred: 'Take the first element: [0]',
  },
  {
    name: 'a layer that is made but not called',
    rule: 'not-a-tensor',
    code: net(
      '1x3x32x32',
      ['self.conv = nn.Conv2d(3, 8, 3)', 'self.pool = nn.MaxPool2d(2)'],
      ['x = nn.ReLU(self.conv(x))', 'return self.pool(x)'],
    ),
    fixes: { 'Call the layer: nn.ReLU()(…)': 'x = nn.ReLU()(self.conv(x))' },
    preferred: 'Call the layer: nn.ReLU()(…)',
  },
  {
    name: 'floats into an embedding',
    rule: 'index-type',
    code: script('table = nn.Embedding(10, 3)', 'vectors = table(torch.zeros(2, 3))'),
    fixes: { 'Add .long()': 'vectors = table(torch.zeros(2, 3).long())' },
    preferred: 'Add .long()',
  },
  {
    name: 'a batch that is missing',
    rule: 'rank',
    code: net('3x32x32', ['self.norm = nn.BatchNorm2d(3)'], ['return self.norm(x)']),
    fixes: { 'Add the batch axis: .unsqueeze(0)': 'return self.norm(x.unsqueeze(0))' },
    preferred: null,
  },
];

/** The lines of a text that an earlier one does not have, without their indent. */
export function newLines(before: string, after: string): string {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .map((line) => line.trim())
    .join('\n');
}
