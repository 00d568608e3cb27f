"""Packs recordings of PyTorch's ops for the tests: one zip of manifest, errors, promotion and tensors.

Run: python3 ops_resource.py DIR OUT   (DIR: a folder ops/ as `cresset golden` reads it)

The recordings are of PyTorch 2.13.0+cpu, one thread: samples of its own OpInfo database with results,
gradients for given cotangents, calls that must fail, and the table of type promotion.
Times inside the zip are fixed, so that equal recordings give equal files.
"""
import os, sys, zipfile

folder, out = sys.argv[1:]
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for name in sorted(os.listdir(folder)):
        info = zipfile.ZipInfo("ops/" + name, (2020, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with open(os.path.join(folder, name), "rb") as f:
            z.writestr(info, f.read(), compresslevel=9)
size = os.path.getsize(out)
assert size < 4_000_000, "%d bytes: leave out samples" % size
print(out, size)
