"""Random losses, in the form of `layers.py`."""
import torch

from draw import M
from layers import layer


def reduction(d, *kinds):
    return d.some(reduction=d.one(*(kinds or ("mean", "sum", "none"))))


def weight(d, n):
    return d.plain(n, kind="positive").contiguous()


@layer("L1Loss", "MSELoss")
def difference(d, name):
    shape = d.batch(3)
    return M(name, **reduction(d)), [d.x(*shape), d.x(*shape)]


@layer("SmoothL1Loss")
def smooth(d, name):
    shape = d.batch(3)
    return M(name, **reduction(d), **d.some(beta=d.one(0.0, d.real(0.1, 2)))), [d.x(*shape), d.x(*shape)]


@layer("HuberLoss")
def huber(d, name):
    shape = d.batch(3)
    return M(name, **reduction(d), **d.some(delta=d.real(0.1, 2))), [d.x(*shape), d.x(*shape)]


@layer("CrossEntropyLoss")
def cross_entropy(d, name):
    c = d.size(2, 5)
    tail = d.batch()
    shape = [c] if d.chance(0.15) else [d.size(1, 4), c] + tail
    options = reduction(d) | d.some(weight=weight(d, c), label_smoothing=d.real(0, 1))
    if d.chance(0.35):
        target = d.plain(*shape).softmax(0 if len(shape) == 1 else 1)
        if d.flag():
            target.requires_grad_()
    else:
        target = d.ints(0, c, *(shape[:1] + shape[2:] if len(shape) > 1 else []))
        options |= d.some(ignore_index=d.one(-100, d.r.randrange(c), -1))
        if options.get("ignore_index") == -1 and target.dim():
            target[d.r.randrange(len(target))] = -1
    return M(name, **options), [d.x(*shape), target]


@layer("NLLLoss")
def nll(d, name):
    c = d.size(2, 5)
    shape = [c] if d.chance(0.15) else [d.size(1, 4), c] + d.batch()
    options = reduction(d) | d.some(weight=weight(d, c), ignore_index=d.r.randrange(c))
    return M(name, **options), [d.x(*shape), d.ints(0, c, *(shape[:1] + shape[2:] if len(shape) > 1 else []))]


@layer("BCELoss")
def bce(d, name):
    shape = d.batch(2) + [d.size()]
    options = reduction(d) | d.some(weight=weight(d, shape[-1]))
    return M(name, **options), [d.x(*shape, kind="unit"), d.plain(*shape, kind=d.one("bit", "unit"))]


@layer("BCEWithLogitsLoss")
def bce_logits(d, name):
    shape = d.batch(2) + [d.size()]
    options = reduction(d) | d.some(weight=weight(d, shape[-1]), pos_weight=weight(d, shape[-1]))
    target = d.plain(*shape, kind=d.one("bit", "unit"))
    return M(name, **options), [d.x(*shape), target.requires_grad_() if d.chance(0.2) else target]


@layer("KLDivLoss")
def kl_div(d, name):
    shape = [d.size()] + d.batch()
    options = reduction(d, "mean", "sum", "none", "batchmean") | d.some(log_target=d.flag())
    target = d.plain(*shape, kind="log" if options.get("log_target") else "unit")
    return M(name, **options), [d.x(*shape, kind="log"), target.requires_grad_() if d.flag() else target]


@layer("PoissonNLLLoss")
def poisson(d, name):
    shape = d.batch(3)
    options = reduction(d) | d.some(log_input=d.flag(), full=d.flag(), eps=d.real(1e-4, 0.1))
    kind = "normal" if options.get("log_input", True) else "positive"
    return M(name, **options), [d.x(*shape, kind=kind), d.ints(0, 6, *shape).float()]


@layer("GaussianNLLLoss")
def gaussian(d, name):
    shape = d.batch(2) + [d.size()]
    var = d.one(shape, shape[:-1] + [1], shape[:-1] if len(shape) > 1 and shape[-1] > 1 else shape)
    options = reduction(d) | d.some(full=d.flag(), eps=d.real(1e-4, 0.5))
    return M(name, **options), [d.x(*shape), d.x(*shape), d.x(*var, kind="positive")]


@layer("HingeEmbeddingLoss")
def hinge(d, name):
    shape = d.batch(3)
    return M(name, **reduction(d), **d.some(margin=d.real(-1, 2))), [d.x(*shape), d.plain(*shape, kind="sign")]


