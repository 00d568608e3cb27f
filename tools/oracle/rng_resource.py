"""Writes core/src/test/resources/dev/cresset/rng.tsv.gz: recorded draws of PyTorch 2.13.0+cpu.

Run: python3 rng_resource.py RECORDINGS OUT, where RECORDINGS is a folder with rng.json and rng.safetensors
(cases with seed, call, args, size, dtype and the keys of their results). With torch 2.13.0 installed, extra
cases (all dtypes, layouts, sizes up to 3001 as digests, multinomial, random_) are recorded afresh.

One line per tensor, tab-separated:  seed  call  args(k=v,..)  tensor name  dtype  shape(a,b)  data
Data is the row-major little-endian bytes in base64, or sha256:HEX of them. `#` starts a comment.
A case is a run of lines with the same seed, call and args; its first tensors may be inputs (w, p).
"""
import base64, gzip, hashlib, io, json, os, struct, sys

src, out = sys.argv[1:3]
lines = ["# PyTorch 2.13.0+cpu, one thread; made by tools/oracle/rng_resource.py"]
SHORT = {"F32": "float32", "F64": "float64", "F16": "float16", "BF16": "bfloat16", "I64": "int64", "I32": "int32",
         "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool"}


def line(seed, call, args, name, dtype, shape, raw, digest=False):
    data = "sha256:" + hashlib.sha256(raw).hexdigest() if digest else base64.b64encode(raw).decode()
    a = ",".join("%s=%s" % (k, str(v).lower() if isinstance(v, bool) else repr(v).strip("'")) for k, v in args.items())
    lines.append("\t".join([str(seed), call, a, name, dtype, ",".join(map(str, shape)), data]))


with open(os.path.join(src, "rng.safetensors"), "rb") as f:
    blob = f.read()
n = struct.unpack_from("<Q", blob)[0]
head = json.loads(blob[8:8 + n])
for c in json.load(open(os.path.join(src, "rng.json")))["cases"]:
    if c["kind"] not in ("draw", "sequence", "state", "generator") or c["call"] in ("trunc_normal_", "dropout"):
        continue
    call = c["call"] if c["kind"] == "draw" else c["kind"]
    args = {k: v for k, v in c.get("args", {}).items() if v != "tensor p"}
    for name, key in c["out"].items():
        h = head[key]
        a, b = h["data_offsets"]
        line(c["seed"], call, args, name, SHORT[h["dtype"]], h["shape"], blob[8 + n + a:8 + n + b])

try:
    import torch
except ImportError:
    torch = None
if torch is None or not torch.__version__.startswith("2.13"):
    sys.exit("needs torch 2.13 for the extra cases")
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


SEEDS = [0, 1, 42, 2 ** 31, 123456789012, -1, 2 ** 62 + 5]
for seed in SEEDS:
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
with gzip.GzipFile(out, "wb", mtime=0) as f:
    f.write(("\n".join(lines) + "\n").encode())
print(len(lines), os.path.getsize(out))
