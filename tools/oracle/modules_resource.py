"""Packs recordings of PyTorch's modules for the tests: one zip of manifest and tensors.

Run: python3 modules_resource.py DIR OUT   (DIR: a folder modules/ as `cresset golden` reads it)

The recordings are of PyTorch 2.13.0+cpu, one thread: samples of its own module database and more, with
printed form, state dict, results in both modes and gradients for given cotangents.
Times inside the zip are fixed, so that equal recordings give equal files.
"""
import os, sys, zipfile

folder, out = sys.argv[1:]
with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    for name in sorted(os.listdir(folder)):
        info = zipfile.ZipInfo("modules/" + name, (2020, 1, 1, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with open(os.path.join(folder, name), "rb") as f:
            z.writestr(info, f.read(), compresslevel=9)
size = os.path.getsize(out)
assert size < 4_000_000, "%d bytes: leave out samples" % size
print(out, size)
