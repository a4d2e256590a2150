/** What the report and the session ask of a framework, so that they know none by name. */
import type { Plain } from '../shape/graph';
import type { Place } from '../interpreter/place';
import type { Runtime } from '../interpreter/runtime';
import type { Class, Instance, Tensor, Unknown, Value } from '../interpreter/values';

/** A module of a finished tree. */
export interface TreeEntry {
  /** Dotted path from the root; '' is the root itself. The first name of a module that is registered twice. */
  readonly path: string;
  readonly module: Instance;
}

export interface Framework {
  readonly name: 'torch' | 'keras' | 'flax' | 'tfjs';
  /** Is it one of the framework's modules (an instance of nn.Module)? */
  isModule(value: Value): value is Instance;
  /** Is it a class of modules? */
  isModuleClass(cls: Class): boolean;
  /** The root and everything registered below it, depth first in registration order, each module once. */
  tree(root: Instance): readonly TreeEntry[];
  /** Parameters registered on this very module, by name; shared tensors are the same object. */
  parametersOf(module: Instance): readonly (readonly [string, Tensor])[];
  buffersOf(module: Instance): readonly (readonly [string, Tensor])[];
  childrenOf(module: Instance): readonly Instance[];
  /** False where not everything that is registered on this very module is known for sure: then its parameters cannot be counted. */
  isComplete(module: Instance): boolean;
  /** Unknown values kept on the module: each may be a layer. */
  unknownsOf(module: Instance): readonly Unknown[];
  /** The settings a person would look for, under the framework's names: kernel_size, stride, … */
  settingsOf(module: Instance): Readonly<Record<string, Plain>>;
  /** Where an argument of a framework layer's constructor is written; null where it is not, or the layer is of the user's making. */
  argumentPlace(module: Instance, name: string): Place | null;
  /** The name of the method that a call of the module runs: `forward`. */
  readonly forwardName: string;
  /** Makes an input tensor's shape for a data set's picture: channels first or last. */
  readonly channelsFirst: boolean;
  /** May it be in training mode? */
  isTraining(module: Instance): boolean;
  /** Puts the module and all below it into evaluation mode: layers are looked at as they are used. */
  evaluate(runtime: Runtime, module: Instance): void;
}
