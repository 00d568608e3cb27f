"""Writes NumPy's own files into the test resource of the checkpoint package.

usage: numpy_resource.py OUT/numpy.bin.gz

Arrays of every layout, byte order and kind that NumPy 2 writes, sound and refused ones. The packed
form is that of checkpoint_resource.py.
"""
import gzip
import io
import struct
import sys

import numpy as np


def saved(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def archive(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()


def files():
    six = np.arange(6)
    return {
        "c_f4.npy": saved(six.astype("<f4").reshape(2, 3)),
        "fortran_f8.npy": saved(np.asfortranarray(six.astype("<f8").reshape(2, 3))),
        "big_i4.npy": saved(six.astype(">i4").reshape(2, 3)),
        "scalar_i8.npy": saved(np.array(7, dtype="<i8")),
        "empty_f4.npy": saved(np.zeros((0, 3), dtype="<f4")),
        "bool.npy": saved(np.array([True, False, True])),
        "f2.npy": saved(np.array([1, -0.5, np.inf], dtype="<f2")),
        "u1.npy": saved(np.array([0, 255], dtype="u1")),
        "complex.npy": saved(np.array([1 + 2j])),
        "text.npy": saved(np.array(["ab"])),
        "objects.npy": saved(np.array([{}], dtype=object)),
        "structured.npy": saved(np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")])),
        "plain.npz": archive(np.savez, a=np.arange(3, dtype="<f4"), **{"b/c.weight": np.eye(2)}),
        "compressed.npz": archive(
            np.savez_compressed, a=np.arange(30000, dtype="<i8"), b=np.ones((2, 2), dtype="<f4")
        ),
    }


def main(out):
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        for name, data in files().items():
            key = name.encode()
            packed.write(struct.pack(">H", len(key)) + key + struct.pack(">I", len(data)) + data)


if __name__ == "__main__":
    main(*sys.argv[1:])