@layer("SoftMarginLoss")
def soft_margin(d, name):
    shape = d.batch(3)
    return M(name, **reduction(d)), [d.x(*shape), d.plain(*shape, kind="sign")]


@layer("MarginRankingLoss")
def ranking(d, name):
    shape = d.batch(2)
    return M(name, **reduction(d), **d.some(margin=d.real(-1, 2))), [d.x(*shape), d.x(*shape), d.plain(*shape, kind="sign")]


@layer("CosineEmbeddingLoss")
def cosine_embedding(d, name):
    n, batch = d.size(), [] if d.chance(0.2) else [d.size()]
    options = reduction(d) | d.some(margin=d.real(-0.9, 0.9))
    return M(name, **options), [d.x(*batch, n), d.x(*batch, n), d.plain(*batch, kind="sign")]


@layer("TripletMarginLoss")
def triplet(d, name):
    shape = d.batch(1) + [d.size()]
    options = reduction(d) | d.some(
        margin=d.real(0.1, 2), p=d.one(1, 2, 3), eps=d.real(1e-6, 0.1), swap=d.flag())
    return M(name, **options), [d.x(*shape) for _ in range(3)]


@layer("TripletMarginWithDistanceLoss")
def triplet_distance(d, name):
    shape = d.batch(1) + [d.size()]
    options = reduction(d) | d.some(margin=d.real(0.1, 2), swap=d.flag())
    return M(name, **options), [d.x(*shape) for _ in range(3)]


@layer("MultiMarginLoss")
def multi_margin(d, name):
    c, batch = d.size(2, 5), [] if d.chance(0.2) else [d.size()]
    options = reduction(d) | d.some(p=d.one(1, 2), margin=d.real(0.1, 2), weight=weight(d, c))
    return M(name, **options), [d.x(*batch, c), d.ints(0, c, *batch)]


@layer("MultiLabelMarginLoss")
def multi_label_margin(d, name):
    c, batch = d.size(2, 5), [] if d.chance(0.2) else [d.size(1, 3)]

    def labels():
        row = list(range(c))
        d.r.shuffle(row)
        k = d.r.randint(0, c)
        return row[:k] + [-1] * (c - k)

    target = torch.tensor([labels() for _ in range(batch[0])] if batch else labels())
    return M(name, **reduction(d)), [d.x(*batch, c), target]


@layer("MultiLabelSoftMarginLoss")
def multi_label_soft(d, name):
    shape = d.batch(1) + [d.size()]
    options = reduction(d) | d.some(weight=weight(d, shape[-1]))
    return M(name, **options), [d.x(*shape), d.plain(*shape, kind="bit")]


@layer("CTCLoss")
def ctc(d, name):
    c, t, n, s = d.size(3, 5), d.size(3, 6), d.size(1, 3), d.size(1, 3)
    options = reduction(d) | d.some(blank=d.r.randrange(c), zero_infinity=d.flag())
    blank = options.get("blank", 0)
    labels = [i for i in range(c) if i != blank]
    lengths = [d.size(1, s) for _ in range(n)]
    target = torch.tensor([[d.one(*labels) for _ in range(s)] for _ in range(n)])
    if d.flag():
        target = torch.cat([row[:k] for row, k in zip(target, lengths)])
    times = torch.tensor([d.size(min(2 * s + 1, t), t) for _ in range(n)])
    x = d.plain(t, n, c, kind="log").requires_grad_()
    return M(name, **options), [x, target, times, torch.tensor(lengths)]


@layer("AdaptiveLogSoftmaxWithLoss")
def adaptive(d, name):
    n = d.size(4, 9)
    cutoffs = sorted(d.r.sample(range(1, n), d.size(1, min(3, n - 1))))
    options = d.some(div_value=d.one(2.0, 1.5), head_bias=d.flag())
    features = d.size(4, 8)
    batch = [] if d.chance(0.2) else [d.size(1, 5)]
    return M(name, features, n, cutoffs, **options), [d.x(*batch, features), d.ints(0, n, *batch)]


@layer("LinearCrossEntropyLoss")
def linear_cross_entropy(d, name):
    n, c = d.size(1, 4), d.size(2, 5)
    options = reduction(d) | d.some(bias=d.flag(), label_smoothing=d.real(0, 0.9), ignore_index=d.r.randrange(c))
    batch = [d.size(1, 4)]
    return M(name, n, c, **options), [d.x(*batch, n), d.ints(0, c, *batch)]
