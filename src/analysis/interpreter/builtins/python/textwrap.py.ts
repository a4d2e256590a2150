/** Python's module `textwrap`, in Python. */

export const textwrapText = `
from convlens_support import unknown
def dedent(text):
    lines = text.split('\\n')
    margin = None
    for line in lines:
        if line.strip():
            indent = line[:len(line) - len(line.lstrip())]
            if margin is None:
                margin = indent
            else:
                while not indent.startswith(margin):
                    margin = margin[:-1]
    margin = margin or ''
    return '\\n'.join(line[len(margin):] if line.strip() else '' for line in lines)
def indent(text, prefix, predicate=None):
    return ''.join(prefix + line if (predicate or str.strip)(line) else line for line in text.splitlines(True))
def wrap(text, *args, **kwargs):
    return unknown('the lines of a text')
def fill(text, *args, **kwargs):
    return unknown('a text')
shorten = fill
`;
