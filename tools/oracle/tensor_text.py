"""Printed tensors of real PyTorch: writes the test resource tensor_text.tsv.gz.

usage: python tools/oracle/tensor_text.py core/src/test/resources/dev/cresset/tensor_text.tsv.gz

Recorded with torch 2.13.0+cpu. One case a line, tab-separated:
group, dtype, sizes, strides (empty: dense), flags (parameter, requires_grad), name of grad_fn, print options
(key=value), elements in row-major order (base64 of little-endian bytes), repr (\\n for a line break).
"""
import base64, gzip, sys
import torch, torch.nn as nn, torch.nn.functional as F

torch.set_num_threads(1)
torch.manual_seed(20261)
g = torch.Generator().manual_seed(20261 + 11)
rows = []


def elements(t):
    t = t.detach().contiguous()
    t = t.view(torch.int16) if t.dtype == torch.bfloat16 else t
    return base64.b64encode(t.reshape(-1).numpy().tobytes()).decode()


def spaced(items):
    return " ".join(map(str, items))


def T(group, t, opts={}):
    torch.set_printoptions(profile="default")
    if opts:
        torch.set_printoptions(**opts)
    text = repr(t)
    torch.set_printoptions(profile="default")
    strided = not t.is_contiguous() and t.numel()
    flags = (["parameter"] if isinstance(t, nn.Parameter) else []) + (["requires_grad"] if t.requires_grad else [])
    rows.append([group, str(t.dtype), spaced(t.shape), spaced(t.stride()) if strided else "", spaced(flags),
                 type(t.grad_fn).__name__ if t.grad_fn is not None else "",
                 spaced("%s=%s" % o for o in opts.items()), elements(t), text.replace("\n", "\\n")])


f32, f64, i64 = torch.float32, torch.float64, torch.int64
rn = lambda *s, dt=f32: torch.randn(s, generator=g, dtype=dt)
ri = lambda lo, hi, *s, dt=i64: torch.randint(lo, hi, s, generator=g).to(dt)
nan, inf = float("nan"), float("inf")

# 0-dim
for v in [3.0, -1.5, 0.1, 1e-5, 1e5, 123456.789, 1e10, -0.0, nan, inf, -inf, 3.14159265, 9999.5, 0.00012345]:
    T("0-dim float32", torch.tensor(v))
    T("0-dim float64", torch.tensor(v, dtype=f64))
for dt in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool, torch.float16, torch.bfloat16):
    T("0-dim other dtypes", torch.tensor(7).to(dt))
T("0-dim int64", torch.tensor(-2 ** 62))
T("0-dim requires_grad", torch.tensor(2.5, requires_grad=True))

# empties
for sh in ((0,), (0, 3), (3, 0), (2, 0, 4), (1, 0)):
    T("empty", torch.empty(sh))
    T("empty", torch.empty(sh, dtype=i64))
T("empty", torch.empty(0, dtype=f64))
T("empty requires_grad", torch.empty(0, requires_grad=True))
T("empty requires_grad", torch.empty(0, 2, requires_grad=True))

# 1-D .. 5-D
for sh in ((1,), (2,), (5,), (8,), (12,), (30,), (1, 1), (2, 3), (3, 1), (1, 9), (4, 12), (2, 2, 2), (1, 2, 3),
    (2, 1, 3, 2), (1, 1, 1, 1), (2, 1, 1, 2, 2)):
    T("randn float32", rn(*sh))
    if len(sh) < 4:
        T("randn float64", rn(*sh, dt=f64) * 10)
    T("int64", ri(-5, 100, *sh))
    T("bool", ri(0, 2, *sh).bool())
for dt in (torch.int32, torch.int16, torch.int8, torch.uint8, torch.float16, torch.bfloat16):
    T("other dtypes", ri(0, 100, 2, 4, dt=dt))
    T("other dtypes", ri(0, 5, 3, dt=dt))
T("float16", rn(2, 3).half())
T("bfloat16", rn(2, 3).bfloat16())
T("float16", torch.tensor([1.0, 65504.0]).half())
T("float16", torch.tensor([1e-4, 6e-8]).half())

