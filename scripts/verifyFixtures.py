"""Compares the Python fixtures of the interpreter with CPython itself: usage verifyFixtures.py [--write] [FILE...]

A line `EXPRESSION  #=> TEXT` says what repr(EXPRESSION) is, or `raises TYPE: MESSAGE`. Other statements are run; one that raises is skipped.
--write puts in what CPython answers.
"""
import ast
import glob
import os
import re
import sys


def answers(path):
    source = open(path, encoding='utf-8').read()
    lines = source.split('\n')
    names = {'__name__': '__main__'}
    for statement in ast.parse(source).body:
        last = statement.end_lineno - 1
        expected = re.search(r'\s\s#=>(.*)$', lines[last])
        code = ast.Module([statement], [])
        try:
            if expected and isinstance(statement, ast.Expr):
                text = repr(eval(compile(ast.Expression(statement.value), path, 'eval'), names))
            else:
                exec(compile(code, path, 'exec'), names)
                continue
        except BaseException as error:
            text = f'raises {type(error).__name__}: {error}'.strip()
        if expected:
            yield last, expected.group(1).strip(), text


def main():
    write = '--write' in sys.argv
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'test', 'unit', 'interpreter', 'python')
    files = [a for a in sys.argv[1:] if not a.startswith('--')] or sorted(glob.glob(os.path.join(here, '*.py')))
    wrong = count = 0
    for path in files:
        lines = open(path, encoding='utf-8').read().split('\n')
        for line, expected, text in answers(path):
            count += 1
            if write:
                lines[line] = re.sub(r'\s\s#=>.*$', '', lines[line]) + '  #=> ' + text
            elif text != expected:
                wrong += 1
                print(f'{path}:{line + 1}: expected {expected}, CPython says {text}')
        if write:
            open(path, 'w', encoding='utf-8').write('\n'.join(lines))
    print(f'{count} expectations, {wrong} differ')
    sys.exit(1 if wrong or not count else 0)


main()
