"""One-edit mutants of a Python file: the slips people make when they write networks, as edits of the text.

An edit is {start, end, parts}: text[start:end] is replaced by the parts joined, a part being a string or a range [a, b] of the original
text, so that an edit of somebody else's file never holds that file's text. Offsets count characters.
"""
import ast
import re

CREATORS = {'randn', 'rand', 'zeros', 'ones', 'randint', 'empty', 'full', 'tensor'}
VIEWS = {'view', 'reshape', 'permute', 'transpose', 'flatten', 'unflatten', 'expand', 'repeat', 'unsqueeze', 'squeeze', 'movedim', 'chunk', 'split', 'rearrange'}
JOINS = {'cat', 'stack', 'concat'}
REDUCES = {'mean', 'sum', 'max', 'min', 'softmax', 'log_softmax', 'argmax', 'var', 'std', 'norm'}

# Names that hold a size, by how they are spelled.
SIZE = re.compile(r'(^|_)(in|out|inp|oup|c|ch|n|k|dim|mid|exp|num|hid)(_|$|\d)|dim|chan|plane|feat|width|hidden|embed|head|size|kernel|stride|pad|dilat|group|filter|squeeze', re.I)
# Calls whose arguments say nothing about sizes.
PLAIN = {'isinstance', 'getattr', 'setattr', 'hasattr', 'print', 'format', 'warn', 'super', 'partial', 'map', 'filter', 'zip', 'join', 'get', 'pop', 'update', 'register_buffer', 'add_module'}

# Positions of the settings by the layer's name.
LAYERS = {
    'Conv': ['channels', 'channels', 'kernel', 'stride', 'padding', 'dilation', 'groups'],
    'ConvTranspose': ['channels', 'channels', 'kernel', 'stride', 'padding', 'output-padding', 'groups'],
    'Linear': ['features', 'features'],
    'Norm': ['norm-size'],
    'GroupNorm': ['groups', 'norm-size'],
    'Pool': ['pool', 'stride', 'padding'],
    'AdaptivePool': ['pool'],
    'Attention': ['attention', 'attention'],
    'Recurrent': ['recurrent', 'recurrent', 'recurrent'],
    'Embedding': ['embedding', 'embedding'],
    'Pad': ['padding'],
}
KEYWORDS = {
    'in_channels': 'channels', 'out_channels': 'channels', 'in_planes': 'channels', 'out_planes': 'channels', 'kernel_size': 'kernel', 'stride': 'stride',
    'padding': 'padding', 'dilation': 'dilation', 'groups': 'groups', 'in_features': 'features', 'out_features': 'features', 'num_features': 'norm-size',
    'normalized_shape': 'norm-size', 'dim': 'axis', 'axis': 'axis', 'output_padding': 'output-padding', 'output_size': 'pool', 'hidden_size': 'recurrent',
    'input_size': 'recurrent', 'num_heads': 'attention', 'embed_dim': 'attention', 'heads': 'attention', 'start_dim': 'view', 'scale_factor': 'resize',
}


def family_of(name):
    if name.startswith('ConvTranspose'):
        return 'ConvTranspose'
    if name.lower().startswith('conv') or name.endswith('Conv2d') or name.endswith('Conv1d'):
        return 'Conv'
    if name == 'GroupNorm':
        return 'GroupNorm'
    if name.startswith('Adaptive') and 'Pool' in name:
        return 'AdaptivePool'
    if 'Pool' in name or 'pool' in name:
        return 'Pool'
    if 'Norm' in name:
        return 'Norm'
    if 'Linear' in name or name == 'linear':
        return 'Linear'
    if name in ('LSTM', 'GRU', 'RNN', 'LSTMCell', 'GRUCell'):
        return 'Recurrent'
    if 'Attention' in name or 'Transformer' in name:
        return 'Attention'
    if 'Embedding' in name:
        return 'Embedding'
    if 'Pad' in name or name == 'pad':
        return 'Pad'
    return None


def call_name(call):
    f = call.func
    return f.attr if isinstance(f, ast.Attribute) else f.id if isinstance(f, ast.Name) else ''


