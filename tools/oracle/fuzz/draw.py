"""Random sizes, options and tensors."""
import random

import torch
import torch.nn as nn
import torch.nn.functional as F


class Draw:
    """What one case is made of; the same seed draws the same."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.g = torch.Generator().manual_seed(seed)

    # ---- choices

    def chance(self, p):
        return self.r.random() < p

    def flag(self):
        return self.chance(0.5)

    def one(self, *of):
        return self.r.choice(of)

    def size(self, least=1, most=5):
        return self.r.randint(least, most)

    def real(self, low, high):
        return round(self.r.uniform(low, high), 3)

    def some(self, **options):
        """Each option with probability one half; the others keep their defaults."""
        return {k: v for k, v in options.items() if self.flag()}

    def number_or_sizes(self, n, least=1, most=3):
        """One number for all n dimensions, or a tuple of n (Java has no tuples of one)."""
        if n == 1 or self.flag():
            return self.size(least, most)
        return tuple(self.size(least, most) for _ in range(n))

    def batch(self, most=2):
        """Any number of leading dimensions."""
        return [self.size(1, 3) for _ in range(self.r.randint(0, most))]

    # ---- tensors

    def x(self, *shape, kind="normal"):
        """A leaf that requires a gradient, now and then in another layout."""
        return self.plain(*shape, kind=kind).requires_grad_()

    def plain(self, *shape, kind="normal"):
        make = {
            "normal": lambda s: torch.randn(s, generator=self.g),
            "unit": lambda s: torch.rand(s, generator=self.g) * 0.98 + 0.01,
            "positive": lambda s: torch.rand(s, generator=self.g) * 3 + 0.1,
            "sign": lambda s: torch.randint(0, 2, s, generator=self.g) * 2.0 - 1,
            "bit": lambda s: torch.randint(0, 2, s, generator=self.g).float(),
            "log": lambda s: torch.randn(s, generator=self.g).log_softmax(-1),
        }[kind]
        if kind != "log" and len(shape) > 1 and self.chance(0.25):
            order = list(range(len(shape)))
            self.r.shuffle(order)
            back = [order.index(i) for i in range(len(shape))]
            return make([shape[i] for i in order]).permute(back)
        return make(list(shape))

    def ints(self, low, high, *shape):
        return torch.randint(low, high, shape, generator=self.g)

    def mask(self, *shape):
        """Booleans, never all true along the last dimension."""
        m = torch.rand(shape, generator=self.g) < 0.3
        m[..., 0] = False
        return m


class M:
    """A constructor call: can be run, and written as JSON or as Python."""

    def __init__(self, cls, *args, **kwargs):
        self.cls, self.args, self.kwargs = cls, args, kwargs

    def build(self):
        make = lambda v: v.build() if isinstance(v, M) else v
        return getattr(nn, self.cls)(
            *map(make, self.args), **{k: make(v) for k, v in self.kwargs.items()})

    def encode(self, bag, path):
        def of(v, p):
            if isinstance(v, M):
                return {"module": v.encode(bag, p)}
            if callable(v) and getattr(F, getattr(v, "__name__", "?"), None) is v:
                return {"function": v.__name__}
            return bag.encode(v, p)
        return {
            "cls": self.cls,
            "args": [of(v, f"{path}.c{i}") for i, v in enumerate(self.args)],
            "kwargs": {k: of(v, f"{path}.c.{k}") for k, v in self.kwargs.items()},
        }

    def text(self):
        def of(v):
            if isinstance(v, M):
                return v.text()
            return "torch.nn.functional." + v.__name__ if callable(v) else repr(v)
        parts = [of(v) for v in self.args] + [f"{k}={of(v)}" for k, v in self.kwargs.items()]
        return f"nn.{self.cls}({', '.join(parts)})"
