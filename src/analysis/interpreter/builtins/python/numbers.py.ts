/** Python's module `numbers`, in Python. */

export const numbersText = `
class Number:
    @classmethod
    def register(cls, subclass):
        return subclass
class Complex(Number):
    pass
class Real(Complex):
    pass
class Rational(Real):
    pass
class Integral(Rational):
    pass
`;
