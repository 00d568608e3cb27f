"""Random layers: each function draws a constructor call, arguments of a call, and its keywords."""
import torch
import torch.nn.functional as F

from draw import M

LAYERS = {}


def layer(*names):
    """Registers a function of (draw, class name)."""
    def add(f):
        for name in names:
            LAYERS[name] = f
        return f
    return add


def dims(name):
    """2 of Conv2d."""
    return int(name[-2])


def image(d, n, channels, low=4, high=7):
    """(N, C, *) or (C, *)."""
    batch = [] if d.chance(0.2) else [d.size(1, 3)]
    return d.x(*batch, channels, *(d.size(low, high) for _ in range(n)))


# ---- linear and elementwise


@layer("Linear")
def linear(d, name):
    n = d.size()
    return M(name, n, d.size(), **d.some(bias=d.flag())), [d.x(*d.batch(3), n)]


@layer("Bilinear")
def bilinear(d, name):
    a, b, batch = d.size(), d.size(), d.batch()
    return M(name, a, b, d.size(), **d.some(bias=d.flag())), [d.x(*batch, a), d.x(*batch, b)]


@layer("Flatten")
def flatten(d, name):
    rank = d.size(1, 4)
    start = d.r.randint(0, rank - 1)
    end = d.r.randint(start, rank - 1)
    args = (start, end - rank if d.flag() else end) if d.chance(0.7) or rank < 2 else ()
    return M(name, *args), [d.x(*(d.size(1, 3) for _ in range(rank)))]


@layer("Unflatten")
def unflatten(d, name):
    parts = [d.size(1, 3) for _ in range(d.size(1, 3))]
    shape = d.batch() + [eval("*".join(map(str, parts)))] + d.batch()
    dim = d.r.randrange(len(shape))
    shape[dim] = eval("*".join(map(str, parts)))
    if d.flag():
        parts[d.r.randrange(len(parts))] = -1
    return M(name, dim - len(shape) if d.flag() else dim, tuple(parts)), [d.x(*shape)]


SLOPES = {
    "ReLU": {}, "ReLU6": {}, "SELU": {}, "SiLU": {}, "Mish": {}, "Hardswish": {}, "Hardsigmoid": {},
    "LeakyReLU": {"negative_slope": (-0.5, 0.9)}, "ELU": {"alpha": (0.1, 2)},
    "CELU": {"alpha": (0.1, 2)},
}


@layer(*SLOPES)
def activation(d, name):
    options = {k: d.real(*v) for k, v in SLOPES[name].items()}
    return M(name, **d.some(**options)), [d.x(*d.batch(4))]


@layer("Sigmoid", "Tanh", "Softsign", "Tanhshrink", "LogSigmoid", "Identity")
def function(d, name):
    return M(name), [d.x(*d.batch(4))]


@layer("GELU")
def gelu(d, name):
    return M(name, **d.some(approximate=d.one("none", "tanh"))), [d.x(*d.batch(4))]


@layer("Softplus")
def softplus(d, name):
    return M(name, **d.some(beta=d.real(0.1, 4), threshold=d.real(0.2, 20))), [d.x(*d.batch(4))]


@layer("Hardtanh")
def hardtanh(d, name):
    return M(name, **d.some(min_val=d.real(-2, 0.4), max_val=d.real(1.1, 2))), [d.x(*d.batch(4))]


@layer("Hardshrink", "Softshrink")
def shrink(d, name):
    return M(name, **d.some(lambd=d.real(0, 1.5))), [d.x(*d.batch(4))]


@layer("Threshold")
def threshold(d, name):
    return M(name, d.real(-1, 1), d.one(d.real(-9, 9), d.size(-3, 3))), [d.x(*d.batch(4))]


@layer("RReLU")
def rrelu(d, name):
    return M(name, **d.some(lower=d.real(0, 0.2), upper=d.real(0.4, 0.9))), [d.x(*d.batch(4))]


@layer("PReLU")
def prelu(d, name):
    n = d.one(1, d.size(2, 4))
    shape = d.batch(3) if n == 1 else [d.size(1, 3), n] + d.batch()
    return M(name, *((n,) if n > 1 or d.flag() else ()), **d.some(init=d.real(-0.5, 1))), [d.x(*shape)]


@layer("GLU")
def glu(d, name):
    shape = d.batch(2) + [d.size(1, 3)]
    dim = d.r.randrange(len(shape))
    shape[dim] = 2 * d.size(1, 3)
    dim -= len(shape) if d.flag() else 0
    return M(name, dim), [d.x(*shape)]


