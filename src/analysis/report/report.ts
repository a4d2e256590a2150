/** What the analysis says of a file: plain data with absolute UTF-16 offsets, safe to post between threads and to print as JSON. */
import type { Graph, Plain } from '../shape/graph';

/** A size: a number, the text of a symbolic expression, or null when it is not known. */
export type Size = number | string | null;
/** null: the rank is not known. */
export type Shape = readonly Size[] | null;
/** A count: a number, a polynomial's text (`9·in_ch·out_ch + out_ch`), or null. */
export type Count = number | string | null;

/** exact: all numbers. symbolic: named sizes. assumed: depends on an input that was assumed. unknown: see the reason. failed: a problem stopped it. */
export type Status = 'exact' | 'symbolic' | 'assumed' | 'unknown' | 'failed';

/** A range in a file. */
export interface TextRange {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Where an input's shape was taken from, first hit wins: see docs. */
export type InputSourceKind =
  | 'argument' // the command line, the user's choice
  | 'comment-directive'
  | 'annotation'
  | 'framework' // Input(shape=…), input_shape
  | 'call' // a dummy call or summary(...) in the file
  | 'dataset'
  | 'default' // constructor default such as img_size=224
  | 'comment' // a comment or docstring that states it
  | 'backward' // from Linear(16*5*5) after a flatten
  | 'project' // another file of the project
  | 'symbols';

export interface InputReport {
  /** The parameter's name in `forward`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: 'float' | 'int' | 'bool' | 'complex';
  readonly source: InputSourceKind;
  /** A plain sentence part: "comment in line 13", "call in line 40", "fits Linear(16*5*5) in line 12". */
  readonly sourceText: string;
  /** Where it came from, to go there. */
  readonly place: TextRange | null;
}

/** What a hover and the explorer say of a layer's arithmetic; every text is final English. */
export interface LayerExplanation {
  /** `⌊(16 + 2·0 − 3) / 2⌋ + 1 = 7`, one per axis that differs; empty where there is no window. */
  readonly shape: readonly string[];
  /** `16·8·3·3 + 16`; null where the layer owns no parameters. */
  readonly params: string | null;
  /** Short text of the inlay: `keeps 32×32`, `32×32 → 30×30`, `last row, column unread`; null where there is nothing to say. */
  readonly padding: string | null;
  /** Full sentences on padding: sizes with and without, rows and columns never read. */
  readonly paddingNotes: readonly string[];
  /** The same mapping by a fully connected layer. */
  readonly fullyConnected: { readonly params: Count; readonly ratio: number | null } | null;
}

/** One call of a leaf layer: a row of the table. */
export interface LayerReport {
  /** The framework's path (`layer1.0.conv1`); null when the module is not in the tree. */
  readonly path: string | null;
  readonly type: string;
  /** The constructor call that made the layer. */
  readonly place: TextRange | null;
  /** The call in the user's `forward` during which it ran. */
  readonly callPlace: TextRange | null;
  /** 0 for the first call of this layer, 1 for the second … */
  readonly call: number;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
  /** Own parameters. */
  readonly params: Count;
  readonly macs: Count;
  /** Rows × columns of the input that one output sees, since the model's input. */
  readonly receptiveField: readonly number[] | null;
  readonly status: Status;
  readonly reason: string | null;
  /** The place the reason speaks of. */
  readonly reasonPlace: TextRange | null;
  /** Settings under the framework's own names: kernel_size, stride, padding, … */
  readonly settings: Readonly<Record<string, Plain>>;
  readonly explanation: LayerExplanation;
  /** True when it ran inside a branch on an unknown condition. */
  readonly maybe: boolean;
}

export interface ModelReport {
  /** The expression that makes it: `resnet50()`, `Net(in_ch)`. */
  readonly entry: string;
  readonly name: string;
  readonly framework: 'torch' | 'keras' | 'flax' | 'tfjs';
  /** The class definition (or the function) in the file. */
  readonly place: TextRange;
  /** Place of the class's name, for the lens. */
  readonly inputs: readonly InputReport[];
  readonly outputs: readonly Shape[];
  readonly params: { readonly total: Count; readonly trainable: Count };
  readonly macs: Count;
  readonly layers: readonly LayerReport[];
  readonly status: Status;
  /** Why its outputs are not known, where they are not. */
  readonly reason?: string | null;
  /** What stopped it, where it stopped: index of a problem in FileReport.problems. */
  readonly failure: number | null;
  /** Conditions for symbolic sizes: "H and W divisible by 16". */
  readonly conditions: readonly string[];
  /** The runnable graph; null where the rank of something is unknown. Left out of reports that only the editor reads. */
  readonly graph: Graph | null;
}

/** A layer as written in this file, with every instance that was made of it: hints and hovers are read from this. */
export interface DefinitionReport {
  /** The constructor call. */
  readonly place: TextRange;
  /** `conv1` of `self.conv1 = …`, or the path's last part. */
  readonly name: string;
  readonly type: string;
  /** Rows made by this definition: [model, layer] indices, in call order. */
  readonly rows: readonly (readonly [number, number])[];
  /** Where the `padding=` argument stands, if written. */
  readonly paddingPlace: TextRange | null;
  /** The constructor call of the layer that set the sizes of its first input; null where those are the model's input's, or it is not known. */
  readonly inputPlace: TextRange | null;
}

/** A class of this file that a model holds more than once, or a function that made several parts of it: its definitions have one row an instance. */
export interface BlockReport {
  /** The class's header, or the function. */
  readonly place: TextRange;
  readonly name: string;
  /** In call order: at least two. */
  readonly instances: readonly BlockInstance[];
}

export interface BlockInstance {
  /** Index of the model. */
  readonly model: number;
  /** The path of the block in the model: those of its layers start with it. */
  readonly path: string;
  readonly inputs: readonly Shape[];
  readonly outputs: readonly Shape[];
}

/** An assignment in a running `forward`: what its hint says. */
export interface AssignmentReport {
  /** The statement. */
  readonly place: TextRange;
  /** The shape (joined over all times it ran): differing sizes as null or `64–512` texts. */
  readonly shape: Shape;
  readonly status: Status;
  /** Index of the model that ran it. */
  readonly model: number;
  /** Each time it ran, by the path of the module whose `forward` it was. */
  readonly times: readonly AssignmentTime[];
}
export interface AssignmentTime {
  readonly model: number;
  readonly path: string | null;
  readonly shape: Shape;
  readonly status: Status;
}

export interface EditReport {
  readonly place: TextRange;
  readonly text: string;
}
export interface FixReport {
  readonly title: string;
  readonly edits: readonly EditReport[];
  readonly preferred: boolean;
}
export interface ProblemReport {
  readonly place: TextRange;
  readonly severity: 'error' | 'warning' | 'information';
  /** docs/rules.md has an anchor of this name. */
  readonly rule: string;
  readonly message: string;
  readonly related: readonly { readonly place: TextRange; readonly message: string }[];
  readonly fixes: readonly FixReport[];
}

/** Everything that is said of one version of one file. */
export interface FileReport {
  readonly file: string;
  readonly models: readonly ModelReport[];
  readonly definitions: readonly DefinitionReport[];
  readonly assignments: readonly AssignmentReport[];
  readonly blocks: readonly BlockReport[];
  readonly problems: readonly ProblemReport[];
  /** Modules that should be read before the next run. */
  readonly wanted: readonly string[];
  /** Why the analysis ended early, where it did. */
  readonly stopped: string | null;
}
