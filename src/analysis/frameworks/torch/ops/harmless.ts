/** What is no operation on tensors but is written everywhere: no_grad, jit, fx, cuda, checkpoint, seeds. Over 400 lines it must not get. */
import { native } from '../../../interpreter/native';
import type { Runtime } from '../../../interpreter/runtime';
import {
  Class,
  ClassMethod,
  Dict,
  Either,
  Float,
  Func,
  Instance,
  Module,
  type Native,
  Tensor,
  Tuple,
  Unknown,
  Bound,
  type Value,
} from '../../../interpreter/values';
import { torchClass } from './types';

/** A function that answers one value whatever it is given. */
/** What hangs on the machine: both answers are right somewhere. */
function ofTheMachine(name: string): Native {
  return native(name, '*args, **kwargs', (rt) => rt.unknown(`${name} is another on each machine`));
}

function answers(name: string, value: Value): Native {
  return native(name, '*args, **kwargs', () => value);
}

/** Hands its first argument back: decorators and wrappers that change nothing. */
function identity(name: string): Native {
  return native(name, '*args, **kwargs', (runtime, [args, kwargs]) => {
    const first = args instanceof Tuple ? args.items[0] : undefined;
    if (first !== undefined && first !== null && isCallable(first)) return first;
    if (first instanceof Tensor || first instanceof Instance) return first;
    void kwargs;
    // Called with settings only: a decorator comes back.
    return native(name, 'function', (_, [f]) => f!) ?? runtime.unknown(name);
  });
}

function isCallable(value: Value): boolean {
  return (
    value instanceof Func ||
    value instanceof Class ||
    value instanceof Bound ||
    value instanceof Either ||
    (typeof value === 'object' && value !== null && 'run' in value)
  );
}

/** `with torch.no_grad():`, `@torch.no_grad()`, `@torch.no_grad`: a context that does nothing. */
export function contextClass(runtime: Runtime, name: string): Class {
  return torchClass(runtime, name, ['object'], (cls) => {
    cls.construct = (_, c, args) => {
      const first = args[0];
      if (args.length === 1 && (first instanceof Func || first instanceof Class)) return first;
      return new Instance(c);
    };
    cls.dict.set(
      '__enter__',
      native('__enter__', 'self', (_, [self]) => self!),
    );
    cls.dict.set(
      '__exit__',
      native('__exit__', 'self, *args', () => false),
    );
    cls.dict.set(
      '__call__',
      native('__call__', 'self, function=None', (_, [, f]) => f!),
    );
    for (const method of [...cls.dict.values()])
      if (typeof method === 'object' && method !== null && 'isMethod' in method)
        (method as { isMethod: boolean }).isMethod = true;
  });
}

/** torch.autograd.Function: `apply` runs `forward` with a context that keeps what it is told. */
function functionClass(runtime: Runtime): Class {
  return torchClass(runtime, 'Function', ['object'], (cls) => {
    const apply = native('Function.apply', 'cls, *args, **kwargs', (rt, [c, args, kwargs]) => {
      const context = new Instance(contextHolder(rt));
      const forward = rt.findAttribute(c!, 'forward');
      if (forward === undefined) return rt.unknown('Function.apply');
      const given = args instanceof Tuple ? [...args.items] : [];
      const named =
        kwargs instanceof Dict
          ? new Map([...kwargs.entries.values()].map((e) => [String(e.key), e.value]))
          : null;
      return rt.call(forward, [context, ...given], named?.size ? named : null);
    });
    cls.dict.set('apply', new ClassMethod(apply));
  });
}

function contextHolder(runtime: Runtime): Class {
  return torchClass(runtime, 'FunctionCtx', ['object'], (cls) => {
    for (const name of [
      'save_for_backward',
      'mark_dirty',
      'mark_non_differentiable',
      'set_materialize_grads',
    ])
      cls.dict.set(name, answers(name, null));
    cls.open = true;
  });
}