@layer("Softmax", "LogSoftmax", "Softmin")
def softmax(d, name):
    shape = d.batch(3) + [d.size()]
    dim = d.r.randrange(-len(shape), len(shape))
    return (M(name, dim=dim) if d.chance(0.8) else M(name)), [d.x(*shape)]


@layer("Softmax2d")
def softmax2d(d, name):
    return M(name), [image(d, 2, d.size(), 1, 4)]


@layer("Dropout", "AlphaDropout")
def dropout(d, name):
    return M(name, **d.some(p=d.one(0.0, 1.0, d.real(0, 1)))), [d.x(*d.batch(4))]


@layer("FeatureAlphaDropout")
def feature_dropout(d, name):
    return M(name, **d.some(p=d.real(0, 1))), [d.x(d.size(1, 3), d.size(2, 5), *d.batch())]


@layer("Dropout1d", "Dropout2d", "Dropout3d")
def channel_dropout(d, name):
    return M(name, **d.some(p=d.one(0.0, 1.0, d.real(0, 1)))), [image(d, dims(name), d.size(2, 5), 1, 3)]


@layer("CosineSimilarity")
def cosine(d, name):
    shape = d.batch(2) + [d.size()]
    dim = d.r.randrange(-len(shape), len(shape))
    other = [1 if d.chance(0.2) else n for n in shape]
    return M(name, **dict(d.some(eps=d.real(0.001, 1)), dim=dim)), [d.x(*shape), d.x(*other)]


@layer("PairwiseDistance")
def distance(d, name):
    shape = d.batch(2) + [d.size()]
    options = d.some(p=d.one(1, 2, 3.5, 0.7, float("inf")), eps=d.real(1e-6, 0.1), keepdim=d.flag())
    return M(name, **options), [d.x(*shape), d.x(*shape)]


# ---- convolution


@layer("Conv1d", "Conv2d", "Conv3d")
def convolution(d, name):
    n, groups = dims(name), d.one(1, 1, 2)
    channels = groups * d.size(1, 2)
    options = d.some(
        stride=d.number_or_sizes(n), dilation=d.number_or_sizes(n, 1, 2), bias=d.flag())
    options |= {"groups": groups} if groups > 1 else {}
    if d.chance(0.2):
        options["padding"] = d.one("same", "valid")
        if options["padding"] == "same":
            options.pop("stride", None)
    elif d.flag():
        options["padding"] = d.number_or_sizes(n, 0, 2)
    options |= d.some(padding_mode=d.one("zeros", "reflect", "replicate", "circular"))
    call = M(name, channels, groups * d.size(1, 2), d.number_or_sizes(n), **options)
    return call, [image(d, n, channels, 5, 8 if n < 3 else 6)]


@layer("ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d")
def transposed(d, name):
    n, groups = dims(name), d.one(1, 1, 2)
    channels = groups * d.size(1, 2)
    options = d.some(
        stride=d.number_or_sizes(n), padding=d.number_or_sizes(n, 0, 1), bias=d.flag(),
        dilation=d.number_or_sizes(n, 1, 2), output_padding=d.number_or_sizes(n, 0, 1))
    options |= {"groups": groups} if groups > 1 else {}
    call = M(name, channels, groups * d.size(1, 2), d.number_or_sizes(n), **options)
    x = image(d, n, channels, 1, 4)
    m = call.build()
    m.output_padding = (0,) * n
    size = m(x).shape[-n:]
    if 0 in size:
        raise ValueError("empty, which only some of PyTorch's kernels refuse")
    if d.chance(0.2):
        return call, [x], {"output_size": [s + d.size(0, 1) for s in size]}
    return call, [x]


@layer("Fold")
def fold(d, name):
    kernel = d.number_or_sizes(2, 1, 3)
    options = d.some(
        dilation=d.number_or_sizes(2, 1, 2), padding=d.number_or_sizes(2, 0, 1),
        stride=d.number_or_sizes(2))
    size = (d.size(3, 6), d.size(3, 6))
    c = d.size(1, 2)
    columns = F.unfold(torch.zeros(1, c, *size), kernel, **options).shape
    batch = [] if d.chance(0.2) else [d.size(1, 3)]
    return M(name, size, kernel, **options), [d.x(*batch, *columns[1:])]


