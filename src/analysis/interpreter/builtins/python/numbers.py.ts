/** Python's module `numbers`, in Python. */

export const numbersText = `
class Number:
    pass
class Complex(Number):
    pass
class Real(Complex):
    pass
class Rational(Real):
    pass
class Integral(Rational):
    pass
`;