# integers stored as float, mixed magnitudes, special values
SP = [[1., 2., 3.], [1., 2.5, 3.], [100000., 2.], [99999., 1.], [1e8, 1.], [1e8, 1e7], [123456789., 5.], [0., 0.],
    [-0., 0.], [-0., -1.], [1e-5, 1.], [1e-4, 1.], [1e-3, 999.], [0.001, 1000.], [0.0009, 1.], [0.00001],
    [1e-8, 2e-8], [1e-10, 1e10], [1e3, 1e-1], [1001., 0.5], [1000.5, 1.5], [99999.5], [100000.5, 0.5], [1.5, 1e5],
    [nan, 1.], [nan, 1.5], [inf, 1.], [-inf, 2.5], [nan, inf, -inf], [nan], [inf], [-inf, 1e10], [nan, 1e-10, 1.],
    [1e38, -1e38], [1e-38, 1e-40], [3.4028235e38], [0.1, 0.2, 0.3], [0.12345678, 12.345678], [1234.5678, 0.0001],
    [-1., 1.], [-10., 5.], [-0.5, 0.25], [10., 20., 30.], [1e15, 1.], [1e16], [123456.], [1234567., 0.1],
    [0.99999, 0.5], [0.999999, 9.99999], [9.99995, 1.], [0.00005, 0.5], [0.00004, 0.5], [5e-5, 1e-3], [-1e-5, 1e-5],
    [33554432., 1.], [16777217., 16777216.], [0.333333343, 0.666666687], [1. / 3, 100. / 3], [1. / 3, 1000. / 3],
    [1. / 3, 10000. / 3], [1. / 3, 100000. / 3], [2., nan, 0.], [1e9], [1e9, 1e9 + 64]]
for k, v in enumerate(SP):
    if k % 3 == 2:
        continue
    T("special values", torch.tensor(v))
    if k % 2 == 0:
        T("special values float64", torch.tensor(v, dtype=f64))
    if k % 4 == 0:
        T("special values 2-D", torch.tensor([v, v[::-1]]))
for v in ([0, 1], [-1, 1], [10 ** 9, 1], [-2 ** 63, 2 ** 63 - 1], [100, -100], [0, 0, 0], [7]):
    T("int64 special", torch.tensor(v))
x = rn(3, 4)
T("after masking", x * (x.abs() > 0.7))
T("scaled", x * 1e-3)
T("scaled", x * 1e4)
T("scaled", x * 1e6)
T("scaled", x * 1e-6)
T("scaled", (x * 100).round())
T("scaled", (x * 1e7).round())
T("zeros", torch.zeros(2, 3))
T("ones", torch.ones(2, 2))
T("full", torch.full((2, 2), 42.))
T("eye", torch.eye(3))
T("non-contiguous", x.t())
T("non-contiguous", x[:, ::2])
T("expanded", torch.arange(3.).expand(2, 3))
T("arange", torch.arange(0, 1, 0.1))
T("linspace", torch.linspace(-1, 1, 7))
T("arange", torch.arange(20))
T("arange", torch.arange(100))
T("arange", torch.arange(26.))

# large: summarised
T("summarised", torch.arange(1001))
T("summarised (not)", torch.arange(1000))
T("summarised", torch.arange(1001.))
T("summarised", rn(40, 40))
T("summarised", rn(2, 600))
T("summarised", rn(600, 2))
T("summarised", rn(11, 10, 10))
T("summarised", rn(7, 5, 6, 6))
T("summarised", rn(1, 1, 1, 1100))
T("summarised", torch.zeros(50, 50))
T("summarised bool", ri(0, 2, 40, 40).bool())
T("summarised int", ri(0, 1000, 33, 33))
T("summarised mixed", torch.cat([torch.full((1000,), 1e-7), torch.tensor([1e5] * 10)]))
T("summarised: only shown values decide the format", torch.cat([torch.ones(500), torch.tensor([1e9, 0.123]),
    torch.ones(500)]))
T("summarised", rn(6, 200))
T("summarised", rn(7, 200))
T("summarised requires_grad", rn(40, 40).requires_grad_())
T("summarised", torch.eye(40))
T("summarised empty dim", torch.zeros(2000, 0))