@layer("Unfold")
def unfold(d, name):
    options = d.some(
        dilation=d.number_or_sizes(2, 1, 2), padding=d.number_or_sizes(2, 0, 1),
        stride=d.number_or_sizes(2))
    return M(name, d.number_or_sizes(2), **options), [image(d, 2, d.size(1, 3))]


# ---- pooling


@layer("MaxPool1d", "MaxPool2d", "MaxPool3d")
def max_pool(d, name):
    n = dims(name)
    options = d.some(
        stride=d.number_or_sizes(n), padding=d.size(0, 1), dilation=d.number_or_sizes(n, 1, 2),
        return_indices=d.flag(), ceil_mode=d.flag())
    return M(name, d.number_or_sizes(n, 2, 3), **options), [image(d, n, d.size(1, 2), 5, 7)]


@layer("AvgPool1d", "AvgPool2d", "AvgPool3d")
def avg_pool(d, name):
    n = dims(name)
    options = d.some(
        stride=d.number_or_sizes(n), padding=d.size(0, 1), ceil_mode=d.flag(),
        count_include_pad=d.flag())
    if n > 1:
        options |= d.some(divisor_override=d.size(1, 7))
    return M(name, d.number_or_sizes(n, 2, 3), **options), [image(d, n, d.size(1, 2), 5, 7)]


@layer("LPPool1d", "LPPool2d", "LPPool3d")
def lp_pool(d, name):
    n = dims(name)
    options = d.some(stride=d.number_or_sizes(n), ceil_mode=d.flag())
    x = image(d, n, d.size(1, 2), 4, 6).detach().abs().add(0.1).requires_grad_()
    return M(name, d.one(1, 2, 3, 1.5), d.number_or_sizes(n, 1, 3), **options), [x]


def output_size(d, n):
    if d.flag():
        return d.size(1, 4)
    return tuple(None if d.chance(0.2) else d.size(1, 4) for _ in range(n))


@layer("AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d")
def adaptive_avg(d, name):
    n = dims(name)
    size = output_size(d, n) if n > 1 else d.size(1, 4)
    return M(name, size), [image(d, n, d.size(1, 2), 3, 7)]


@layer("AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d")
def adaptive_max(d, name):
    n = dims(name)
    size = output_size(d, n) if n > 1 else d.size(1, 4)
    return M(name, size, **d.some(return_indices=d.flag())), [image(d, n, d.size(1, 2), 3, 7)]


@layer("FractionalMaxPool2d", "FractionalMaxPool3d")
def fractional(d, name):
    n = dims(name)
    options = (
        {"output_size": d.number_or_sizes(n, 1, 4)} if d.flag()
        else {"output_ratio": d.one(d.real(0.3, 0.7), tuple(d.real(0.3, 0.7) for _ in range(n)))})
    options |= d.some(return_indices=d.flag())
    return M(name, d.number_or_sizes(n, 2, 3), **options), [image(d, n, d.size(1, 2), 6, 8)]


@layer("MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d")
def max_unpool(d, name):
    n = dims(name)
    kernel = d.number_or_sizes(n, 2, 3)
    options = d.some(stride=d.number_or_sizes(n, 2, 3), padding=d.size(0, 1))
    pool = getattr(torch.nn, f"MaxPool{n}d")(kernel, return_indices=True, **options)
    x = image(d, n, d.size(1, 2), 4, 7)
    values, indices = pool(x)
    given = {} if d.flag() else {"output_size": list(x.shape[-n:])}
    return M(name, kernel, **options), [d.x(*values.shape), indices], given


# ---- normalisation


@layer("BatchNorm1d", "BatchNorm2d", "BatchNorm3d")
def batch_norm(d, name):
    n, c = dims(name), d.size(1, 4)
    options = d.some(
        eps=d.real(1e-5, 0.1), momentum=d.one(None, 0.0, 1.0, d.real(0, 1)), affine=d.flag(),
        track_running_stats=d.flag(), bias=d.flag())
    spatial = [d.size(1, 3) for _ in range(n)] if n > 1 or d.flag() else []
    return M(name, c, **options), [d.x(d.size(2, 4), c, *spatial)]


@layer("InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d")
def instance_norm(d, name):
    n, c = dims(name), d.size(1, 4)
    options = d.some(
        eps=d.real(1e-5, 0.1), momentum=d.one(None, d.real(0, 1)), affine=d.flag(),
        track_running_stats=d.flag(), bias=d.flag())
    return M(name, c, **options), [image(d, n, c, 2, 4)]


