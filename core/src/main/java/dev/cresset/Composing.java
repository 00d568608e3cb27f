package dev.cresset;

import dev.cresset.op.DType;
import dev.cresset.op.DefaultDType;
import org.jspecify.annotations.Nullable;

/** How functions that are made of others work. */
final class Composing {
    private Composing() {}

    static Tensor positive(Tensor x) {
        if (x.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    "positive: The `+` operator, on a bool tensor is not supported, got "
                            + x.dtype());
        }
        return x;
    }

    static Tensor signbit(Tensor x) {
        Tensor d = x.detach();
        if (d.dtype() == DType.BOOL) {
            return d.zerosLike();
        }
        return d.dtype().isFloatingPoint() ? d.onesLike().copysign(d).lt(0) : d.lt(0);
    }

    private static Tensor floating(Tensor x) {
        return x.dtype().isFloatingPoint() ? x : x.to(DefaultDType.get());
    }

    static Tensor polygamma(Tensor x, int n) {
        if (n < 0) {
            throw new IllegalArgumentException("polygamma: n must be at least 0, got " + n);
        }
        return n == 0 ? x.digamma() : Dispatch.run(new dev.cresset.op.Parametric.Polygamma(n), x);
    }

    static Tensor mvlgamma(Tensor input, int p) {
        if (p < 1) {
            throw new IllegalArgumentException(
                    "mvlgamma: p has to be greater than or equal to 1, got " + p);
        }
        Tensor x = floating(input);
        Tensor places = Tensor.arange(0, -p, -1).to(x.dtype()).mul(0.5);
        Tensor sum = x.unsqueeze(-1).add(places).lgamma().sum(-1);
        return Composite.named("Mvlgamma", sum.add(p * (p - 1) * Math.log(Math.PI) / 4));
    }

    static Tensor sinc(Tensor input) {
        Rule rule =
                Rule.one(
                        Saved.input(0),
                        (s, g) -> {
                            Tensor x = s.in(0);
                            Tensor px = x.mul(Math.PI);
                            Tensor slope = px.mul(px.cos()).sub(px.sin()).div(px.mul(x));
                            return g.mul(slope.maskedFill(x.eq(0), 0));
                        });
        Tensor x = floating(input);
        return Composite.of(
                "Sinc",
                rule,
                new Tensor[] {x},
                () -> {
                    Tensor px = x.mul(Math.PI);
                    return px.sin().div(px).maskedFill(x.eq(0), 1);
                });
    }

    static Tensor logit(Tensor input, @Nullable Double eps) {
        Tensor x = floating(input);
        Rule rule =
                Rule.one(
                        Saved.input(0),
                        (s, g) -> {
                            Tensor p = s.in(0);
                            Tensor slope = g.div(p.mul(p.rsub(1)));
                            double low = eps == null ? 0 : eps;
                            Tensor outside = p.lt(low).logicalOr(p.gt(1 - low));
                            return slope.maskedFill(outside, eps == null ? Double.NaN : 0);
                        });
        return Composite.of(
                "Logit",
                rule,
                new Tensor[] {x},
                () -> {
                    Tensor p = eps == null ? x : x.clamp(eps, 1 - eps);
                    return p.div(p.rsub(1)).log();
                });
    }

    static Tensor heaviside(Tensor x, Tensor values) {
        if (x.dtype() != values.dtype()) {
            throw new IllegalArgumentException(
                    "heaviside is not yet implemented for tensors with different dtypes: "
                            + x.dtype()
                            + " and "
                            + values.dtype());
        }
        Tensor d = x.detach();
        return Tensor.where(d.eq(0), values.detach(), d.gt(0).to(x.dtype()));
    }

    static Tensor logaddexp2(Tensor x, Tensor y) {
        DType dtype = dev.cresset.op.Promotion.resultType(x.spec(), y.spec());
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "\"logaddexp2\" not implemented for '" + dtype.legacyName() + "'");
        }
        Rule rule =
                Rule.several(
                        Saved.INPUTS,
                        (s, g) -> {
                            Tensor apart = s.in(1).sub(s.in(0));
                            return new @Nullable Tensor[] {
                                g.div(apart.exp2().add(1)), g.div(apart.neg().exp2().add(1))
                            };
                        });
        return Composite.of(
                "Logaddexp2",
                rule,
                new Tensor[] {x, y},
                () -> {
                    Tensor high = x.maximum(y);
                    Tensor apart = x.sub(y).abs().neg();
                    Tensor sum = apart.exp2().log1p().mul(1 / Math.log(2)).add(high);
                    Tensor same = x.isinf().logicalAnd(x.eq(y));
                    return Tensor.where(same, x, sum);
                });
    }

    static Tensor xlog1py(Tensor x, Tensor y) {
        Rule rule =
                Rule.several(
                        Saved.INPUTS,
                        (s, g) -> {
                            Tensor none = s.in(0).eq(0).logicalAnd(s.in(1).le(-1));
                            return new @Nullable Tensor[] {
                                g.mul(s.in(1).log1p()).maskedFill(none, 0),
                                g.mul(s.in(0).div(s.in(1).add(1)))
                            };
                        });
        return Composite.of(
                "SpecialXlog1Py",
                rule,
                new Tensor[] {x, y},
                () -> {
                    Tensor product = x.mul(y.log1p());
                    Tensor zero = x.eq(0).logicalAnd(y.isnan().logicalNot());
                    return product.maskedFill(zero, 0);
                });
    }
}
