/** The kernel of one map of a first layer, set by hand: chosen from a list or typed number by number. */
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Link, Select } from '../app/controls';
import type { Numbers } from '../compute/messages';
import { handSetKernels, handSetWeight } from '../../src/engine/handSet';
import type { ConvolutionOperation } from '../stage/operation';
import type { StringKey } from '../text/english';
import { useSpeech, type Speech } from '../text/speech';

/** Drawn anew from a seed, beside the engine's hand-set kernels. */
const randomKernel = 'random';

/** The words for a kernel; one the page has no words for is called by its name. */
export function kernelWord(name: string, t: Speech['t']): string {
  if (name.startsWith('gabor-')) return t('kernelGabor', { n: name.slice(6) });
  const keys: Readonly<Record<string, StringKey>> = {
    identity: 'kernelIdentity',
    blur: 'kernelBlur',
    'blur-wide': 'kernelBlurWide',
    sharpen: 'kernelSharpen',
    edge: 'kernelEdge',
    'sobel-x': 'kernelSobelX',
    'sobel-y': 'kernelSobelY',
    emboss: 'kernelEmboss',
    random: 'kernelRandom',
  };
  const key = keys[name];
  return key ? t(key) : name;
}

/** Name and shape of the weight, and what changes it. */
export function useKernel(operation: ConvolutionOperation): {
  readonly name: string | null;
  readonly edited: boolean;
  /** Puts a kernel (all its input channels) into one map, or into all of them; other maps keep what `weights` holds. */
  set(out: number | 'all', kernel: Float32Array, weights: Numbers): void;
  setNumber(index: number, value: number, weights: Numbers): void;
  reset(): void;
} {
  const page = usePage();
  const tensor = page.snapshot.graph?.tensors[operation.weight];
  const name = tensor?.name ?? null;
  const store = (numbers: Numbers): void => {
    if (name === null) return;
    page.set({ kernels: new Map(page.state.kernels).set(name, numbers) });
  };
  return {
    name,
    edited: name !== null && page.state.kernels.has(name),
    set: (out, kernel, weights) => {
      const data = weights.data.slice();
      for (let o = 0; o < operation.outChannels; o++)
        if (out === 'all' || o === out) data.set(kernel, o * kernel.length);
      store({ shape: weights.shape, data });
    },
    setNumber: (index, value, weights) => {
      const data = weights.data.slice();
      data[index] = value;
      store({ shape: weights.shape, data });
    },
    reset: () => {
      if (name === null) return;
      const kernels = new Map(page.state.kernels);
      kernels.delete(name);
      page.set({ kernels });
    },
  };
}

/** The select, with Reset once something was set. */
export function KernelChoice({
  operation,
  out,
  weights,
  bare = false,
}: {
  operation: ConvolutionOperation;
  out: number;
  weights: Numbers | undefined;
  bare?: boolean;
}): JSX.Element | null {
  const { t } = useSpeech();
  const kernel = useKernel(operation);
  if (kernel.name === null || operation.transposed || !weights) return null;
  const pick = (key: string): void => {
    const shape = [1, ...weights.shape.slice(1)];
    kernel.set(out, handSetWeight([key], shape, 7 + out).data, weights);
  };
  const large = operation.rows.kernel > 1 || operation.columns.kernel > 1;
  const usable = [...handSetKernels.map((k) => k.name), randomKernel].filter(
    (name) => large || name === 'identity' || name === randomKernel,
  );
  return (
    <div class="kernel-choice">
      <label>
        {bare ? null : <span class="muted">{t('kernelOf', { n: out })}</span>}
        <Select
          label={t('kernelOf', { n: out })}
          value=""
          items={[
            ['', `${t('choose')}…`],
            ...usable.map((name) => [name, kernelWord(name, t)] as const),
          ]}
          onPick={(key) => {
            if (key) pick(key);
          }}
        />
      </label>
      {kernel.edited ? (
        <>
          <span class="badge">{t('edited')}</span>
          <Link onClick={kernel.reset}>{t('reset')}</Link>
        </>
      ) : null}
    </div>
  );
}