@layer("GroupNorm")
def group_norm(d, name):
    groups = d.size(1, 3)
    c = groups * d.size(1, 3)
    options = d.some(eps=d.real(1e-5, 0.1), affine=d.flag(), bias=d.flag())
    return M(name, groups, c, **options), [d.x(d.size(1, 3), c, *[d.size(2, 3)], *d.batch(2))]


@layer("LayerNorm")
def layer_norm(d, name):
    shape = [d.size(2, 4) for _ in range(d.size(1, 3))]
    options = d.some(eps=d.real(1e-5, 0.1), elementwise_affine=d.flag(), bias=d.flag())
    given = shape[0] if len(shape) == 1 and d.flag() else shape
    return M(name, given, **options), [d.x(*d.batch(), *shape)]


@layer("RMSNorm")
def rms_norm(d, name):
    shape = [d.size(2, 4) for _ in range(d.size(1, 3))]
    options = d.some(eps=d.one(None, d.real(1e-5, 0.1)), elementwise_affine=d.flag())
    given = shape[0] if len(shape) == 1 and d.flag() else shape
    return M(name, given, **options), [d.x(*d.batch(), *shape)]


@layer("LocalResponseNorm", "CrossMapLRN2d")
def response_norm(d, name):
    options = d.some(alpha=d.real(1e-4, 1), beta=d.real(0.2, 1), k=d.real(0.5, 2))
    shape = [d.size(1, 2), d.size(2, 6), d.size(1, 3), d.size(1, 3)]
    return M(name, d.size(1, 5), **options), [d.x(*shape)]


# ---- embeddings


@layer("Embedding")
def embedding(d, name):
    n = d.size(2, 6)
    options = d.some(
        padding_idx=d.r.randrange(-n, n), max_norm=d.real(0.2, 2), norm_type=d.one(1.0, 2.0, 3.0),
        scale_grad_by_freq=d.flag())
    return M(name, n, d.size(1, 4), **options), [d.ints(0, n, *d.batch(3))]


@layer("EmbeddingBag")
def embedding_bag(d, name):
    n, mode = d.size(2, 6), d.one("sum", "mean", "max")
    options = d.some(max_norm=d.real(0.2, 2), norm_type=d.one(1.0, 2.0), mode=mode)
    options |= d.some(padding_idx=d.r.randrange(-n, n))
    mode = options.get("mode", "mean")
    if mode != "max":
        options |= d.some(scale_grad_by_freq=d.flag())
    keywords = {}
    if d.flag():
        args = [d.ints(0, n, d.size(1, 3), d.size(1, 4))]
    else:
        count = d.size(1, 7)
        cuts = [0] + sorted(d.r.randint(0, count) for _ in range(d.size(0, 3)))
        if d.chance(0.3):
            options["include_last_offset"] = True
            cuts.append(count)
        args = [d.ints(0, n, count), torch.tensor(cuts)]
    if mode == "sum" and d.chance(0.4) and not options.get("scale_grad_by_freq"):
        keywords["per_sample_weights"] = d.x(*args[0].shape)
    return M(name, n, d.size(1, 4), **options), args, keywords


# ---- recurrent


@layer("RNN", "LSTM", "GRU")
def recurrent(d, name):
    n, h = d.size(1, 4), d.size(2, 4)
    options = d.some(
        num_layers=d.size(1, 3), bias=d.flag(), batch_first=d.flag(), bidirectional=d.flag())
    if options.get("num_layers", 1) > 1:
        options |= d.some(dropout=d.real(0, 0.9))
    if name == "RNN":
        options |= d.some(nonlinearity=d.one("tanh", "relu"))
    out = h
    if name == "LSTM" and d.chance(0.4):
        out = options["proj_size"] = d.size(1, h - 1)
    batch, length = d.size(1, 3), d.size(1, 4)
    single = d.chance(0.2)
    shape = [length] if single else [batch, length] if options.get("batch_first") else [length, batch]
    args = [d.x(*shape, n)]
    if d.flag():
        rows = options.get("num_layers", 1) * (2 if options.get("bidirectional") else 1)
        state = lambda k: d.x(rows, *([] if single else [batch]), k)
        args.append((state(out), state(h)) if name == "LSTM" else state(h))
    return M(name, n, h, **options), args