# requires_grad / Parameter / grad_fn
T("requires_grad", rn(3).requires_grad_())
T("requires_grad", rn(2, 3).requires_grad_())
T("requires_grad", rn(9).requires_grad_())
T("requires_grad", rn(8).requires_grad_())
T("requires_grad", rn(7, dt=f64).requires_grad_())
T("requires_grad", torch.zeros(2, 2, 2).requires_grad_())
for sh in ((1,), (3,), (2, 3), (3, 1, 3, 3), (), (0,), (10,), (1, 8), (1, 9), (5, 7)):
    T("Parameter", nn.Parameter(rn(*sh)))
    T("Parameter frozen", nn.Parameter(rn(*sh), requires_grad=False))
T("Parameter float64", nn.Parameter(rn(2, dt=f64)))
T("Parameter float16", nn.Parameter(rn(2).half()))
T("Parameter big", nn.Parameter(rn(40, 40)))
A, B, W, V = rn(3, 4), rn(3, 4), rn(4, 4), rn(4)
lin = nn.Linear(4, 2); emb = nn.Embedding(5, 3); conv = nn.Conv2d(1, 1, 2); bn = nn.BatchNorm1d(4); ln = nn.LayerNorm(4)
GF = [("a+b", lambda: A_ + B_), ("a-b", lambda: A_ - B_), ("a*b", lambda: A_ * B_), ("a/b", lambda: A_ / B_),
    ("-a", lambda: -A_), ("a+1", lambda: A_ + 1), ("a**2", lambda: A_ ** 2), ("2**a", lambda: 2 ** A_),
    ("1-a", lambda: 1 - A_), ("1/a", lambda: 1 / A_), ("a.exp()", lambda: A_.exp()), ("a.abs()", lambda: A_.abs()),
    ("a.sqrt()", lambda: A_.sqrt()), ("a.log()", lambda: A_.log()), ("a.tanh()", lambda: A_.tanh()),
    ("a.sigmoid()", lambda: A_.sigmoid()), ("a.relu()", lambda: A_.relu()), ("a.sum()", lambda: A_.sum()),
    ("a.sum(0)", lambda: A_.sum(0)), ("a.mean()", lambda: A_.mean()), ("a.mean(1)", lambda: A_.mean(1)),
    ("a.prod()", lambda: A_.prod()), ("a.max()", lambda: A_.max()), ("a.max(1)[0]", lambda: A_.max(1)[0]),
    ("a.std()", lambda: A_.std()), ("a.var(0)", lambda: A_.var(0)), ("a.norm()", lambda: A_.norm()),
    ("a@w", lambda: A_ @ W), ("a@v", lambda: A_ @ V), ("v.dot(a[0])", lambda: V.dot(A_[0])),
    ("linear(a)", lambda: lin(A_)), ("F.relu(linear(a))", lambda: F.relu(lin(A_))),
    ("linear(a[0])", lambda: lin(A_[0])), ("linear(a.reshape(1,3,4))", lambda: lin(A_.reshape(1, 3, 4))),
    ("a.t()", lambda: A_.t()), ("a.view(12)", lambda: A_.view(12)), ("a.reshape(2,6)", lambda: A_.reshape(2, 6)),
    ("a.t().reshape(12)", lambda: A_.t().reshape(12)), ("a[0]", lambda: A_[0]), ("a[:2]", lambda: A_[:2]),
    ("a[:,1]", lambda: A_[:, 1]), ("a[0,0]", lambda: A_[0, 0]), ("a[a>0]", lambda: A_[A_ > 0]),
    ("a[[0,2]]", lambda: A_[[0, 2]]), ("a.transpose(0,1)", lambda: A_.transpose(0, 1)),
    ("a.permute(1,0)", lambda: A_.permute(1, 0)), ("a.unsqueeze(0)", lambda: A_.unsqueeze(0)),
    ("a[None].squeeze(0)", lambda: A_[None].squeeze(0)), ("torch.cat([a,b])", lambda: torch.cat([A_, B_])),
    ("torch.stack([a,b])", lambda: torch.stack([A_, B_])), ("a.softmax(1)", lambda: A_.softmax(1)),
    ("a.log_softmax(1)", lambda: A_.log_softmax(1)), ("a.clamp(0,1)", lambda: A_.clamp(0, 1)),
    ("a.clone()", lambda: A_.clone()), ("a.double()", lambda: A_.double()),
    ("a.expand(2,3,4)", lambda: A_.expand(2, 3, 4)), ("a.repeat(1,2)", lambda: A_.repeat(1, 2)),
    ("torch.where(a>0,a,b)", lambda: torch.where(A_ > 0, A_, B_)),
    ("a.masked_fill(a>0,0.)", lambda: A_.masked_fill(A_ > 0, 0.)), ("F.mse_loss(a,b)", lambda: F.mse_loss(A_, B)),
    ("F.cross_entropy(a,[0,1,2])", lambda: F.cross_entropy(A_, torch.tensor([0, 1, 2]))),
    ("F.l1_loss(a,b)", lambda: F.l1_loss(A_, B)), ("embedding([1,2])", lambda: emb(torch.tensor([1, 2]))),
    ("conv(a.reshape(1,1,3,4))", lambda: conv(A_.reshape(1, 1, 3, 4))), ("batchnorm(a)", lambda: bn(A_)),
    ("layernorm(a)", lambda: ln(A_)),
    ("F.max_pool2d(a.reshape(1,1,3,4),2)", lambda: F.max_pool2d(A_.reshape(1, 1, 3, 4), 2)),
    ("F.gelu(a)", lambda: F.gelu(A_)), ("F.leaky_relu(a)", lambda: F.leaky_relu(A_)),
    ("F.elu(a)", lambda: F.elu(A_)), ("F.softplus(a)", lambda: F.softplus(A_)), ("F.silu(a)", lambda: F.silu(A_)),
    ("a.cumsum(0)", lambda: A_.cumsum(0)), ("a.gather(1,[[0],[1],[2]])", lambda: A_.gather(1, torch.tensor([[0],
    [1], [2]]))), ("a.index_select(0,[1])", lambda: A_.index_select(0, torch.tensor([1]))),
    ("a.flatten()", lambda: A_.flatten()), ("a.chunk(2,1)[0]", lambda: A_.chunk(2, 1)[0]),
    ("a.unbind(0)[1]", lambda: A_.unbind(0)[1]), ("a.tril()", lambda: A_.tril()),
    ("a.sort(1)[0]", lambda: A_.sort(1)[0]), ("a.topk(2)[0]", lambda: A_.topk(2)[0]),
    ("torch.bmm(a[None],w[None])", lambda: torch.bmm(A_[None], W[None])),
    ("torch.einsum('ij,jk->ik',a,w)", lambda: torch.einsum("ij,jk->ik", A_, W)),
    ("a.logsumexp(1)", lambda: A_.logsumexp(1)), ("a.detach()", lambda: A_.detach()), ("a.sin()", lambda: A_.sin()),
    ("a.mul_ on clone", lambda: A_.clone().mul_(2)), ("a.add_ on clone", lambda: A_.clone().add_(B)),
    ("(a>0).float()", lambda: (A_ > 0).float()), ("a.sum(1,keepdim=True)", lambda: A_.sum(1, keepdim=True)),
    ("a.pow(b)", lambda: A_.abs().pow(B_)), ("torch.outer(v,a[0])", lambda: torch.outer(V, A_[0])),
    ("F.dropout(a,0.,True)", lambda: F.dropout(A_, 0.0, True)), ("F.pad(a,(1,1))", lambda: F.pad(A_, (1, 1))),
    ("a.select(0,1)", lambda: A_.select(0, 1)), ("a.narrow(0,0,2)", lambda: A_.narrow(0, 0, 2)),
    ("F.nll_loss(a,[0,1,2])", lambda: F.nll_loss(A_, torch.tensor([0, 1, 2]))),
    ("F.binary_cross_entropy(a.sigmoid(),b.sigmoid())", lambda: F.binary_cross_entropy(A_.sigmoid(), B.sigmoid())),
    ("a.type(float64)", lambda: A_.type(f64)), ("a.contiguous() of a.t()", lambda: A_.t().contiguous()),
    ("torch.maximum(a,b)", lambda: torch.maximum(A_, B_)), ("a.min(0)[0]", lambda: A_.min(0)[0]),
    ("a.amax(1)", lambda: A_.amax(1)), ("a.round()", lambda: A_.round()), ("a.sign()", lambda: A_.sign()),
    ("a.squeeze()", lambda: A_.squeeze()), ("a.diagonal()", lambda: A_.diagonal()),
    ("a.split(2)[0]", lambda: A_.split(2)[0]), ("torch.addmm(v,a,w)", lambda: torch.addmm(V, A_, W)),
    ("a.rsqrt()", lambda: A_.rsqrt()), ("a.reciprocal()", lambda: A_.reciprocal())]
