"""Writes core/src/test/resources/dev/cresset/rng.tsv.gz: draws of PyTorch 2.13.0+cpu.

Run: python3 rng_resource.py OUT   (with torch 2.13.0 installed, on x86-64)

One line per tensor, tab-separated:  seed  call  args(k=v,..)  tensor name  dtype  shape(a,b)  data
Data is the row-major little-endian bytes in base64, or sha256:HEX of them. `#` starts a comment.
A case is a run of lines with the same seed, call and args; its first tensors may be inputs (w, p), and
"after" is the generator's state after the call.
"""
import base64, gzip, hashlib, os, sys
import torch

out, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
lines = ["# PyTorch %s, one thread; made by tools/oracle/rng_resource.py" % torch.__version__]


def line(seed, call, args, name, dtype, shape, raw, digest=False):
    data = "sha256:" + hashlib.sha256(raw).hexdigest() if digest else base64.b64encode(raw).decode()
    a = ",".join("%s=%s" % (k, str(v).lower() if isinstance(v, bool) else repr(v).strip("'")) for k, v in args.items())
    lines.append("\t".join([str(seed), call, a, name, dtype, ",".join(map(str, shape)), data]))


torch.set_num_threads(1)
DT = {str(d)[6:]: d for d in (torch.float32, torch.float64, torch.float16, torch.bfloat16, torch.int64, torch.int32,
                              torch.int16, torch.int8, torch.uint8, torch.bool)}


def rec(seed, call, args, t, inputs=(), digest=False):
    """records inputs, the result t() after manual_seed(seed), and the state that it leaves"""
    for k, v in inputs:
        raw = v.contiguous().flatten().view(torch.uint8).numpy().tobytes()
        line(seed, call, args, k, str(v.dtype)[6:], v.shape, raw)
    torch.manual_seed(seed)
    y = t()
    raw = y.contiguous().flatten().view(torch.uint8).numpy().tobytes()
    line(seed, call, args, "y", str(y.dtype)[6:], y.shape, raw, digest)
    st = torch.get_rng_state().numpy().tobytes()
    line(seed, call, args, "after", "uint8", [5056], st, True)


def plain(seed, call, args, tensors):
    """records several results of one case"""
    for k, v in tensors.items():
        line(seed, call, args, k, str(v.dtype)[6:], v.shape, v.contiguous().flatten().view(torch.uint8).numpy().tobytes())