def kind_of_argument(call, position, keyword):
    name = call_name(call)
    if name in CREATORS:
        return 'input-size'
    if keyword:
        return KEYWORDS.get(keyword, 'number')
    family = family_of(name)
    if family:
        settings = LAYERS[family]
        return settings[position] if position < len(settings) else 'number'
    if name in VIEWS:
        return 'view'
    if name in JOINS:
        return 'axis'
    if name in REDUCES:
        return 'axis'
    return 'number'


class Editor(ast.NodeVisitor):
    """Collects candidate edits: (kind, edit)."""

    def __init__(self, text, lines, rng):
        """lines: the lines that run (numbers from 1); only those are edited."""
        self.text = text
        self.rng = rng
        self.run = lines
        self.starts = [0]
        for line in text.split('\n'):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.rows = text.split('\n')
        self.found = []
        self.functions = []
        self.calls = []
        self.parents = []

    # ---- places
    def at(self, line, column):
        row = self.rows[line - 1]
        if not row.isascii():
            column = len(row.encode()[:column].decode())
        return self.starts[line - 1] + column

    def span(self, node):
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def source(self, node):
        a, b = self.span(node)
        return self.text[a:b]

    def runs(self, node):
        return node.lineno in self.run

    def add(self, kind, start, end, *parts):
        self.found.append((kind, {'start': start, 'end': end, 'parts': list(parts)}))

    # ---- walking
    def visit(self, node):
        self.parents.append(node)
        super().visit(node)
        self.parents.pop()

    def visit_FunctionDef(self, node):
        self.functions.append(node)
        self.defaults(node)
        self.statements(node.body)
        self.generic_visit(node)
        self.functions.pop()

    def visit_Module(self, node):
        self.statements(node.body)
        self.generic_visit(node)

    def visit_If(self, node):
        self.statements(node.body)
        self.generic_visit(node)

    visit_For = visit_With = visit_If

    def defaults(self, node):
        for default in node.args.defaults + [d for d in node.args.kw_defaults if d]:
            if isinstance(default, ast.Constant) and type(default.value) is int and self.runs(node):
                self.number(default, 'default')

    def visit_Call(self, node):
        name = call_name(node)
        if not self.runs(node) or name in PLAIN:
            return self.generic_visit(node)
        for position, argument in enumerate(node.args):
            self.argument(node, argument, kind_of_argument(node, position, None))
        for keyword in node.keywords:
            if keyword.arg:
                self.argument(node, keyword.value, kind_of_argument(node, 0, keyword.arg))
                self.drop_keyword(node, keyword)
        self.swap_arguments(node, name)
        self.drop_call(node, name)
        self.add_keyword(node, name)
        self.wrong_layer(node)
        if name in ('Sequential', 'ModuleList', 'append', 'extend'):
            for argument in node.args:
                self.drop_elements(argument)
            if len(node.args) > 1:
                self.drop_items(node.args)
        self.generic_visit(node)

    def visit_BinOp(self, node):
        if self.runs(node) and self.functions:
            a = self.span(node.left)[1]
            b = self.span(node.right)[0]
            between = self.text[a:b]
            for old, new in (('**', '*'), ('//', '*'), ('*', '+'), ('+', '-'), ('-', '+')):
                if between.strip() == old:
                    self.add('operator', a, b, between.replace(old, new))
                    break
            for side in (node.left, node.right):
                if isinstance(side, ast.Constant) and type(side.value) is int:
                    self.number(side, 'number')
        self.generic_visit(node)

    def visit_List(self, node):
        if self.runs(node):
            for item in node.elts:
                if isinstance(item, ast.Constant) and type(item.value) is int:
                    self.number(item, 'list')
                elif isinstance(item, (ast.List, ast.Tuple)):
                    for inner in item.elts:
                        if isinstance(inner, ast.Constant) and type(inner.value) is int:
                            self.number(inner, 'list')
        self.generic_visit(node)

    def visit_Assign(self, node):
        if self.runs(node) and isinstance(node.value, ast.Constant) and type(node.value.value) is int:
            self.number(node.value, 'number')
        self.generic_visit(node)

    # ---- single edits
    def number(self, node, kind):
        n = node.value
        start, end = self.span(node)
        for value in {n + 1, max(n - 1, 0), 2 * n, n // 2} - {n}:
            self.add(kind, start, end, str(value))

    def argument(self, call, node, kind):
        if isinstance(node, ast.Constant) and type(node.value) is int:
            self.number(node, kind)
        elif isinstance(node, (ast.Tuple, ast.List)):
            for item in node.elts:
                self.argument(call, item, kind)
            if kind == 'input-size' and len(node.elts) > 2:
                a, b = self.span(node.elts[0])[0], self.span(node.elts[1])[0]
                self.add('no-batch', a, b, '')
        elif isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant) and type(node.operand.value) is int:
            start, end = self.span(node)
            for value in ('0', '1', str(-node.operand.value - 1)):
                self.add(kind, start, end, value)
        elif isinstance(node, ast.Name) and self.functions:
            self.name(node, kind)
        if kind == 'input-size' and call.args and node is call.args[0] and len(call.args) > 2 and isinstance(call.args[1], ast.Constant):
            self.add('no-batch', self.span(node)[0], self.span(call.args[1])[0], '')

    def name(self, node, kind):
        start, end = self.span(node)
        names = self.names(self.functions[-1]) - {node.id}
        if self.functions[-1].name == '__init__':
            # A size for a size: an activation for a size is no slip that people make.
            names = {n for n in names if SIZE.search(n)} if SIZE.search(node.id) else set()
        if names:
            self.add('wrong-variable', start, end, self.rng.choice(sorted(names)))
        if kind not in ('number', 'view', 'axis'):
            for suffix in (' * 2', ' // 2', ' + 1'):
                self.add(kind, start, end, [start, end], suffix)

    def names(self, function):
        found = {a.arg for a in function.args.args if a.arg not in ('self', 'cls')}
        for inner in ast.walk(function):
            if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store) and inner.id != '_':
                found.add(inner.id)
        return found

    def drop_keyword(self, call, keyword):
        if keyword.arg not in ('stride', 'padding', 'dilation', 'groups', 'dim', 'output_padding', 'batch_first', 'bidirectional', 'start_dim', 'keepdim', 'scale_factor', 'ceil_mode'):
            return
        start = self.at(keyword.lineno, keyword.col_offset)
        end = self.span(keyword.value)[1]
        before = self.text[:start].rstrip()
        if before.endswith(','):
            self.add('dropped-argument', len(before) - 1, end, '')

    def swap_arguments(self, call, name):
        plain = (ast.Constant, ast.Name, ast.BinOp, ast.Attribute, ast.UnaryOp)
        arguments = [a for a in call.args if not isinstance(a, ast.Starred)]
        for a, b in zip(arguments, arguments[1:]):
            if isinstance(a, plain) and isinstance(b, plain) and self.source(a) != self.source(b):
                (s, e), (s2, e2) = self.span(a), self.span(b)
                self.add('view' if name in VIEWS else 'swapped-arguments', s, e2, [s2, e2], [e, s2], [s, e])

    def drop_call(self, call, name):
        """`torch.flatten(x, 1)`, `x.view(…)`, `self.pool(x)` become `x`."""
        if not self.functions or not self.runs(call):
            return
        start, end = self.span(call)
        if isinstance(call.func, ast.Attribute) and name in VIEWS | {'mean', 'contiguous'} and not (isinstance(call.func.value, ast.Name) and call.func.value.id in ('torch', 'F')):
            keep = self.span(call.func.value)
        elif len(call.args) >= 1 and isinstance(call.args[0], (ast.Name, ast.Call)) and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name) and call.func.value.id in ('self', 'torch', 'F'):
            keep = self.span(call.args[0])
        else:
            return
        kind = 'dropped-flatten' if name in ('flatten', 'view', 'reshape') else 'dropped-call'
        self.add(kind, start, end, list(keep))

    def add_keyword(self, call, name):
        family = family_of(name)
        if family not in ('Conv', 'Pool', 'ConvTranspose') or not call.args:
            return
        present = {k.arg for k in call.keywords}
        positional = LAYERS[family][: len(call.args)] if name[0].isupper() else []
        end = max(self.span(a)[1] for a in [*call.args, *[k.value for k in call.keywords]])
        for keyword, value in (('padding', 1), ('stride', 2), ('dilation', 2), ('groups', 2)):
            if keyword in ('dilation', 'groups') and family != 'Conv':
                continue
            if keyword not in present and KEYWORDS[keyword] not in positional and None not in present:
                self.add(KEYWORDS[keyword], end, end, f', {keyword}={value}')

    def wrong_layer(self, call):
        f = call.func
        if not (isinstance(f, ast.Attribute) and isinstance(f.value, ast.Name) and f.value.id == 'self' and self.functions):
            return
        others = {
            n.func.attr
            for n in ast.walk(self.functions[-1])
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and isinstance(n.func.value, ast.Name) and n.func.value.id == 'self'
        } - {f.attr}
        if others and self.functions[-1].name != '__init__':
            end = self.span(f)[1]
            self.add('wrong-layer', end - len(f.attr), end, self.rng.choice(sorted(others)))

    def drop_elements(self, node):
        if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) > 1:
            self.drop_items(node.elts)

    def drop_items(self, items):
        for a, b in zip(items, items[1:]):
            if isinstance(a, ast.Call):
                self.add('dropped-layer', self.span(a)[0], self.span(b)[0], '')

    def statements(self, body):
        simple = (ast.Assign, ast.AugAssign, ast.Expr)
        for i, node in enumerate(body):
            if not isinstance(node, simple) or not self.runs(node) or not self.functions:
                continue
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                continue
            start, end = self.span(node)
            text = self.text[start:end]
            flat = any(w in text for w in ('flatten', '.view(', '.reshape('))
            self.add('dropped-flatten' if flat else 'dropped-statement', start, end, 'pass')
            following = body[i + 1] if i + 1 < len(body) else None
            if isinstance(following, simple) and self.runs(following) and self.functions[-1].name != '__init__':
                (s2, e2) = self.span(following)
                self.add('swapped-lines', start, e2, [s2, e2], [end, s2], [start, end])