for k, (rec, f) in enumerate(GF):
    if k % 5 == 4:
        continue
    A_ = A.clone().requires_grad_(); B_ = B.clone().requires_grad_()
    r = f()
    T("grad_fn " + rec, r)

# print options
x2 = torch.tensor([[1.23456789, 1e-3], [123.4, 5e4]])
x3 = rn(4, 15)
x4 = torch.arange(30.)
x5 = rn(5, 5, 5)
OPTIONS = [
    {"precision": 2}, {"precision": 8}, {"precision": 0}, {"sci_mode": True}, {"sci_mode": False}, {"linewidth": 40},
    {"linewidth": 200}, {"threshold": 5}, {"threshold": 10, "edgeitems": 1}, {"edgeitems": 2, "threshold": 20},
    {"profile": "short"}, {"profile": "full"}, {"profile": "default", "precision": 6},
    {"precision": 3, "linewidth": 60, "sci_mode": True}, {"edgeitems": 1, "threshold": 1}, {"linewidth": 1},
    {"threshold": 0}]
for o in OPTIONS:
    for t in (x2, x3, x4) + ((x5,) if "threshold" in o or "edgeitems" in o or "profile" in o else ()):
        T("printoptions", t.clone(), opts=o)
    T("printoptions", torch.tensor([1e-7, 1.0]), opts=o)
    T("printoptions int", torch.arange(12).reshape(3, 4), opts=o)
    T("printoptions 0-dim", torch.tensor(3.14159265), opts=o)