def everyday(seed):
    """the everyday calls at sizes around the block of 16, and calls in a row"""
    for dt in (torch.float32, torch.float64):
        for n in (1, 5, 15, 16, 17, 33, 100):
            e = lambda: torch.empty(n, dtype=dt)
            rec(seed, "rand", {}, lambda: torch.rand(n, dtype=dt))
            rec(seed, "randn", {}, lambda: torch.randn(n, dtype=dt))
            for a, b in ((-10.0, 10.0), (-0.3, 0.7)):
                rec(seed, "uniform_", {"a": a, "b": b}, lambda: e().uniform_(a, b))
            for m, s in ((2.0, 0.3), (0.0, 0.01)):
                rec(seed, "normal_", {"mean": m, "std": s}, lambda: e().normal_(m, s))
            for l in (1.0, 0.7):
                rec(seed, "exponential_", {"lambd": l}, lambda: e().exponential_(l))
            rec(seed, "bernoulli_", {"p": 0.3}, lambda: e().bernoulli_(0.3))
            rec(seed, "random_", {}, lambda: e().random_())
            p = torch.linspace(0, 1, n, dtype=dt)
            rec(seed, "bernoulli", {}, lambda: torch.bernoulli(p), [("p", p)])
    for n in (1, 5, 15, 16, 17, 33, 100):
        for lo, hi in ((0, 10), (-5, 1000), (0, 2 ** 28 - 1), (0, 2 ** 28), (0, 2 ** 31 + 7), (0, 2 ** 40)):
            rec(seed, "randint", {"low": lo, "high": hi}, lambda: torch.randint(lo, hi, (n,)))
        rec(seed, "randperm", {"n": n}, lambda: torch.randperm(n))
        rec(seed, "random_", {}, lambda: torch.empty(n, dtype=torch.int64).random_())
    for hd in (torch.float16, torch.bfloat16):
        for n in (5, 16, 20, 100):
            rec(seed, "rand", {}, lambda: torch.rand(n, dtype=hd))
            rec(seed, "randn", {}, lambda: torch.randn(n, dtype=hd))
            rec(seed, "uniform_", {"a": -0.3, "b": 0.7}, lambda: torch.empty(n, dtype=hd).uniform_(-0.3, 0.7))
    rec(seed, "geometric_", {"p": 0.3}, lambda: torch.empty(20).geometric_(0.3))
    for w, k, r in ((torch.arange(1., 9.), 4, False), (torch.arange(1., 9.), 12, True),
                    (torch.tensor([[0., 1, 2, 3], [3, 2, 0, 0]]), 2, False), (torch.tensor([[0., 1, 2, 3], [3, 2, 0, 0]]), 6, True)):
        rec(seed, "multinomial", {"num_samples": k, "replacement": r}, lambda: torch.multinomial(w, k, r), [("w", w)])
    torch.manual_seed(seed)
    o = [torch.randn(3), torch.rand(2), torch.randn(16), torch.randn(1), torch.randn(2, 3, dtype=torch.float64), torch.randperm(7),
         torch.randn(5, 5), torch.randn(4, 0), torch.randn(()), torch.empty(20, 2).normal_()[:, 0].clone(),
         torch.zeros(20, 2)[:, 0].normal_().clone(), torch.randint(0, 5, (3, 4)), torch.zeros(4, 6).t().uniform_().clone(),
         torch.zeros(6, 4).t().normal_().clone(), torch.zeros(2, 3).t().normal_(1, 2).clone(),
         torch.normal(torch.arange(4.), torch.arange(1., 5.)), torch.randn_like(torch.zeros(3)), torch.rand_like(torch.zeros(2, 2))]
    plain(seed, "sequence", {}, {str(i): t for i, t in enumerate(o)})
    torch.manual_seed(seed)
    torch.randn(3)
    plain(seed, "state", {}, {"state": torch.get_rng_state(), "y": torch.randn(5)})
    g = torch.Generator()
    g.manual_seed(seed)
    plain(seed, "generator", {}, {"0": torch.randn(5, generator=g), "1": torch.rand(3, generator=g), "2": torch.randperm(6, generator=g)})