/** checkpoint(function, *args): the function's own answer. */
const checkpoint = native(
  'torch.utils.checkpoint.checkpoint',
  'function, *args, use_reentrant=None, context_fn=None, determinism_check=None, debug=False, preserve_rng_state=True, **kwargs',
  (runtime, [f, args, , , , , , kwargs]) => {
    const named =
      kwargs instanceof Dict
        ? new Map([...kwargs.entries.values()].map((e) => [String(e.key), e.value]))
        : null;
    return runtime.call(
      f!,
      args instanceof Tuple ? [...args.items] : [],
      named?.size ? named : null,
    );
  },
);

/** checkpoint_sequential(functions, segments, input). */
const checkpointSequential = native(
  'torch.utils.checkpoint.checkpoint_sequential',
  'functions, segments, input, use_reentrant=None, **kwargs',
  (runtime, [functions, , input]) => {
    const list = runtime.toList(functions!);
    if (!list) return runtime.unknown('checkpoint_sequential');
    return list.reduce((x, f) => runtime.call(f, [x]), input!);
  },
);

/** A module of TypeScript's; what it lacks is unknown, by name. */
export function makeModule(name: string, entries: Readonly<Record<string, Value>>): Module {
  const module = new Module(name, '');
  for (const [key, value] of Object.entries(entries)) module.globals.set(key, value);
  module.missing = (runtime, member) =>
    member.startsWith('__') ? undefined : runtime.unknown(`unknown function ${name}.${member}`);
  return module;
}

/** Predicates on tensors. */
const isFloatingPoint = native('torch.is_floating_point', 'input', (runtime, [t]) =>
  t instanceof Tensor ? t.dtype === 'float' : runtime.unknown('is_floating_point'),
);
const isComplex = native('torch.is_complex', 'input', (runtime, [t]) =>
  t instanceof Tensor ? t.dtype === 'complex' : runtime.unknown('is_complex'),
);
const isTensor = native('torch.is_tensor', 'obj', (runtime, [t]) =>
  t instanceof Unknown ? runtime.unknown('is_tensor of what is not known') : t instanceof Tensor,
);

/** Names of `torch` itself that are no operations. */
export function torchExtras(runtime: Runtime): Record<string, Value> {
  const quiet =
    'manual_seed seed set_default_dtype set_default_device set_default_tensor_type set_printoptions use_deterministic_algorithms set_num_threads ' +
    'set_num_interop_threads set_float32_matmul_precision set_flush_denormal save set_rng_state set_anomaly_enabled _check';
  const extras: Record<string, Value> = {
    is_tensor: isTensor,
    is_floating_point: isFloatingPoint,
    is_complex: isComplex,
    is_grad_enabled: answers('torch.is_grad_enabled', false),
    is_inference_mode_enabled: answers('torch.is_inference_mode_enabled', false),
    is_autocast_enabled: answers('torch.is_autocast_enabled', false),
    is_deterministic_algorithms_warn_only_enabled: answers(
      'torch.is_deterministic_algorithms_warn_only_enabled',
      false,
    ),
    are_deterministic_algorithms_enabled: answers(
      'torch.are_deterministic_algorithms_enabled',
      false,
    ),
    _assert: native('torch._assert', 'condition, message', (rt, [condition, message]) =>
      rt.truth(condition!) === false
        ? rt.raise('AssertionError', typeof message === 'string' ? message : '')
        : null,
    ),
    get_num_threads: answers('torch.get_num_threads', 1),
    load: native('torch.load', '*args, **kwargs', (rt) => openDict(rt)),
    compile: identity('torch.compile'),
    inf: new Float(Infinity),
    nan: new Float(NaN),
    pi: new Float(Math.PI),
    e: new Float(Math.E),
    newaxis: null,
    __version__: '2.15.0',
  };
  for (const name of quiet.split(' ')) extras[name] = answers(`torch.${name}`, null);
  for (const name of ['no_grad', 'enable_grad', 'inference_mode', 'set_grad_enabled', 'autocast'])
    extras[name] = contextClass(runtime, name);
  for (const name of [
    'strided',
    'sparse_coo',
    'contiguous_format',
    'channels_last',
    'channels_last_3d',
    'preserve_format',
    'per_tensor_affine',
    'per_channel_affine',
    'per_tensor_symmetric',
    'per_channel_symmetric',
  ])
    extras[name] = constant(runtime, name);
  extras.Generator = generatorClass(runtime);
  return extras;
}

