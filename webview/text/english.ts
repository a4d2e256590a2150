/** Every sentence of the explorer, in English; `{x}` is put in. Short, plain, exact. */

export const english = {
  model: 'Model', layer: 'Layer', maps: 'Maps', views: 'Views',
  input: 'Input', output: 'Output', change: 'Change', models: 'Models of this file', modelAt: '{name}, line {n}',
  pin: 'Keep this layer when the cursor moves', axesNamed: 'channels × height × width', axesNamed1: 'channels × length', axesNamed3: 'channels × depth × height × width',

  statusExact: 'exact', statusAssumed: 'assumed', statusSymbolic: 'symbolic', statusUnknown: 'unknown', statusFailed: 'failed',
  noSize: 'no size found',
  fromDirective: 'directive in line {n}', fromAnnotation: 'annotation in line {n}', fromCall: 'call in line {n}', fromDataset: 'data set in line {n}', fromDefault: 'default in line {n}', fromComment: 'comment in line {n}', fromArgument: 'given',

  emptyTitle: 'No model in this file',
  emptyText: 'ConvLens looks for classes and functions that build layers (PyTorch, Keras, Flax, tfjs).',
  openExample: 'Open an example',
  waiting: 'Waiting for the editor',
  readingTitle: 'Reading imports', readingText: '{a} of {b} files',
  staleNote: 'Line {n} does not parse yet. Showing the last version that did.',
  stoppedNote: 'The analysis ended early: {reason}',
  versionTitle: 'This panel is of another version', versionText: 'Close the panel and open it again.',
  crashTitle: 'The view could not be drawn', crashAgain: 'Draw again',

  layers: 'Layer', parameters: 'Parameters', paramsShort: 'Params', macs: 'Multiply-adds', macsShort: 'MACs', flopsShort: 'FLOPs', total: 'Total',
  receptiveField: 'Receptive field', memory: 'Activation memory', kernel: 'Kernel', stride: 'Stride', padding: 'Padding', dilation: 'Dilation', groups: 'Groups',
  pipeline: 'Pipeline', table: 'Table', filter: 'Filter layers', filterShort: 'Filter', noMatch: 'No layer matches “{text}”.',
  count: 'Count', countMultiplies: 'multiplies only', countBias: 'with bias', countFlops: 'FLOPs (×2)',
  whoMultiplies: 'Multiply-adds: multiplies only, as fvcore counts.', whoBias: 'Multiply-adds: with bias, as torchinfo and ptflops count.', whoFlops: 'FLOPs: two per multiply-add, as the PyTorch FLOP counter counts.',
  times: '×{n}', repeated: 'repeated {n} times', unfold: 'Show the {n} blocks', line: 'line {n}', notReached: 'not reached', unknown: 'unknown', failed: 'failed', maybe: 'only on a branch',
  showInCode: 'Show in code', conditionLead: 'Fits only when:', setSize: 'Set a size', branchOf: 'beside the main line', joins: 'joins {list}', alsoReads: 'also reads {list}',
  shapesResume: 'shapes start again here', noNumbers: 'f({list})', callN: 'call {n}', modelInput: 'input', symbolWhere: '{name} = {text}',
  stepOf: '{i} of {n}',

  previousLayer: 'Previous layer', nextLayer: 'Next layer', slide: 'Slide', matrix: 'Matrix', drawnAs: 'Drawn as',
  channel: 'channel', previousChannel: 'Previous channel', nextChannel: 'Next channel', channelOf: '{i} of {n}', branch: 'Summand', previousBranch: 'Previous summand', nextBranch: 'Next summand',
  window: 'Window', products: 'Products', bias: 'bias', useCount: 'Use count', whole: 'Whole', near: 'Near', zoom: 'Part shown',
  restart: 'Start', stepBack: 'Step back', play: 'Play', pause: 'Pause', step: 'Step', position: 'Position of the window', speed: 'Speed', perSecond: '{n} per s', placeOf: '{i} of {n}', transport: 'Window',
  rowColumn: 'row {r}, column {c}', pinned: 'Kept. Esc lets go', kernelOf: 'Kernel of map {n}', kernelIn: 'input channel {n}',
  sumHead: 'Output {o} at row {r}, column {c}', fromProducts: '{n} products{p} + bias', fromProductsNoBias: '{n} products{p}, no bias', oneProduct: '1 product{p} + bias', oneProductNoBias: '1 product{p}, no bias', inPadding: ', {n} with padding',
  inputChannel: 'Input channel {n}:', sumOver: 'Sum over {n} channels', these: 'these', others: 'others', rounding: 'rounding', zeroProducts: '{n} zeros', gives: 'gives', copySum: 'Copy sum', copied: 'Copied',
  inputFeeds: 'Input at row {r}, column {c} = {v} feeds {n} of {m} outputs in this channel.',
  inputFeedsNone: 'Input at row {r}, column {c} = {v} feeds no output: no window reaches it.',
  paddingFeeds: 'Padding at row {r}, column {c}: a zero that feeds {n} outputs.',
  paddingCopies: 'Padding at row {r}, column {c}: a copy of row {sr}, column {sc} = {v}, feeds {n} outputs.',
  paddingIgnored: 'Padding at row {r}, column {c}: never the largest, it counts as −∞.',
  weightUses: 'Weight at row {r}, column {c} = {v} is used {n} times, once per output.', weightUsesPadding: 'Weight at row {r}, column {c} = {v} is used {n} times, once per output. {p} of them meet padding.', weightUsesSome: 'Weight at row {r}, column {c} = {v} is used {n} times.',
  usesLegend: 'Outputs fed by each pixel: {a} to {b}.', usesPadding: '{p} % of the products meet padding.', usesNoPadding: 'No padding: no product is spent on it.',
  unreadLast: 'Stride {s} leaves the last {what} unread (hatched).', unreadBetween: 'Stride {s} skips over {what} (hatched).',
  rowAndColumn: 'row and column', rowsAndColumns: '{n} rows and columns', oneRowAndColumn: 'one row and column', oneRow: 'one row', oneColumn: 'one column', row: 'row', rows: '{n} rows', column: 'column', columns: '{n} columns', unreadPadding: 'Stride {s} leaves {what} of padding unread (hatched).',
  largestOf: 'Largest of the window', averageOf: 'Average of {n}', sumOf: 'Sum of {n} tensors', pointwiseOf: 'Each value by itself', batchNormOf: '(x − mean) / √(variance + ε) · weight + bias, with the running statistics',
  spokenOutput: 'output row {r} column {c} = {v}, from {n} products', spokenOutputPlain: 'output row {r} column {c} = {v}', spokenInput: 'input row {r} column {c} = {v}, outputs fed: {n}', spokenPadding: 'padding, row {r} column {c}, outputs fed: {n}', spokenWeight: 'weight row {r} column {c} = {v}, used {n} times',
  heightWidth: 'Output height and width',

  linearIntro: 'Every output is a sum over all inputs: one row of the weight matrix each.', linearOutput: 'Output {n} of {m}', linearTerms: 'The {n} largest products of {m}', linearInput: 'Input', linearWeight: 'Weight', linearProduct: 'Product', linearFrom: 'from', strips: 'Input · weight = product, all {n}',
  matrixIntro: 'The same convolution, written as the matrix of a fully connected layer: one row per output, one column per input pixel. Blank entries are weights it does not have; equal colours are one shared weight.',
  matrixRow: 'Row {o}: output ({r}, {c}) reads {n} of {m} pixels.', matrixShared: 'This weight stands at {n} places of the matrix.', matrixSmall: 'Drawn for one channel and a {a} × {b} input.', matrixSpoken: 'output {o}, input {i}: {v}', blank: 'blank', matrixSize: 'Matrix {a} × {b}',
  compare: 'This layer, and the fully connected layer with the same input and output', convolution: 'convolution', fullyConnected: 'fully connected', areaNote: 'Drawn to scale, area for area: the small square fits into the large one {n} times.',

  numbersDimensions: 'Drawn as numbers only: a window in three dimensions has no flat picture.',
  numbersSymbolic: 'Drawn as numbers only: some sizes are not numbers yet.',
  numbersOperation: 'Drawn as numbers only: {op} is not a sliding window.',
  numbersSize: 'Drawn as numbers only: its weight matrix is too large to draw.',
  numbersUnknown: 'Drawn as numbers only: what happens here is not known.',
  settings: 'Settings', none: 'none', shapeLabel: 'Shape',
  needNumbers: 'Pictures need numbers.', needNumbersText: 'The input’s size is symbolic. Pick one to try, or set your own.', tryShape: 'Try {shape}',
  nothingSelected: 'No layer to show.', layerFailed: 'This layer fails, so there is nothing to draw.', layerNotReached: 'This layer is not reached: an earlier one fails.',

  computing: 'Computing: {a} of {b} operations', stop: 'Stop', stoppedByPerson: 'Stopped.', again: 'Compute again', onPage: 'The worker did not answer; computing on the page, in slices.', workerEnded: 'The worker did not answer and was ended.',
  failedTitle: 'The maps could not be computed', blockedTitle: 'Something before this layer is unknown', blockedAt: '{op} in line {n}: {reason}', blockedNoLine: '{op}: {reason}', standIn: 'Use a stand-in input', standInNote: 'Stand-in input: {shape} made from the picture. What comes before is skipped.', standInOff: 'Run from the start',
  shapesStay: 'Shapes and counts do not depend on it.', noGraph: 'The analysis could not follow the numbers of this model.', outOfMemory: 'This network is too large for the memory of the page.',

  picture: 'Picture', weightsLine: 'Weights: the framework’s own initialisation, seed {n}, untrained.', weightsEdited: 'Weights: set by hand in {list}; the rest initialised, seed {n}.', weightsDemo: 'Weights and input: set by the demo.', anotherSeed: 'Another seed',
  demoInput: 'Input of the demo',
  scale: 'Scale', perMap: 'map', perLayer: 'layer', perNetwork: 'network', clipAt: 'Clip at', clippedN: '{n} values clipped', positive: 'positive', negative: 'negative',
  mapsOf: 'Feature maps of {name}', mapN: 'Map {n}', dead: 'always 0', constant: 'constant', notANumber: 'NaN', minimum: 'Min', maximum: 'Max', mean: 'Mean', zeros: 'Zeros', fade: 'Fade over input', mapsPage: '{a}–{b} of {n}', previousPage: 'Previous maps', nextPage: 'Next maps', openInLayer: 'See how it is made', pixelAt: 'row {r}, column {c} = {v}', values: '{n} values', valuesOf: 'Values of {name}', largestValues: 'largest',
  choose: 'Filter', chooseAll: 'All filters', edited: 'Edited by hand', reset: 'Reset', applyAll: 'Use for every map',
  featuresNote: '{n} numbers, drawn as one row',

  kernelIdentity: 'Identity', kernelBlur: 'Blur', kernelBlurWide: 'Blur, wide', kernelEmboss: 'Emboss', kernelSharpen: 'Sharpen', kernelEdge: 'Edges', kernelSobelX: 'Sobel, across', kernelSobelY: 'Sobel, down', kernelGabor: 'Gabor {n}°', kernelRandom: 'Random',
  pictureDigit: 'A seven', pictureLandscape: 'Landscape', pictureFace: 'Face', pictureStripes: 'Stripes', pictureChecker: 'Checker', pictureRings: 'Rings', pictureDot: 'One dot', pictureNoise: 'Noise', pictureTone: 'Tone', pictureChirp: 'Rising tone', pictureClicks: 'Clicks',
};

export type StringKey = keyof typeof english;
export type Strings = Readonly<Record<StringKey, string>>;
