/** Python's module `string`, in Python. */

export const stringText = `
ascii_lowercase = 'abcdefghijklmnopqrstuvwxyz'
ascii_uppercase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
ascii_letters = ascii_lowercase + ascii_uppercase
digits = '0123456789'
hexdigits = '0123456789abcdefABCDEF'
octdigits = '01234567'
punctuation = '!"#$%&\\'()*+,-./:;<=>?@[\\\\]^_\`{|}~'
whitespace = ' \\t\\n\\r'
printable = digits + ascii_letters + punctuation + whitespace
def capwords(s, sep=None):
    return ' '.join(w.capitalize() for w in s.split(sep))
class Template:
    def __init__(self, template):
        self.template = template
    def substitute(self, mapping={}, **kwargs):
        text = self.template
        for key, value in {**mapping, **kwargs}.items():
            text = text.replace('$' + key, str(value)).replace('$' + '{' + key + '}', str(value))
        return text
    safe_substitute = substitute
`;