SEEDS = [0, 1, 42, 2 ** 31, 123456789012, -1, 2 ** 62 + 5]
for seed in SEEDS:
    everyday(seed)
    for n in (0, 15, 31, 32, 1000, 1024, 1025, 3001):
        for d in ("float32", "float16", "bfloat16"):
            e = lambda: torch.empty(n, dtype=DT[d])
            rec(seed, "uniform_", {"a": -0.3, "b": 0.7}, lambda: e().uniform_(-.3, .7), digest=True)
            rec(seed, "normal_", {"mean": 2.0, "std": 0.3}, lambda: e().normal_(2, .3), digest=True)
            rec(seed, "randn", {}, lambda: torch.randn(n, dtype=DT[d]), digest=True)
            rec(seed, "bernoulli_", {"p": 0.3}, lambda: e().bernoulli_(.3), digest=True)
            rec(seed, "random_", {}, lambda: e().random_(), digest=True)
        rec(seed, "rand", {}, lambda: torch.rand(n, dtype=torch.float64), digest=True)
        rec(seed, "randperm", {"n": n}, lambda: torch.randperm(n), digest=True)
    for d in DT:
        e = lambda: torch.empty(20, dtype=DT[d])
        rec(seed, "random_", {}, lambda: e().random_())
        rec(seed, "bernoulli_", {"p": 0.5}, lambda: e().bernoulli_(.5))
        rec(seed, "random_from", {"from": 0 if d == "bool" else 5}, lambda: e().random_(0 if d == "bool" else 5, None))
        rec(seed, "randint", {"low": 0, "high": 2}, lambda: torch.randint(0, 2, (20,), dtype=DT[d]))
        if d != "bool":
            rec(seed, "geometric_", {"p": 0.2}, lambda: e().geometric_(.2))
            rec(seed, "randperm", {"n": 100}, lambda: torch.randperm(100, dtype=DT[d]))
        if DT[d].is_floating_point:
            rec(seed, "exponential_", {"lambd": 0.7}, lambda: e().exponential_(.7))
            rec(seed, "log_normal_", {"mean": 0.1, "std": 0.7}, lambda: e().log_normal_(.1, .7))
            rec(seed, "cauchy_", {"median": 0.1, "sigma": 0.7}, lambda: e().cauchy_(.1, .7))
            p = torch.linspace(0, 1, 20).to(DT[d])
            rec(seed, "bernoulli", {}, lambda: torch.bernoulli(p), [("p", p)])
            w = (torch.arange(1, 25) % 7 + torch.arange(24) / 16).to(DT[d])
            for k, r in ((1, False), (1, True), (5, False), (30, True)):
                a = {"num_samples": k, "replacement": r}
                rec(seed, "multinomial", a, lambda: torch.multinomial(w, k, r), [("w", w)])
                if d in ("float32", "float64"):
                    m = w.reshape(4, 6)
                    rec(seed, "multinomial", a, lambda: torch.multinomial(m, k, r), [("w", m)])
                    rec(seed, "multinomial_t", a, lambda: torch.multinomial(m.t().contiguous().t(), k, r), [("w", m)])
    for d, lo in (("int64", -2 ** 63), ("float64", -2 ** 63), ("float32", -2 ** 63), ("bfloat16", -2 ** 63), ("float32", -2 ** 24 - 3),
                  ("float16", -2049), ("bfloat16", -1000)):
        rec(seed, "random_from", {"from": lo}, lambda: torch.empty(20, dtype=DT[d]).random_(lo, None))
    for d, lo, hi in (("float32", 2 ** 24 + 1, 2 ** 25 + 3), ("float32", -2 ** 24 - 1, 2 ** 24 + 2), ("float16", 2049, 5003), ("bfloat16", 257, 1003),
                      ("bfloat16", -1003, 1003), ("uint8", 3, 256), ("int8", -128, 128), ("int64", -2 ** 62, 2 ** 62), ("int64", -2 ** 63, 2 ** 63 - 1), ("float64", 2 ** 53 + 1, 2 ** 55 + 3)):
        rec(seed, "randint", {"low": lo, "high": hi}, lambda: torch.empty(20, dtype=DT[d]).random_(lo, hi))
    # layouts: zeros(shape) seen through permute, then every second element of the last dimension if step=2
    for call, f in (("uniform_", lambda x: x.uniform_()), ("normal_", lambda x: x.normal_()), ("exponential_", lambda x: x.exponential_()),
                    ("bernoulli_", lambda x: x.bernoulli_(.5)), ("random_", lambda x: x.random_())):
        for shape, step, perm in (((4, 6), 1, (1, 0)), ((2, 3, 4), 1, (2, 0, 1)), ((4, 6), 2, (0, 1)), ((3, 4, 6), 2, (2, 0, 1)), ((2, 1, 5), 1, (1, 2, 0))):
            a = {"shape": "x".join(map(str, shape)), "step": step, "perm": "x".join(map(str, perm))}
            rec(seed, "layout " + call, a, lambda: f(torch.zeros(shape)[..., ::step].permute(perm)))
rec(1, "randn", {}, lambda: torch.randn(300_005), digest=True)
rec(1, "rand", {}, lambda: torch.rand(300_005), digest=True)
rec(1, "bernoulli_", {"p": 0.3}, lambda: torch.empty(300_005).bernoulli_(.3), digest=True)
rec(1, "exponential_", {"lambd": 0.7}, lambda: torch.empty(300_005).exponential_(.7), digest=True)
rec(1, "randn", {}, lambda: torch.randn(300_005, dtype=torch.bfloat16), digest=True)
rec(1, "randperm", {"n": 300_005}, lambda: torch.randperm(300_005), digest=True)
with gzip.GzipFile(out, "wb", mtime=0) as f:
    f.write(("\n".join(lines) + "\n").encode())
print(len(lines), os.path.getsize(out))