/** What a file of weights holds is not known: any key may be in it. */
function openDict(runtime: Runtime): Value {
  const dict = runtime.dictOf();
  dict.open = true;
  return dict;
}

function constant(runtime: Runtime, name: string): Value {
  const instance = new Instance(torchClass(runtime, 'layout', ['object'], () => undefined));
  instance.payload = `torch.${name}`;
  return instance;
}

function generatorClass(runtime: Runtime): Class {
  return torchClass(runtime, 'Generator', ['object'], (cls) => {
    cls.construct = (_, c) => new Instance(c);
    const self = native('manual_seed', 'self, *args', (_, [g]) => g!);
    (self as { isMethod: boolean }).isMethod = true;
    cls.dict.set('manual_seed', self);
    cls.open = true;
  });
}

type Maker = (runtime: Runtime) => Module;

/** Modules below `torch` that hold no operations. */
export const harmlessModules: Readonly<Record<string, Maker>> = {
  'torch.jit': () =>
    makeModule('torch.jit', {
      ...identities(
        'torch.jit',
        'script script_method ignore unused export interface script_if_tracing _script_if_tracing freeze optimize_for_inference _overload _overload_method trace',
      ),
      is_scripting: answers('torch.jit.is_scripting', false),
      is_tracing: answers('torch.jit.is_tracing', false),
      annotate: native('torch.jit.annotate', 'the_type, the_value', (_, [, value]) => value!),
      isinstance: native('torch.jit.isinstance', 'obj, target_type', (rt) =>
        rt.unknown('torch.jit.isinstance'),
      ),
    }),
  'torch.fx': () =>
    makeModule('torch.fx', {
      wrap: identity('torch.fx.wrap'),
      symbolic_trace: identity('torch.fx.symbolic_trace'),
    }),
  'torch.fx._symbolic_trace': () =>
    makeModule('torch.fx._symbolic_trace', { is_fx_tracing: answers('is_fx_tracing', false) }),
  'torch.cuda': (rt) =>
    makeModule('torch.cuda', {
      is_available: ofTheMachine('torch.cuda.is_available'),
      device_count: ofTheMachine('torch.cuda.device_count'),
      current_device: answers('torch.cuda.current_device', 0),
      is_bf16_supported: ofTheMachine('torch.cuda.is_bf16_supported'),
      ...quietOnes(
        'torch.cuda',
        'synchronize empty_cache manual_seed manual_seed_all set_device reset_peak_memory_stats init',
      ),
      device: contextClass(rt, 'cuda_device'),
      stream: contextClass(rt, 'cuda_stream'),
    }),
  'torch.cuda.amp': (rt) =>
    makeModule('torch.cuda.amp', {
      autocast: contextClass(rt, 'autocast'),
      ...identities('torch.cuda.amp', 'custom_fwd custom_bwd'),
    }),
  'torch.amp': (rt) =>
    makeModule('torch.amp', {
      autocast: contextClass(rt, 'autocast'),
      ...identities('torch.amp', 'custom_fwd custom_bwd'),
    }),
  'torch.mps': () =>
    makeModule('torch.mps', { is_available: ofTheMachine('torch.mps.is_available') }),
  'torch.backends': () => makeModule('torch.backends', {}),
  'torch.backends.cudnn': () =>
    makeModule('torch.backends.cudnn', {
      enabled: false,
      benchmark: false,
      deterministic: false,
      is_available: ofTheMachine('is_available'),
    }),
  'torch.backends.mps': () =>
    makeModule('torch.backends.mps', {
      is_available: ofTheMachine('is_available'),
      is_built: ofTheMachine('is_built'),
    }),
  'torch.backends.cuda': () => makeModule('torch.backends.cuda', {}),
  'torch.backends.mkldnn': () =>
    makeModule('torch.backends.mkldnn', {
      enabled: false,
      is_available: ofTheMachine('is_available'),
    }),
  'torch.autograd': (rt) =>
    makeModule('torch.autograd', {
      Function: functionClass(rt),
      Variable: identity('torch.autograd.Variable'),
      no_grad: contextClass(rt, 'no_grad'),
      set_detect_anomaly: contextClass(rt, 'set_detect_anomaly'),
    }),
  'torch.autograd.function': (rt) =>
    makeModule('torch.autograd.function', {
      Function: functionClass(rt),
      once_differentiable: identity('once_differentiable'),
    }),
  'torch.autograd.variable': () =>
    makeModule('torch.autograd.variable', { Variable: identity('torch.autograd.Variable') }),
  'torch.utils.checkpoint': () =>
    makeModule('torch.utils.checkpoint', {
      checkpoint,
      checkpoint_sequential: checkpointSequential,
    }),
  'torch.hub': () =>
    makeModule('torch.hub', {
      load_state_dict_from_url: native(
        'torch.hub.load_state_dict_from_url',
        '*args, **kwargs',
        (rt) => openDict(rt),
      ),
      get_dir: answers('torch.hub.get_dir', ''),
      download_url_to_file: answers('torch.hub.download_url_to_file', null),
    }),
  'torch.utils.model_zoo': () =>
    makeModule('torch.utils.model_zoo', {
      load_url: native('load_url', '*args, **kwargs', (rt) => openDict(rt)),
    }),
  'torch.overrides': () =>
    makeModule('torch.overrides', {
      has_torch_function: answers('has_torch_function', false),
      has_torch_function_unary: answers('has_torch_function_unary', false),
      has_torch_function_variadic: answers('has_torch_function_variadic', false),
    }),
  'torch.distributed': () =>
    makeModule('torch.distributed', {
      is_available: ofTheMachine('torch.distributed.is_available'),
      is_initialized: native('torch.distributed.is_initialized', '', (runtime) => {
        runtime.asksSurroundings();
        return false;
      }),
      get_world_size: answers('torch.distributed.get_world_size', 1),
      get_rank: answers('torch.distributed.get_rank', 0),
    }),
  'torch.onnx': () =>
    makeModule('torch.onnx', {
      is_in_onnx_export: answers('is_in_onnx_export', false),
      export: answers('torch.onnx.export', null),
    }),
  'torch.compiler': () =>
    makeModule('torch.compiler', {
      is_compiling: answers('is_compiling', false),
      is_dynamo_compiling: answers('is_dynamo_compiling', false),
      ...identities('torch.compiler', 'disable allow_in_graph'),
    }),
  'torch._dynamo': () =>
    makeModule('torch._dynamo', {
      is_compiling: answers('is_compiling', false),
      ...identities('torch._dynamo', 'disable allow_in_graph'),
    }),
  'torch._jit_internal': () =>
    makeModule(
      'torch._jit_internal',
      identities(
        'torch._jit_internal',
        '_overload_method _overload _copy_to_script_wrapper ignore unused export boolean_dispatch',
      ),
    ),
  'torch.types': () => makeModule('torch.types', {}),
};

function identities(module: string, names: string): Record<string, Value> {
  return Object.fromEntries(names.split(' ').map((n) => [n, identity(`${module}.${n}`)]));
}

function quietOnes(module: string, names: string): Record<string, Value> {
  return Object.fromEntries(names.split(' ').map((n) => [n, answers(`${module}.${n}`, null)]));
}