# corners
for o in ({"edgeitems": 0}, {"edgeitems": 0, "threshold": 2}, {"linewidth": 0}, {"precision": 0, "sci_mode": True},
          {"precision": 20}, {"sci_mode": False, "precision": 12}, {"sci_mode": True, "linewidth": 50}):
    T("corners", torch.arange(5.) / 3, opts=o)
    T("corners", torch.tensor([[nan, -0., 2.5e-40], [inf, -inf, 3e38]]), opts=o)
    T("corners", torch.tensor([5e-324, -1.7976931348623157e308], dtype=f64), opts=o)
    T("corners", torch.tensor([[True], [False]]), opts=o)
    T("corners", torch.arange(24, dtype=torch.int8).reshape(2, 3, 4), opts=o)
    T("corners", torch.zeros(0, 2, dtype=torch.bool), opts=o)
    T("corners", torch.zeros(2, 2, 2).sin().requires_grad_(), opts=o)
    T("corners", torch.tensor(0.00002, dtype=torch.bfloat16), opts=o)
    T("corners", nn.Parameter(torch.tensor([nan, 0., -0.])), opts=o)
T("corners: ties to even", torch.tensor([0.00005, 0.03125, 0.09375, 0.15625, 1.00005, 2.5]), opts={"precision": 4})
T("corners: ties to even", torch.tensor([0.125, 0.375, 2.5, -0.625]), opts={"precision": 2})
T("corners: ties to even", torch.tensor([0.5, 1.5, 2.5, -0.5, -0.25]), opts={"precision": 0})
T("corners: ratio of exactly 1000", torch.tensor([1., 1000., 0.5, 500.]) * 0.5)
T("corners: ratio of exactly 1000", torch.tensor([0.5, 500.]))
T("corners: limits", torch.tensor([1e-4, 1e-3], dtype=f64))
T("corners: limits", torch.tensor([1e8, 1e6], dtype=f64))
T("corners: limits", torch.tensor([100000001., 1e6], dtype=f64))
T("corners: long name", rn(1, 2, 7).requires_grad_().reshape(14).unbind()[3].reshape(1).repeat(8))

with gzip.GzipFile(sys.argv[1], "wb", 9, mtime=0) as f:
    f.write("".join("\t".join(r) + "\n" for r in rows).encode())
print(len(rows), "cases")
