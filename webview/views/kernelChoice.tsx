/** The kernel of one map of a first layer, set by hand: chosen from a list or typed number by number. */
import type { JSX } from 'preact';
import { usePage } from '../app/context';
import { Link, Select } from '../app/controls';
import type { Numbers } from '../compute/messages';
import { kernelNames, kernelOf, type KernelName } from '../stage/kernels';
import type { ConvolutionOperation } from '../stage/operation';
import { useSpeech, type Speech } from '../text/speech';

/** The words for a kernel. */
export function kernelWord(name: KernelName, t: Speech['t']): string {
  if (name.startsWith('gabor-')) return t('kernelGabor', { n: name.slice(6) });
  const keys = {
    identity: 'kernelIdentity', blur: 'kernelBlur', sharpen: 'kernelSharpen', edge: 'kernelEdge', 'sobel-x': 'kernelSobelX',
    'sobel-y': 'kernelSobelY', random: 'kernelRandom',
  } as const;
  return t(keys[name as keyof typeof keys]);
}

/** Name and shape of the weight, and what changes it. */
export function useKernel(operation: ConvolutionOperation): {
  readonly name: string | null;
  readonly edited: boolean;
  /** Puts a kernel into one map, or into all of them; other maps keep what `weights` holds. */
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
      const perMap = (operation.inChannels / operation.groups) * kernel.length;
      const channels = operation.inChannels / operation.groups;
      for (let o = 0; o < operation.outChannels; o++) {
        if (out !== 'all' && o !== out) continue;
        for (let i = 0; i < channels; i++) {
          // A picture's colours are averaged, so that a kernel does the same to grey and to colour.
          for (let k = 0; k < kernel.length; k++) data[o * perMap + i * kernel.length + k] = (kernel[k] ?? 0) / channels;
        }
      }
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
export function KernelChoice(
  { operation, out, weights, bare = false }: {
    operation: ConvolutionOperation; out: number; weights: Numbers | undefined; bare?: boolean;
  },
): JSX.Element | null {
  const { t } = useSpeech();
  const kernel = useKernel(operation);
  if (kernel.name === null || operation.transposed || !weights) return null;
  const pick = (key: string): void => {
    const [target, name] = key.split('/') as ['one' | 'all', KernelName];
    kernel.set(target === 'all' ? 'all' : out, kernelOf(name, operation.rows.kernel, operation.columns.kernel, 7 + out), weights);
  };
  const usable = kernelNames.filter((name) => operation.rows.kernel > 1 || operation.columns.kernel > 1 || name === 'identity' || name === 'random');
  return (
    <div class="kernel-choice">
      <label>
        {bare ? null : <span class="muted">{t('kernelOf', { n: out })}</span>}
        <Select
          label={t('kernelOf', { n: out })}
          value=""
          items={[['', `${t('choose')}…`], ...usable.map((name) => [`one/${name}`, kernelWord(name, t)] as const)]}
          onPick={(key) => {
            if (key) pick(key);
          }}
        />
      </label>
      {kernel.edited ? <><span class="badge">{t('edited')}</span><Link onClick={kernel.reset}>{t('reset')}</Link></> : null}
    </div>
  );
}