def candidates(text, lines, rng):
    editor = Editor(text, lines, rng)
    editor.visit(ast.parse(text))
    unique = {}
    for kind, edit in editor.found:
        unique.setdefault((edit['start'], edit['end'], apply(text, edit)), (kind, edit))
    by_kind = {}
    for (_, _, mutant), (kind, edit) in unique.items():
        if mutant != text:
            by_kind.setdefault(kind, []).append(edit)
    for edits in by_kind.values():
        rng.shuffle(edits)
    return by_kind


def apply(text, edit):
    middle = ''.join(p if isinstance(p, str) else text[p[0] : p[1]] for p in edit['parts'])
    return text[: edit['start']] + middle + text[edit['end'] :]


def statement_ranges(text):
    """First and last line of every simple statement and of every compound statement's head."""
    ranges = []
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.stmt):
            continue
        body = getattr(node, 'body', None)
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
            first = min([node.lineno, *[d.lineno for d in getattr(node, 'decorator_list', [])]])
            ranges.append((first, max(node.lineno, body[0].lineno - 1)))
        else:
            ranges.append((node.lineno, node.end_lineno))
    return ranges


def range_of(ranges, line):
    holding = [r for r in ranges if r[0] <= line <= r[1]]
    return list(min(holding, key=lambda r: r[1] - r[0])) if holding else [line, line]


def rounds(by_kind, count, rng):
    """Kinds take turns, so that numbers, which are most, do not crowd out the rest."""
    kinds = sorted(by_kind)
    rng.shuffle(kinds)
    lists = {k: list(by_kind[k]) for k in kinds}
    taken = 0
    while taken < count and any(lists.values()):
        for kind in kinds:
            if lists[kind] and taken < count:
                taken += 1
                yield kind, lists[kind].pop()
