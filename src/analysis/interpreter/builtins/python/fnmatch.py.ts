/** Python's module `fnmatch`, in Python. */

export const fnmatchText = `
import re
def translate(pat):
    out = ''
    for c in pat:
        out += '.*' if c == '*' else '.' if c == '?' else c if c in '[]!-' else re.escape(c)
    return out.replace('[!', '[^')
def fnmatch(name, pat):
    return re.fullmatch(translate(pat), name) is not None
fnmatchcase = fnmatch
def filter(names, pat):
    return [n for n in names if fnmatch(n, pat)]
`;
