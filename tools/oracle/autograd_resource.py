"""Writes core/src/test/resources/dev/cresset/autograd.json.gz: Jacobians, Hessians and products of PyTorch 2.13.0+cpu, and errors
of torch.autograd.functional.

Run: python3 autograd_resource.py FOLDER   (with torch 2.13.0 installed)

JSON: one row a line: the call, and its result as nested lists (float64) or its error. x = [0.5, -1, 2], y = [[1, 2], [3, -0.5]],
v = [1, -2, 0.5], w = [[0.5, 1], [-1, 2]]. Functions: see below.
"""
import gzip, json, os, sys
import torch
from torch.autograd.functional import jacobian, hessian, vjp, jvp, hvp, vhp

folder, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_default_dtype(torch.float64)
T = torch.tensor
x, y, v, w = T([0.5, -1, 2]), T([[1, 2], [3, -0.5]]), T([1, -2, 0.5]), T([[0.5, 1], [-1, 2]])
outer = lambda a: a.exp().sum() * a
pair = lambda a, b: (a.sin() * b.sum(), b @ b)
cubic = lambda a: (a ** 3).sum() * a[0]
both = lambda a, b: (a ** 2).sum() * b.prod() + b.sin().sum()
linear = lambda a: (2 * a).sum()
constant = lambda a: torch.ones(1)
unused = lambda a, b: a * 2
plain = lambda r: [plain(e) for e in r] if isinstance(r, (list, tuple)) else r.tolist()
rows = []
for call in ["jacobian(outer, x)", "jacobian(pair, (x, y))", "jacobian(unused, (x, y))", "jacobian(linear, x)", "hessian(cubic, x)", "hessian(both, (x, y))", "hessian(linear, x)", "vjp(outer, x, v)", "vjp(pair, (x, y), (v, w))", "vjp(linear, x)", "jvp(outer, x, v)", "jvp(pair, (x, y), (v, w))", "jvp(unused, (x, y), (v, w))",
             "hvp(cubic, x, v)", "hvp(both, (x, y), (v, w))", "vhp(cubic, x, v)", "vhp(both, (x, y), (v, w))", "vhp(linear, x, v)",
             "jacobian(constant, x, strict=True)", "jacobian(unused, (x, y), strict=True)", "hessian(linear, x, strict=True)", "vjp(unused, (x, y), x, strict=True)", "jvp(linear, x, v, strict=True)", "hvp(linear, x, v, strict=True)", "vhp(constant, x, v, strict=True)", "hessian(outer, x)", "vhp(outer, x, v)", "vjp(outer, x, y)", "vjp(outer, x)", "jvp(outer, x)"]:
    try: rows.append(dict(call=call, result=plain(eval(call))))
    except (RuntimeError, ValueError) as e: rows.append(dict(call=call, error=str(e)))
with gzip.GzipFile(os.path.join(folder, "autograd.json.gz"), "wb", mtime=0) as f: f.write(("[" + ",\n".join(json.dumps(r) for r in rows) + "]\n").encode())
for r in rows: print(r)