@layer("RNNCell", "LSTMCell", "GRUCell")
def cell(d, name):
    n, h, batch = d.size(1, 4), d.size(1, 4), [] if d.chance(0.3) else [d.size(1, 3)]
    options = d.some(bias=d.flag())
    if name == "RNNCell":
        options |= d.some(nonlinearity=d.one("tanh", "relu"))
    args = [d.x(*batch, n)]
    if d.flag():
        args.append((d.x(*batch, h), d.x(*batch, h)) if name == "LSTMCell" else d.x(*batch, h))
    return M(name, n, h, **options), args


# ---- attention


@layer("MultiheadAttention")
def attention(d, name):
    heads = d.size(1, 3)
    e = heads * d.size(1, 3)
    options = d.some(
        bias=d.flag(), add_bias_kv=d.flag(), add_zero_attn=d.flag(), kdim=d.size(1, 5),
        vdim=d.size(1, 5), batch_first=d.flag())
    options |= {"dropout": d.real(0.1, 0.8)} if d.chance(0.2) else {}
    single, t, s, b = d.chance(0.2), d.size(1, 4), d.size(1, 4), d.size(1, 3)

    def sequence(length, size):
        if single:
            return d.x(length, size)
        return d.x(*((b, length) if options.get("batch_first") else (length, b)), size)

    args = [sequence(t, e), sequence(s, options.get("kdim", e)), sequence(s, options.get("vdim", e))]
    keywords = d.some(need_weights=d.flag(), average_attn_weights=d.flag())
    if d.chance(0.4):
        keywords["key_padding_mask"] = d.mask(s) if single else d.mask(b, s)
    if d.chance(0.4):
        shape = (t, s) if d.flag() else (heads if single else b * heads, t, s)
        keywords["attn_mask"] = d.mask(*shape) if d.flag() else d.plain(*shape)
    return M(name, e, heads, **options), args, keywords


def transformer_options(d):
    options = d.some(
        dim_feedforward=d.size(1, 8), activation=d.one("relu", "gelu", F.gelu, F.relu),
        layer_norm_eps=d.real(1e-5, 0.1), batch_first=d.flag(), norm_first=d.flag(), bias=d.flag())
    return options | {"dropout": d.real(0.1, 0.5) if d.chance(0.2) else 0.0}


@layer("TransformerEncoderLayer", "TransformerEncoder")
def encoder(d, name):
    heads = d.size(1, 2)
    e, options = heads * d.size(2, 3), transformer_options(d)
    options.setdefault("dim_feedforward", 5)
    b, t, single = d.size(1, 3), d.size(1, 4), d.chance(0.2)
    shape = [t] if single else [b, t] if options.get("batch_first") else [t, b]
    mask = "src_mask" if name.endswith("Layer") else "mask"
    keywords = d.some(src_key_padding_mask=d.mask(t) if single else d.mask(b, t))
    if d.flag():
        keywords[mask] = d.mask(t, t) if d.flag() else d.plain(t, t)
    call = M("TransformerEncoderLayer", e, heads, **options)
    if name == "TransformerEncoder":
        more = d.some(norm=M("LayerNorm", e), enable_nested_tensor=False)
        call = M(name, call, d.size(1, 2), **more)
    return call, [d.x(*shape, e)], keywords


@layer("TransformerDecoderLayer", "TransformerDecoder")
def decoder(d, name):
    heads = d.size(1, 2)
    e, options = heads * d.size(2, 3), transformer_options(d)
    options.setdefault("dim_feedforward", 5)
    b, t, s, single = d.size(1, 3), d.size(1, 4), d.size(1, 4), d.chance(0.2)
    shape = lambda k: [k] if single else [b, k] if options.get("batch_first") else [k, b]
    keywords = d.some(
        tgt_key_padding_mask=d.mask(t) if single else d.mask(b, t),
        memory_key_padding_mask=d.mask(s) if single else d.mask(b, s),
        tgt_mask=d.mask(t, t) if d.flag() else d.plain(t, t),
        memory_mask=d.mask(t, s) if d.flag() else d.plain(t, s))
    call = M("TransformerDecoderLayer", e, heads, **options)
    if name == "TransformerDecoder":
        call = M(name, call, d.size(1, 2), **d.some(norm=M("LayerNorm", e)))
    return call, [d.x(*shape(t), e), d.x(*shape(s), e)], keywords


