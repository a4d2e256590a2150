/** Picture sizes that a file's data sets and transforms give: `MNIST(…)`, `CIFAR10(…)`, `Resize((54, 54))`, `CenterCrop(224)`. */
import type { Call, Expression, Statement } from '../../syntax/ast';
import { walk } from '../../syntax/walk';

/** Channels, rows, columns of data sets as their loaders deliver them; null: pictures of many sizes. */
const dataSets: Readonly<Record<string, readonly [number, number, number]>> = {
  MNIST: [1, 28, 28],
  FashionMNIST: [1, 28, 28],
  KMNIST: [1, 28, 28],
  EMNIST: [1, 28, 28],
  QMNIST: [1, 28, 28],
  USPS: [1, 16, 16],
  CIFAR10: [3, 32, 32],
  CIFAR100: [3, 32, 32],
  SVHN: [3, 32, 32],
  STL10: [3, 96, 96],
  Omniglot: [1, 105, 105],
  PCAM: [3, 96, 96],
  RenderedSST2: [3, 448, 448],
  SEMEION: [1, 16, 16],
};

/** Transforms whose last one decides the size. */
const resizing = new Set(['Resize', 'CenterCrop', 'RandomCrop', 'RandomResizedCrop', 'RandomSizedCrop']);

export interface PictureSize {
  readonly channels: number | null;
  readonly size: readonly [number, number] | null;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The sizes stated by one group of statements (offsets as in the nodes). */
export function pictureSizes(body: readonly Statement[]): PictureSize[] {
  const found: PictureSize[] = [];
  let channels: number | null = null;
  walk(body, (node) => {
    if (node.kind !== 'Call') return;
    const name = lastName(node.callee);
    const set = name === null ? undefined : dataSets[name];
    if (name && set) {
      channels ??= set[0];
      found.push({ channels: set[0], size: [set[1], set[2]], text: name, start: node.start, end: node.end });
    } else if (name && resizing.has(name)) {
      const size = sizeOf(node, name);
      if (size) found.push({ channels: null, size, text: `${name}(${size.join(', ')})`, start: node.start, end: node.end });
    } else if (name === 'Grayscale') {
      const output = node.arguments.find((a) => a.name === 'num_output_channels' || a.form === 'positional');
      const value = output ? integer(output.value) : 1;
      if (value !== null)
        found.push({ channels: value, size: null, text: 'Grayscale', start: node.start, end: node.end });
    }
  });
  return found;
}

/** One size out of all that was found: the last transform's, else the data set's. null where they disagree with nothing to choose by. */
export function choosePictureSize(found: readonly PictureSize[]): (PictureSize & { size: readonly [number, number] }) | null {
  const sized = found.filter((f): f is PictureSize & { size: readonly [number, number] } => f.size !== null);
  const transforms = sized.filter((f) => f.channels === null);
  const last = transforms[transforms.length - 1] ?? sized[0];
  if (!last) return null;
  const channels = found.filter((f) => f.channels !== null).pop()?.channels ?? null;
  return { ...last, channels };
}

function lastName(callee: Expression): string | null {
  if (callee.kind === 'Name') return callee.id;
  return callee.kind === 'Attribute' ? callee.attribute : null;
}

/** `Resize(54)` scales the shorter side only, so that one number says nothing of the other side; crops are square. */
function sizeOf(call: Call, name: string): readonly [number, number] | null {
  const argument = call.arguments.find((a) => a.name === 'size') ?? call.arguments.find((a) => a.form === 'positional');
  if (!argument) return null;
  const { value } = argument;
  if (value.kind === 'Tuple' || value.kind === 'List') {
    const [height, width] = value.elements.map(integer);
    return height && width && value.elements.length === 2 ? [height, width] : null;
  }
  const side = integer(value);
  return side && name !== 'Resize' ? [side, side] : null;
}

function integer(expression: Expression): number | null {
  return expression.kind === 'Constant' && expression.type === 'int' ? (expression.value as number) : null;
}
