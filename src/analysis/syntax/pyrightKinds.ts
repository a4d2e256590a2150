/** Numbers of pyright's const enums, which a bundler cannot read; a test holds them against the package's typings. */

export const kinds = {
  Error: 0, Argument: 1, Assert: 2, Assignment: 3, AssignmentExpression: 4, AugmentedAssignment: 5, Await: 6,
  BinaryOperation: 7, Break: 8, Call: 9, Class: 10, Comprehension: 11, ComprehensionFor: 12, ComprehensionIf: 13,
  Constant: 14, Continue: 15, Decorator: 16, Del: 17, Dictionary: 18, DictionaryExpandEntry: 19,
  DictionaryKeyEntry: 20, Ellipsis: 21, If: 22, Import: 23, ImportAs: 24, ImportFrom: 25, ImportFromAs: 26,
  Index: 27, Except: 28, For: 29, FormatString: 30, Function: 31, Global: 32, Lambda: 33, List: 34,
  MemberAccess: 35, Module: 36, ModuleName: 37, Name: 38, Nonlocal: 39, Number: 40, Parameter: 41, Pass: 42,
  Raise: 43, Return: 44, Set: 45, Slice: 46, StatementList: 47, StringList: 48, String: 49, Suite: 50, Ternary: 51,
  Tuple: 52, Try: 53, TypeAnnotation: 54, UnaryOperation: 55, Unpack: 56, While: 57, With: 58, WithItem: 59,
  Yield: 60, YieldFrom: 61, FunctionAnnotation: 62, Match: 63, Case: 64, PatternSequence: 65, PatternAs: 66,
  PatternLiteral: 67, PatternClass: 68, PatternCapture: 69, PatternMapping: 70, PatternMappingKeyEntry: 71,
  PatternMappingExpandEntry: 72, PatternValue: 73, PatternClassArgument: 74, TypeParameter: 75,
  TypeParameterList: 76, TypeAlias: 77,
} as const;

/** OperatorType: binary operators of expressions. */
export const binaryOperators: Readonly<Record<number, string>> = {
  0: '+', 3: '&', 6: '|', 8: '^', 10: '/', 13: '//', 17: '<<', 22: '@', 24: '%', 26: '*', 29: '**', 31: '>>', 33: '-',
};
/** OperatorType: augmented assignments. */
export const augmentedOperators: Readonly<Record<number, string>> = {
  1: '+', 4: '&', 7: '|', 9: '^', 11: '/', 14: '//', 18: '<<', 23: '@', 25: '%', 27: '*', 30: '**', 32: '>>', 34: '-',
};
export const comparisonOperators: Readonly<Record<number, string>> = {
  12: '==', 15: '>', 16: '>=', 19: '!=', 20: '<', 21: '<=', 28: '!=', 39: 'is', 40: 'is not', 41: 'in', 42: 'not in',
};
export const booleanOperators: Readonly<Record<number, string>> = { 36: 'and', 37: 'or' };
/** OperatorType: unary. */
export const unaryOperators: Readonly<Record<number, string>> = { 0: '+', 5: '~', 33: '-', 38: 'not' };

/** StringTokenFlags. */
export const stringFlags = { raw: 8, bytes: 32 } as const;
/** KeywordType of constants. */
export const keywords = { true: 34, false: 15, debug: 9 } as const;
