"""Prints CPython's own tree of Python files in the form of test/unit/syntax/print.ts, with spans: usage cpythonTree.py OUT FILE... (Python >= 3.12)

One JSON line a file: {file, tree}, or {file, error} where CPython does not take it. What is convention only is left out: see `text`.
"""
import ast
import json
import sys

OPERATORS = {'Add': '+', 'Sub': '-', 'Mult': '*', 'Div': '/', 'FloorDiv': '//', 'Mod': '%', 'Pow': '**', 'MatMult': '@', 'LShift': '<<',
             'RShift': '>>', 'BitAnd': '&', 'BitOr': '|', 'BitXor': '^', 'USub': 'u-', 'UAdd': 'u+', 'Invert': 'u~', 'Not': 'unot', 'Eq': '==',
             'NotEq': '!=', 'Lt': '<', 'LtE': '<=', 'Gt': '>', 'GtE': '>=', 'Is': 'is', 'IsNot': 'is-not', 'In': 'in', 'NotIn': 'not-in',
             'And': 'and', 'Or': 'or'}
FORMS = {'ListComp': 'list', 'SetComp': 'set', 'DictComp': 'dict', 'GeneratorExp': 'generator'}


def op(node):
    return OPERATORS[type(node).__name__]


def quoted(text):
    return json.dumps(text)


