/** Reads a weight file of any known format, told apart by its content. */
import { defaultLimits, fail, type WeightFile, type WeightLimits, WeightsError } from './file';
import { isHdf5 } from './hdf5';
import { isKerasArchive, readKerasArchive, readKerasHdf5 } from './keras';
import { isNpy, readNpy, readNpz } from './npy';
import { isPytorchLegacy, isPytorchZip, readPytorchLegacy, readPytorchZip } from './pytorch';
import { isSafetensors, readSafetensors } from './safetensors';
import { isZip, readZip } from './zip';

/**
 * Reads a file. Nothing in it is executed.
 * @throws WeightsError with a sentence where it is cut, damaged, hostile or of an unknown kind
 */
export async function readWeights(bytes: Uint8Array, limits: Partial<WeightLimits> = {}): Promise<WeightFile> {
  const all = { ...defaultLimits, ...limits };
  try {
    if (bytes.length === 0) fail('the file is empty');
    if (isHdf5(bytes)) return await readKerasHdf5(bytes, all);
    if (isZip(bytes)) {
      const files = readZip(bytes, all);
      if (isPytorchZip(files)) return await readPytorchZip(files, all);
      if (isKerasArchive(files)) return await readKerasArchive(files, all);
      if ([...files.keys()].some((name) => name.endsWith('.npy'))) return await readNpz(bytes, all);
      fail('the archive holds no weights of a known kind');
    }
    if (isNpy(bytes)) return readNpy(bytes);
    if (isPytorchLegacy(bytes)) return readPytorchLegacy(bytes, all);
    if (isSafetensors(bytes)) return readSafetensors(bytes, all);
    if (bytes[0] === 0x80) fail('the file is a pickle, but not one that PyTorch wrote');
    return fail('the file is none of .safetensors, .npy, .npz, .pt, .pth, .h5 and .keras, or it is cut');
  } catch (error) {
    if (error instanceof WeightsError) throw error;
    // A number read beyond the end, a text that is no UTF-8: the file is not what it says.
    throw new WeightsError(`the file is damaged: ${error instanceof Error ? error.message : String(error)}`);
  }
}
