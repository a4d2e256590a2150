/** All rows of the table of operations, family by family. Adding an operation is adding a row to its family's file. */
import { attentionRows } from './attention';
import { castingRows } from './casting';
import { convolutionRows } from './convolution';
import { creationRows } from './creation';
import { einopsRows } from './einops';
import { einsumRows } from './einsum';
import { elementwiseRows } from './elementwise';
import { indexRows } from './index';
import { initialisationRows } from './initialisation';
import { joinRows } from './join';
import { linalgRows } from './linalg';
import { lossRows } from './loss';
import { matmulRows } from './matmul';
import { normalisationRows } from './normalisation';
import { paddingRows } from './padding';
import { poolingRows } from './pooling';
import { recurrentRows } from './recurrent';
import { reduceRows } from './reduce';
import { resizeRows } from './resize';
import type { Row } from './row';
import { spectralRows } from './spectral';
import { splitRows } from './split';
import { unfoldingRows } from './unfolding';
import { viewRows } from './view';
import { visionRows } from './vision';

/** Where two rows have one name in one space, the first is meant. */
export function allRows(): readonly Row[] {
  return [
    ...elementwiseRows,
    ...reduceRows,
    ...viewRows,
    ...joinRows,
    ...splitRows,
    ...indexRows,
    ...matmulRows,
    ...einsumRows,
    ...convolutionRows,
    ...poolingRows,
    ...resizeRows,
    ...paddingRows,
    ...unfoldingRows,
    ...normalisationRows,
    ...recurrentRows,
    ...attentionRows,
    ...lossRows,
    ...spectralRows,
    ...linalgRows,
    ...creationRows,
    ...castingRows,
    ...initialisationRows,
    ...einopsRows,
    ...visionRows,
  ];
}
