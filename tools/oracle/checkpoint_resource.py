"""Packs recorded checkpoint files into the test resource of the checkpoint package.

usage: checkpoint_resource.py RECORDINGS/checkpoints OUT/checkpoints.bin.gz

RECORDINGS holds files written by PyTorch 2.13.0 and 1.13 and by safetensors 0.8.0, hand-made hostile
ones, what they must load as, and the verdicts of the real loaders (index.json). The packed form is
the gzip of: for each file, name length (u16), name, data length (u32), data, all big-endian.
"""
import gzip
import os
import struct
import sys

FOLDERS = ["valid", "st_valid", "bad", "st_bad"]


def main(root, out):
    names = ["index.json"]
    for folder in FOLDERS:
        names += [f"{folder}/{f}" for f in sorted(os.listdir(os.path.join(root, folder)))]
    with open(out, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        for name in names:
            with open(os.path.join(root, name), "rb") as f:
                data = f.read()
            key = name.encode()
            packed.write(struct.pack(">H", len(key)) + key + struct.pack(">I", len(data)) + data)


if __name__ == "__main__":
    main(*sys.argv[1:])
