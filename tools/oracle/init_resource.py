"""Writes core/src/test/resources/dev/cresset/nn/init.tsv.gz: initialisations by PyTorch 2.13.0+cpu.

Run: python3 init_resource.py OUT   (with torch 2.13.0 installed, on x86-64)

One line per case, tab-separated:  seed  function  args(k=v,..)  dtype  shape(a,b)  data
Data is the row-major little-endian bytes in base64. `#` starts a comment. Function `Linear` is the state of
nn.Linear(*shape): weight, then bias.
"""
import base64, gzip, itertools, math, sys
import torch
from torch import nn

out, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
lines = ["# PyTorch %s, one thread; made by tools/oracle/init_resource.py" % torch.__version__]


def line(seed, name, args, dtype, shape, tensors):
    raw = b"".join(t.detach().contiguous().flatten().view(torch.uint8).numpy().tobytes() for t in tensors)
    lines.append("\t".join([str(seed), name, ",".join("%s=%s" % kv for kv in args.items()), str(dtype)[6:],
                            ",".join(map(str, shape)), base64.b64encode(raw).decode()]))


CALLS = [("uniform_", {}), ("uniform_", {"a": -10.0, "b": 10.0}), ("normal_", {}), ("normal_", {"mean": 0.0, "std": 0.01}),
         ("constant_", {"val": 0.3}), ("ones_", {}), ("zeros_", {}), ("eye_", {}), ("dirac_", {}), ("dirac_", {"groups": 2}),
         ("xavier_uniform_", {}), ("xavier_uniform_", {"gain": math.sqrt(2)}), ("xavier_normal_", {}), ("xavier_normal_", {"gain": 0.5}),
         ("kaiming_uniform_", {}), ("kaiming_uniform_", {"a": math.sqrt(5)}),
         ("kaiming_uniform_", {"mode": "fan_out", "nonlinearity": "tanh"}), ("kaiming_uniform_", {"nonlinearity": "selu"}),
         ("kaiming_normal_", {}), ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "relu"}),
         ("kaiming_normal_", {"a": 0.2, "mode": "fan_in", "nonlinearity": "leaky_relu"}),
         ("trunc_normal_", {}), ("trunc_normal_", {"mean": 0.0, "std": 0.02, "a": -0.04, "b": 0.04}),
         ("trunc_normal_", {"mean": 3.0, "std": 0.5, "a": 2.0, "b": 2.9}), ("trunc_normal_", {"mean": 0.0, "std": 1.0, "a": 1.0, "b": 3.0}),
         ("trunc_normal_", {"mean": 0.5, "std": 0.02, "a": 0.4, "b": 2.0}),
         ("orthogonal_", {}), ("orthogonal_", {"gain": 1.5}), ("sparse_", {"sparsity": 0.1}), ("sparse_", {"sparsity": 0.5, "std": 1.0})]
SIZES = [(3, 5), (4, 4), (6, 2, 3), (2, 3, 3, 3), (4, 2, 1, 2, 2), (7, 3)]
for seed, size, (name, args) in itertools.product((0, 42, 123456789012), SIZES, CALLS):
    if name in ("eye_", "sparse_") and len(size) != 2 or name == "dirac_" and len(size) == 2:
        continue
    for dtype in (torch.float32,) if seed else (torch.float32, torch.float64, torch.bfloat16):
        if name == "orthogonal_" and dtype == torch.bfloat16:
            continue  # LAPACK has no such type
        torch.manual_seed(seed)
        line(seed, name, args, dtype, size, [getattr(nn.init, name)(torch.empty(size, dtype=dtype), **args)])
for seed, size in itertools.product((0, 1), ((4, 8), (8, 1), (1, 1), (20, 10), (3, 16))):
    torch.manual_seed(seed)
    m = nn.Linear(*size)
    line(seed, "Linear", {}, torch.float32, size, [m.weight, m.bias])
with gzip.GzipFile(out, "wb", mtime=0) as f:
    f.write(("\n".join(lines) + "\n").encode())
