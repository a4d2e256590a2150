/** Python's module `warnings`, in Python. */

export const warningsText = `
def _nothing(*args, **kwargs):
    pass
warn = warn_explicit = filterwarnings = simplefilter = resetwarnings = showwarning = _nothing
class catch_warnings:
    def __init__(self, *args, **kwargs):
        pass
    def __enter__(self):
        return []
    def __exit__(self, *args):
        return False
def deprecated(*args, **kwargs):
    return lambda f: f
`;
