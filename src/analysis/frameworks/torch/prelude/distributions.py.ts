/** Prelude: torch.distributions, as far as shapes go: batch and event shapes, samples, log-probabilities, moments. */
const base = `
import torch

def _shape_of(*values):
    shape = ()
    for value in values:
        if isinstance(value, torch.Tensor):
            shape = tuple(torch.broadcast_shapes(shape, value.shape))
    return shape

class Distribution:
    has_rsample = False
    has_enumerate_support = False
    arg_constraints = {}
    def __init__(self, batch_shape=(), event_shape=(), validate_args=None):
        self._batch_shape = torch.Size(tuple(batch_shape))
        self._event_shape = torch.Size(tuple(event_shape))
    @staticmethod
    def set_default_validate_args(value):
        pass
    @property
    def batch_shape(self):
        return self._batch_shape
    @property
    def event_shape(self):
        return self._event_shape
    def _extended_shape(self, sample_shape=()):
        return torch.Size(tuple(sample_shape) + tuple(self._batch_shape) + tuple(self._event_shape))
    def sample(self, sample_shape=()):
        return self.rsample(sample_shape)
    def rsample(self, sample_shape=()):
        return torch.empty(self._extended_shape(sample_shape))
    def sample_n(self, n):
        return self.sample((n,))
    def log_prob(self, value):
        whole = tuple(torch.broadcast_shapes(tuple(value.shape), tuple(self._batch_shape) + tuple(self._event_shape)))
        return torch.empty(whole[:len(whole) - len(self._event_shape)])
    def entropy(self):
        return torch.empty(self._batch_shape)
    def perplexity(self):
        return torch.exp(self.entropy())
    def cdf(self, value):
        return torch.empty(torch.broadcast_shapes(tuple(value.shape), tuple(self._batch_shape)))
    def icdf(self, value):
        return self.cdf(value)
    @property
    def mean(self):
        return torch.empty(self._extended_shape())
    @property
    def mode(self):
        return torch.empty(self._extended_shape())
    @property
    def variance(self):
        return torch.empty(self._extended_shape())
    @property
    def stddev(self):
        return torch.empty(self._extended_shape())
    def expand(self, batch_shape, _instance=None):
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other._batch_shape = torch.Size(tuple(batch_shape))
        return other

class ExponentialFamily(Distribution):
    pass
`;

/** A family whose parameters broadcast to the batch shape. */
const family = (name: string, parameters: readonly string[], discrete = false): string => `
class ${name}(ExponentialFamily):
    has_rsample = ${discrete ? 'False' : 'True'}
    def __init__(self, ${parameters.join(', ')}, validate_args=None):
        ${parameters.map((p) => `self.${p.split('=')[0]} = ${p.split('=')[0]}`).join('\n        ')}
        super().__init__(_shape_of(${parameters.map((p) => p.split('=')[0]).join(', ')}))
`;

/** A family over probabilities or logits, of which one is given. */
const binary = (name: string, more: readonly string[] = []): string => `
class ${name}(ExponentialFamily):
    def __init__(self, ${[...more, 'probs=None', 'logits=None'].join(', ')}, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError('Either \`probs\` or \`logits\` must be specified, but not both.')
        self._given = probs if probs is not None else logits
        super().__init__(_shape_of(self._given${more.map((m) => `, ${m.split('=')[0]}`).join('')}))
    @property
    def probs(self):
        return self._given
    @property
    def logits(self):
        return self._given
    @property
    def param_shape(self):
        return self._given.shape
`;

