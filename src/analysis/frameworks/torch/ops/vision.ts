/** The parts of torchvision.ops that are C++: roi_align, roi_pool, nms, deform_conv2d. The rest is run from its source. */
import { outputSize, type Window } from '../../../shape/window';
import { List, Tensor, Tuple } from '../../../interpreter/values';
import { type OpCall, perAxis, type Rule, sizesText, text } from './call';
import { type Row, row } from './row';
import { type Dim, floorDiv, fresh, mul } from './sizes';

/** Boxes: K×5 with the image's number, or a list of L×4, one per image. */
function boxCount(c: OpCall, boxes: unknown): Dim {
  if (boxes instanceof Tensor) {
    if (
      boxes.shape &&
      boxes.shape.length === 2 &&
      !c.mustEqual(boxes.shape[1]!, 5, 'boxes', 'boxes have five columns')
    )
      c.fail(
        'boxes',
        `${c.name}: boxes need five columns (image, x1, y1, x2, y2), not ${sizesText(boxes.shape)}.`,
        'AssertionError',
        {
          python: 'The boxes tensor shape is not correct as Tensor[K, 5]',
          tensor: boxes,
        },
      );
    return boxes.shape?.[0] ?? fresh();
  }
  if (boxes instanceof List || boxes instanceof Tuple) {
    let total = 0;
    for (const box of boxes.items) {
      const count = box instanceof Tensor ? box.shape?.[0] : undefined;
      if (typeof count !== 'number') return fresh();
      total += count;
    }
    return total;
  }
  return fresh();
}

/** K×C×output×output. */
function roi(positionSensitive: boolean): Rule {
  return (c, args) => {
    const input = c.tensor(args[0]);
    const size = perAxis(args[2], 2);
    const count = boxCount(c, args[1]);
    if (input.shape && input.shape.length !== 4)
      c.wrongRank(input, 'a 4-D tensor', 'Expected input to be 4D');
    const channels = input.shape?.[1] ?? fresh();
    const out = size === null || size === 'length' ? [fresh(), fresh()] : size;
    const kept = positionSensitive ? floorDiv(channels, mul(out[0]!, out[1]!)) : channels;
    return c.make([count, kept, ...out], { from: input, strides: null });
  };
}

const nms: Rule = (c, args) => {
  c.tensor(args[0], 'boxes');
  return c.make([fresh()], { dtype: 'int', strides: null });
};

const boxIou: Rule = (c, args) => {
  const [a, b] = [c.tensor(args[0], 'boxes1'), c.tensor(args[1], 'boxes2')];
  return c.make([a.shape?.[0] ?? fresh(), b.shape?.[0] ?? fresh()], { from: a, strides: null });
};

/** input, offset, weight, bias, stride, padding, dilation, mask. */
const deformable: Rule = (c, args) => {
  const [input, offset, weight] = [
    c.tensor(args[0]),
    c.tensor(args[1], 'offset'),
    c.tensor(args[2], 'weight'),
  ];
  const [stride, padding, dilation] = [args[4], args[5], args[6]].map((v) => perAxis(v, 2));
  const out = weight.shape?.[0] ?? fresh();
  const settings = [stride, padding, dilation];
  if (
    !input.shape ||
    input.shape.length !== 4 ||
    !weight.shape ||
    weight.shape.length !== 4 ||
    settings.some((s) => s === null || s === 'length')
  )
    return c.make([input.shape?.[0] ?? fresh(), out, fresh(), fresh()], {
      from: input,
      strides: undefined,
    });
  const [s, p, d] = settings as [Dim[], Dim[], Dim[]];
  const sizes = [0, 1].map((i): Dim => {
    const window: Window = {
      kernel: weight.shape![i + 2]!,
      stride: s[i]!,
      dilation: d[i]!,
      before: p[i]!,
      after: p[i]!,
    };
    return outputSize(input.shape![i + 2]!, window);
  });
  if (offset.shape && offset.shape.length === 4) {
    const area = mul(2, mul(weight.shape[2]!, weight.shape[3]!));
    if (!c.mustDivide(offset.shape[1]!, area, 'deform-offset', 'offsets per kernel position'))
      c.fail(
        'deform-offset',
        `deform_conv2d: ${text(offset.shape[1]!)} offset channels are no multiple of 2·${text(weight.shape[2]!)}·${text(weight.shape[3]!)} = ${text(area)}.`,
        'RuntimeError',
        {
          python: `the shape of the offset tensor at dimension 1 is not valid. It should be a multiple of 2 * weight.size[2] * weight.size[3].`,
          tensor: offset,
        },
      );
    else if (
      !sizes.every((n, i) =>
        c.mustEqual(n, offset.shape![i + 2]!, 'deform-offset', 'offsets per output position'),
      )
    )
      c.fail(
        'deform-offset',
        `deform_conv2d: offsets of ${sizesText(offset.shape.slice(2))} for an output of ${sizesText(sizes)}.`,
        'RuntimeError',
        {
          python: `offset output dims: (${text(offset.shape[2]!)}, ${text(offset.shape[3]!)}) - computed output dims: (${text(sizes[0]!)}, ${text(sizes[1]!)})`,
          tensor: offset,
        },
      );
  }
  return c.make([input.shape[0]!, out, ...sizes], { from: input, strides: null });
};

export const visionRows: readonly Row[] = [
  row(
    'roi_align',
    'vision',
    'input, boxes, output_size, spatial_scale=1.0, sampling_ratio=-1, aligned=False',
    roi(false),
  ),
  row('roi_pool', 'vision', 'input, boxes, output_size, spatial_scale=1.0', roi(false)),
  row(
    'ps_roi_align',
    'vision',
    'input, boxes, output_size, spatial_scale=1.0, sampling_ratio=-1',
    roi(true),
  ),
  row('ps_roi_pool', 'vision', 'input, boxes, output_size, spatial_scale=1.0', roi(true)),
  row('nms', 'vision', 'boxes, scores, iou_threshold', nms),
  row('batched_nms', 'vision', 'boxes, scores, idxs, iou_threshold', nms),
  row('box_iou', 'vision', 'boxes1, boxes2', boxIou),
  row(
    'deform_conv2d',
    'vision',
    'input, offset, weight, bias=None, stride=(), padding=(), dilation=(), mask=None',
    (c, args) =>
      deformable(
        c,
        args.map((a, i) => (a instanceof Tuple && a.items.length === 0 ? (i === 5 ? 0 : 1) : a)),
      ),
  ),
];
