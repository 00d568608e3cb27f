"""Records what NumPy prints: python3 numpy_text_resource.py | gzip -n9 > core/src/test/resources/dev/cresset/numpy_text.tsv.gz

Rows: dtype, sizes, elements in row-major order, str or repr, the text with \\n for line breaks.
"""
import math
import numpy as np

rng = np.random.default_rng(0)
inf, nan = math.inf, math.nan
lists = [
    [], [0.0], [-0.0], [1], [1.5], [0.1], [nan], [inf], [-inf], [nan, 1], [-inf, 1.25], [inf, 1e-7], [nan, inf, -inf, 0],
    [1, 1000], [1, 1001], [0.5, 999], [1e6], [999999], [1e8], [99999999.0], [1e-4], [0.00009], [1e16, 1], [1e300, 1e-300],
    [0.1, 0.2, 0.3], [1 / 3, 2 / 3], [1e-10, 1], [123456.789, 0.5], [65504, 1], [5e-324], [1e-45, 0], [6e-8, 1],
    [2.0**-44], [2.0**-20, 2.0**-10], [16777216, 1], [-1.5, 2], [0, 1e-5], [1e5, 1e-5, nan],
]
lists += [list(rng.normal(size=n) * 10.0**k) for n in (1, 3, 12, 30) for k in (-6, -3, 0, 2, 5, 9)]
shaped = [((2, 3), rng.normal(size=6)), ((2, 2, 2), rng.normal(size=8)), ((0, 3), []), ((3, 0), []), ((1, 1, 1, 1), [7]),
          ((3, 20), rng.normal(size=60)), ((2, 1, 25), rng.integers(-9, 999, 50)), ((12, 100), np.arange(1200)),
          ((10, 11, 12), np.arange(1320) / 8), ((1001,), np.arange(1001)), ((1001,), np.arange(1001) / 7), ((1000,), np.arange(1000) % 7),
          ((), [1.5]), ((), [1]), ((), [0.1]), ((), [1e16]), ((), [1e-5]), ((), [0]), ((), [nan]), ((), [1e8]), ((4, 300), np.arange(1200) % 2)]
cases = [((len(x),), x) for x in lists] + shaped


def number(v):
    return repr(float(v))


for dtype in ("float32", "float64", "float16", "int64", "int32", "uint8", "int8", "bool"):
    for sizes, values in cases:
        with np.errstate(all="ignore"):
            x = np.array(values, dtype=np.float64)
            if dtype[0] in "iub":
                if not np.isfinite(x).all() or (abs(x) > 100).any() and len(x) < 1000 and dtype != "int64" or (abs(x) > 2**31).any():
                    continue
                if len(x) >= 1000 and dtype not in ("int64", "bool"):
                    continue
                x = np.trunc(x)
                if dtype == "uint8":
                    x = abs(x)
            if len(x) >= 1000 and dtype in ("float16", "float64") and sizes != (1001,):
                continue
            a = x.astype(dtype).reshape(sizes)
        for form in (str, repr):
            print("\t".join([dtype, " ".join(map(str, sizes)), " ".join(number(v) for v in a.astype(np.float64).ravel()),
                             form.__name__, form(a).replace("\n", "\\n")]))