export const distributionsPrelude = `${base}
${family('Normal', ['loc', 'scale'])}
${family('LogNormal', ['loc', 'scale'])}
${family('Laplace', ['loc', 'scale'])}
${family('Cauchy', ['loc', 'scale'])}
${family('Gumbel', ['loc', 'scale'])}
${family('HalfNormal', ['scale'])}
${family('HalfCauchy', ['scale'])}
${family('StudentT', ['df', 'loc=0.0', 'scale=1.0'])}
${family('Uniform', ['low', 'high'])}
${family('Exponential', ['rate'])}
${family('Gamma', ['concentration', 'rate'])}
${family('Chi2', ['df'])}
${family('Beta', ['concentration1', 'concentration0'])}
${family('Pareto', ['scale', 'alpha'])}
${family('Weibull', ['scale', 'concentration'])}
${family('VonMises', ['loc', 'concentration'])}
${family('Kumaraswamy', ['concentration1', 'concentration0'])}
${family('Poisson', ['rate'], true)}
${binary('Bernoulli')}
${binary('Geometric')}
${binary('ContinuousBernoulli')}
${binary('Binomial', ['total_count=1'])}
${binary('NegativeBinomial', ['total_count'])}
${binary('RelaxedBernoulli', ['temperature'])}

class _OverLast(Distribution):
    def __init__(self, probs=None, logits=None, validate_args=None):
        if (probs is None) == (logits is None):
            raise ValueError('Either \`probs\` or \`logits\` must be specified, but not both.')
        self._given = probs if probs is not None else logits
        self._num_events = self._given.size(-1)
        super().__init__(self._given.shape[:-1], self._events())
    def _events(self):
        return (self._num_events,)
    @property
    def probs(self):
        return self._given
    @property
    def logits(self):
        return self._given
    @property
    def param_shape(self):
        return self._given.shape

class Categorical(_OverLast):
    has_enumerate_support = True
    def _events(self):
        return ()
    def sample(self, sample_shape=()):
        return torch.zeros(self._extended_shape(sample_shape), dtype=torch.long)
    @property
    def mode(self):
        return self._given.argmax(dim=-1)

class OneHotCategorical(_OverLast):
    has_enumerate_support = True

class OneHotCategoricalStraightThrough(OneHotCategorical):
    has_rsample = True

class RelaxedOneHotCategorical(_OverLast):
    has_rsample = True
    def __init__(self, temperature, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self.temperature = temperature

class Multinomial(_OverLast):
    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        super().__init__(probs, logits)
        self.total_count = total_count

class Dirichlet(ExponentialFamily):
    has_rsample = True
    def __init__(self, concentration, validate_args=None):
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:])

class MultivariateNormal(Distribution):
    has_rsample = True
    def __init__(self, loc, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        matrix = covariance_matrix if covariance_matrix is not None else precision_matrix if precision_matrix is not None else scale_tril
        self.loc = loc
        super().__init__(torch.broadcast_shapes(tuple(matrix.shape[:-2]), tuple(loc.shape[:-1])), loc.shape[-1:])

class LowRankMultivariateNormal(Distribution):
    has_rsample = True
    def __init__(self, loc, cov_factor, cov_diag, validate_args=None):
        self.loc = loc
        super().__init__(loc.shape[:-1], loc.shape[-1:])

class Independent(Distribution):
    def __init__(self, base_distribution, reinterpreted_batch_ndims, validate_args=None):
        shape = tuple(base_distribution.batch_shape) + tuple(base_distribution.event_shape)
        at = len(base_distribution.batch_shape) - reinterpreted_batch_ndims
        self.base_dist = base_distribution
        self.has_rsample = base_distribution.has_rsample
        super().__init__(shape[:at], shape[at:])
    def sample(self, sample_shape=()):
        return self.base_dist.sample(sample_shape)
    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)
    @property
    def mean(self):
        return self.base_dist.mean
    @property
    def variance(self):
        return self.base_dist.variance

class TransformedDistribution(Distribution):
    def __init__(self, base_distribution, transforms, validate_args=None):
        self.base_dist = base_distribution
        self.transforms = transforms
        self.has_rsample = base_distribution.has_rsample
        super().__init__(base_distribution.batch_shape, base_distribution.event_shape)
    def rsample(self, sample_shape=()):
        return self.base_dist.rsample(sample_shape)

class MixtureSameFamily(Distribution):
    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        self.mixture_distribution = mixture_distribution
        self.component_distribution = component_distribution
        super().__init__(component_distribution.batch_shape[:-1], component_distribution.event_shape)

def kl_divergence(p, q):
    return torch.empty(torch.broadcast_shapes(tuple(p.batch_shape), tuple(q.batch_shape)))

def register_kl(type_p, type_q):
    return lambda function: function

_kl = kl_divergence
`;

/** The module of each family, as PyTorch lays them out: `torch.distributions.normal`. */
export const distributionModules: Readonly<Record<string, string>> = {
  distribution: 'Distribution',
  normal: 'Normal',
  categorical: 'Categorical',
  bernoulli: 'Bernoulli',
  beta: 'Beta',
  uniform: 'Uniform',
  independent: 'Independent',
  multivariate_normal: 'MultivariateNormal',
  one_hot_categorical: 'OneHotCategorical, OneHotCategoricalStraightThrough',
  relaxed_categorical: 'RelaxedOneHotCategorical',
  relaxed_bernoulli: 'RelaxedBernoulli',
  dirichlet: 'Dirichlet',
  gamma: 'Gamma',
  laplace: 'Laplace',
  poisson: 'Poisson',
  transformed_distribution: 'TransformedDistribution',
  mixture_same_family: 'MixtureSameFamily',
  kl: 'kl_divergence, register_kl',
};