@layer("Transformer")
def transformer(d, name):
    heads = d.size(1, 2)
    e, options = heads * d.size(2, 3), transformer_options(d)
    options.setdefault("dim_feedforward", 5)
    b, t, s = d.size(1, 2), d.size(1, 3), d.size(1, 3)
    shape = lambda k: [b, k] if options.get("batch_first") else [k, b]
    keywords = d.some(
        src_mask=d.mask(s, s), tgt_mask=d.mask(t, t), memory_mask=d.mask(t, s),
        src_key_padding_mask=d.mask(b, s), tgt_key_padding_mask=d.mask(b, t),
        memory_key_padding_mask=d.mask(b, s))
    call = M(
        name, e, heads, num_encoder_layers=d.size(1, 2), num_decoder_layers=d.size(1, 2), **options)
    return call, [d.x(*shape(s), e), d.x(*shape(t), e)], keywords


# ---- rearranging


@layer("PixelShuffle")
def pixel_shuffle(d, name):
    f = d.size(1, 3)
    return M(name, f), [d.x(*d.batch(), f * f * d.size(1, 2), d.size(1, 3), d.size(1, 3))]


@layer("PixelUnshuffle")
def pixel_unshuffle(d, name):
    f = d.size(1, 3)
    return M(name, f), [d.x(*d.batch(), d.size(1, 2), f * d.size(1, 2), f * d.size(1, 2))]


@layer("ChannelShuffle")
def channel_shuffle(d, name):
    g = d.size(1, 3)
    return M(name, g), [d.x(d.size(1, 2), g * d.size(1, 3), d.size(1, 3), *d.batch())]


@layer("Upsample")
def upsample(d, name):
    mode = d.one("nearest", "nearest-exact", "linear", "bilinear", "bicubic", "trilinear")
    n = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}.get(mode, d.size(1, 3))
    options = {} if mode == "nearest" and d.flag() else {"mode": mode}
    if d.flag():
        options["size"] = d.number_or_sizes(n, 1, 6)
    else:
        factor = lambda: d.one(2, 3, d.real(0.5, 2.5))
        options["scale_factor"] = factor() if n == 1 or d.flag() else tuple(float(factor()) for _ in range(n))
        options |= d.some(recompute_scale_factor=d.flag())
    if "nearest" not in mode:
        options |= d.some(align_corners=d.flag())
    x = d.x(d.size(1, 2), d.size(1, 2), *(d.size(2, 5) for _ in range(n)))
    return refuse_uneven(M(name, **options), x)


def refuse_uneven(call, x):
    """PyTorch's gradient of `nearest` forgets a factor where a size stays or doubles; its values, not always."""
    y = call.build()(x)
    if call.build().mode == "nearest" and "scale_factor" in call.kwargs and x.dim() != 4:
        if any(a != b and b in (a, 2 * a) or a == b for a, b in zip(x.shape[2:], y.shape[2:])):
            raise ValueError("values and gradient of PyTorch differ")
    return call, [x]


@layer("UpsamplingNearest2d", "UpsamplingBilinear2d")
def upsampling(d, name):
    options = (
        {"size": d.number_or_sizes(2, 1, 6)} if d.flag()
        else {"scale_factor": d.one(2, (2, 3), d.real(0.5, 2.5))})
    return M(name, **options), [d.x(d.size(1, 2), d.size(1, 2), d.size(2, 4), d.size(2, 4))]


@layer(*(f"{kind}Pad{n}d" for kind in ("Reflection", "Replication", "Circular", "Zero", "Constant")
         for n in (1, 2, 3)))
def pad(d, name):
    n = dims(name)
    low = -1 if "Zero" in name or "Constant" in name else 0
    padding = d.size(low, 2) if d.flag() else tuple(d.size(low, 2) for _ in range(2 * n))
    args = (padding, d.one(d.real(-3, 3), 2)) if "Constant" in name else (padding,)
    return M(name, *args), [image(d, n, d.size(1, 2), 3, 5)]


# ---- containers


@layer("Sequential")
def sequential(d, name):
    def block(n, depth):
        layers = []
        for _ in range(d.size(0 if depth else 1, 3)):
            kind = d.r.randrange(5)
            if kind == 0 and depth < 2:
                inner, n = block(n, depth + 1)
                layers.append(inner)
            elif kind <= 2:
                m = d.size(1, 4)
                layers.append(M("Linear", n, m, **d.some(bias=d.flag())))
                n = m
            else:
                layers.append(d.one(M("ReLU"), M("Tanh"), M("LayerNorm", n), M("Identity"),
                                    M("Softmax", dim=-1), M("ELU", 0.5)))
        return M(name, *layers), n
    n = d.size(1, 4)
    return block(n, 0)[0], [d.x(*d.batch(), n)]