class Printer:
    def __init__(self, source):
        self.lines = source.split('\n')
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line.encode('utf-16-le')) // 2 + 1)

    def offset(self, line, column):
        text = self.lines[line - 1].encode('utf-8')[:column].decode('utf-8', 'replace')
        return self.starts[line - 1] + len(text.encode('utf-16-le')) // 2

    def span(self, n):
        return f'@{self.offset(n.lineno, n.col_offset)}:{self.offset(n.end_lineno, n.end_col_offset)}'

    def e(self, n):
        # Parentheses around strings and tuples, and a slice's last colon, belong to the node in one parser and not in the other.
        conventional = isinstance(n, (ast.Slice, ast.JoinedStr, ast.Tuple)) or isinstance(n, ast.Constant) and isinstance(n.value, (str, bytes))
        return self.bare(n) + ('' if conventional else self.span(n))

    def many(self, *parts):
        return '(' + ' '.join(p for p in parts if p) + ')'

    def bare(self, n):
        e, many = self.e, self.many
        kind = type(n).__name__
        if kind == 'Name':
            return 'True' if n.id == '__debug__' else n.id
        if kind == 'Constant':
            v = n.value
            if v is None or v is True or v is False:
                return str(v)
            if v is ...:
                return '...'
            if isinstance(v, float):
                return '\u0192' + repr(v)
            if isinstance(v, int):
                return repr(v)
            if isinstance(v, complex):
                return f'\u0192{v.imag!r}j'
            if isinstance(v, bytes):
                return 'b' + quoted(v.decode('latin-1'))
            return quoted(v)
        if kind == 'JoinedStr':
            return many('f', *self.pieces(n))
        if kind == 'List':
            return '[' + ' '.join(map(e, n.elts)) + ']'
        if kind == 'Tuple':
            return many('tuple', *map(e, n.elts))
        if kind == 'Set':
            return many('set', *map(e, n.elts))
        if kind == 'Dict':
            return many('dict', *(f'({e(k) if k else "**"} {e(v)})' for k, v in zip(n.keys, n.values)))
        if kind == 'Starred':
            return many('*', e(n.value))
        if kind == 'Attribute':
            return many('.', e(n.value), n.attr)
        if kind == 'Subscript':
            return many('sub', e(n.value), e(n.slice))
        if kind == 'Slice':
            return many('slice', *(e(x) if x else '_' for x in (n.lower, n.upper, n.step)))
        if kind == 'Call':
            return many('call', e(n.func), *self.arguments(n))
        if kind == 'BinOp':
            return many(op(n.op), e(n.left), e(n.right))
        if kind == 'UnaryOp':
            return many(op(n.op), e(n.operand))
        if kind == 'BoolOp':
            # Ours nests to the left.
            text = e(n.values[0])
            for i, value in enumerate(n.values[1:], 1):
                text = many(op(n.op), text, e(value))
                if i < len(n.values) - 1:
                    text += f'@{self.offset(n.lineno, n.col_offset)}:{self.offset(value.end_lineno, value.end_col_offset)}'
            return text
        if kind == 'Compare':
            return many('compare', e(n.left), *(f'{op(o)} {e(x)}' for o, x in zip(n.ops, n.comparators)))
        if kind == 'IfExp':
            return many('if', e(n.test), e(n.body), e(n.orelse))
        if kind == 'Lambda':
            return many('lambda', self.parameters(n.args), e(n.body))
        if kind in FORMS:
            element = [e(n.key), e(n.value)] if kind == 'DictComp' else [e(n.elt)]
            clauses = [many('in', e(c.target), e(c.iter), *(many('if', e(x)) for x in c.ifs)) for c in n.generators]
            return many(FORMS[kind] + '-for', *element, *clauses)
        if kind == 'NamedExpr':
            return many(':=', e(n.target), e(n.value))
        if kind == 'Yield':
            return many('yield', n.value and e(n.value))
        if kind == 'YieldFrom':
            return many('yield-from', e(n.value))
        if kind == 'Await':
            return many('await', e(n.value))
        raise NotImplementedError(kind)

    def pieces(self, n):
        """Literal pieces joined; `{x=}` undone (CPython puts its text into the literal before it)."""
        out = []
        for part in n.values:
            if isinstance(part, ast.Constant):
                out.append(quoted(part.value))
            else:
                spec = ''
                if part.format_spec is not None:
                    spec = ':' + ' '.join(self.pieces(part.format_spec))
                conversion = '' if part.conversion < 0 else '!' + chr(part.conversion)
                out.append('{' + ' '.join(x for x in (self.e(part.value), conversion, spec) if x) + '}')
        return out

    def arguments(self, n):
        """Positional and keyword arguments in source order."""
        both = [(x.lineno, x.col_offset, self.e(x) if not isinstance(x, ast.Starred) else self.many('*', self.e(x.value))) for x in
                (n.args if isinstance(n, ast.Call) else n.bases)]
        both += [(k.lineno, k.col_offset, f'(= {k.arg} {self.e(k.value)})' if k.arg else self.many('**', self.e(k.value))) for k in n.keywords]
        return [text for _, _, text in sorted(both)]

    def parameters(self, a):
        out = []

        def one(mark, arg, default):
            name = mark + arg.arg
            extra = [f': {self.e(arg.annotation)}' if arg.annotation else '', f'= {self.e(default)}' if default else '']
            extra = [x for x in extra if x]
            out.append(f'({" ".join([name] + extra)})' if extra else name)

        plain = a.posonlyargs + a.args
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults
        for i, (arg, default) in enumerate(zip(plain, defaults)):
            one('', arg, default)
            if i + 1 == len(a.posonlyargs):
                out.append('/')
        if a.vararg:
            one('*', a.vararg, None)
        elif a.kwonlyargs:
            out.append('*')
        for arg, default in zip(a.kwonlyargs, a.kw_defaults):
            one('', arg, default)
        if a.kwarg:
            one('**', a.kwarg, None)
        return '(' + ' '.join(out) + ')'

    def block(self, body, depth):
        return [line for statement in body for line in self.statement(statement, depth)]

    def statement(self, n, depth):
        e = self.e

        def line(*parts):
            return '  ' * depth + ' '.join(p for p in parts if p)

        def inner(body):
            return self.block(body, depth + 1)

        def otherwise(body, word='else'):
            return [line(word)] + inner(body) if body else []

        kind = type(n).__name__
        if kind == 'Expr':
            return [line('expr', e(n.value))]
        if kind == 'Assign':
            return [line('assign', *map(e, n.targets), '= ' + e(n.value))]
        if kind == 'AnnAssign':
            return [line('assign', e(n.target), ': ' + e(n.annotation), n.value and '= ' + e(n.value))]
        if kind == 'AugAssign':
            return [line('augment', op(n.op), e(n.target), e(n.value))]
        if kind == 'Return':
            return [line('return', n.value and e(n.value))]
        if kind == 'Raise':
            return [line('raise', n.exc and e(n.exc), n.cause and 'from ' + e(n.cause))]
        if kind == 'Assert':
            return [line('assert', e(n.test), n.msg and e(n.msg))]
        if kind == 'Delete':
            return [line('del', *map(e, n.targets))]
        if kind in ('Pass', 'Break', 'Continue'):
            return [line(kind.lower())]
        if kind in ('Global', 'Nonlocal'):
            return [line(kind.lower(), *n.names)]
        names = [f'(as {x.name} {x.asname})' if x.asname else x.name for x in getattr(n, 'names', [])] if 'Import' in kind else []
        if kind == 'Import':
            return [line('import', *names)]
        if kind == 'ImportFrom':
            return [line('from', '.' * n.level + (n.module or ''), 'import', *names)]
        if kind in ('If', 'While'):
            return [line(kind.lower(), e(n.test))] + inner(n.body) + otherwise(n.orelse)
        if kind in ('For', 'AsyncFor'):
            return [line('for', e(n.target), e(n.iter))] + inner(n.body) + otherwise(n.orelse)
        if kind in ('With', 'AsyncWith'):
            items = [f'(as {e(i.context_expr)} {e(i.optional_vars)})' if i.optional_vars else e(i.context_expr) for i in n.items]
            return [line('with', *items)] + inner(n.body)
        if kind in ('Try', 'TryStar'):
            out = [line('try')] + inner(n.body)
            for h in n.handlers:
                out += [line('except', h.type and e(h.type), h.name)] + inner(h.body)
            return out + otherwise(n.orelse) + otherwise(n.finalbody, 'finally')
        if kind == 'Match':
            out = [line('match', e(n.subject))]
            for c in n.cases:
                out += ['  ' + line('case', self.pattern(c.pattern), c.guard and f'(if {e(c.guard)})')] + self.block(c.body, depth + 2)
            return out
        if kind in ('FunctionDef', 'AsyncFunctionDef'):
            return [line('decorate', e(d)) for d in n.decorator_list] + [
                line('async' if kind[0] == 'A' else '', 'def', n.name, self.parameters(n.args), n.returns and '-> ' + e(n.returns))
            ] + inner(n.body)
        if kind == 'ClassDef':
            return [line('decorate', e(d)) for d in n.decorator_list] + [line('class', n.name, *self.arguments(n))] + inner(n.body)
        if kind == 'TypeAlias':
            return [line('other')]
        raise NotImplementedError(kind)

    def pattern(self, p):
        many, pattern = self.many, self.pattern
        kind = type(p).__name__
        if kind == 'MatchValue':
            return self.e(p.value)
        if kind == 'MatchSingleton':
            return str(p.value) + self.span(p)
        if kind == 'MatchAs':
            return many('bind', p.name or '_') if p.pattern is None else many('as', pattern(p.pattern), p.name)
        if kind == 'MatchStar':
            return many('rest', p.name or '_')
        if kind == 'MatchSequence':
            return '[' + ' '.join(map(pattern, p.patterns)) + ']'
        if kind == 'MatchMapping':
            pairs = [f'({self.e(k)} {pattern(v)})' for k, v in zip(p.keys, p.patterns)]
            return many('dict', *pairs, p.rest and f'(** {p.rest})')
        if kind == 'MatchClass':
            keywords = [f'(= {k} {pattern(v)})' for k, v in zip(p.kwd_attrs, p.kwd_patterns)]
            return many('call', self.e(p.cls), *map(pattern, p.patterns), *keywords)
        if kind == 'MatchOr':
            return many('or', *map(pattern, p.patterns))
        raise NotImplementedError(kind)


def main():
    with open(sys.argv[1], 'w', encoding='utf-8') as out:
        for file in sys.argv[2:]:
            try:
                source = open(file, encoding='utf-8-sig', newline='').read()
                # CPython takes every line end for a newline; offsets are those of the text as it is, so only such files are compared.
                if '\r' in source or '\f' in source:
                    continue
                tree = '\n'.join(Printer(source).block(ast.parse(source).body, 0))
            except (SyntaxError, ValueError, UnicodeDecodeError, RecursionError) as error:
                out.write(json.dumps({'file': file, 'error': str(error)}) + '\n')
                continue
            out.write(json.dumps({'file': file, 'tree': tree}) + '\n')


main()
