/** Python's own modules written in Python: run by the interpreter like a user's file, at their first import. */
import { abcText } from './python/abc.py';
import { argparseText } from './python/argparse.py';
import { bisectText } from './python/bisect.py';
import { collectionsAbcText, collectionsText } from './python/collections.py';
import { contextlibText } from './python/contextlib.py';
import { contextvarsText } from './python/contextvars.py';
import { copyText } from './python/copy.py';
import { dataclassesText } from './python/dataclasses.py';
import { enumText } from './python/enum.py';
import { fnmatchText } from './python/fnmatch.py';
import { functoolsText } from './python/functools.py';
import { heapqText } from './python/heapq.py';
import { inspectText } from './python/inspect.py';
import { loggingText } from './python/logging.py';
import { numbersText } from './python/numbers.py';
import { operatorText } from './python/operator.py';
import { osText } from './python/os.py';
import { osPathText } from './python/osPath.py';
import { pathlibText } from './python/pathlib.py';
import { stringText } from './python/string.py';
import { textwrapText } from './python/textwrap.py';
import { typesText } from './python/types.py';
import { typingText } from './python/typing.py';
import { warningsText } from './python/warnings.py';
import { pickleText } from './python/pickle.py';

export const preludes: Readonly<Record<string, string>> = {
  functools: functoolsText,
  collections: collectionsText,
  'collections.abc': collectionsAbcText,
  copy: copyText,
  dataclasses: dataclassesText,
  enum: enumText,
  typing: typingText,
  typing_extensions: `from typing import *\n${typingText}`,
  abc: abcText,
  inspect: inspectText,
  operator: operatorText,
  contextlib: contextlibText,
  contextvars: contextvarsText,
  types: typesText,
  argparse: argparseText,
  logging: loggingText,
  warnings: warningsText,
  numbers: numbersText,
  string: stringText,
  fnmatch: fnmatchText,
  bisect: bisectText,
  heapq: heapqText,
  textwrap: textwrapText,
  os: osText,
  'os.path': osPathText,
  pathlib: pathlibText,
  pickle: pickleText,
};
