"""Records random cases of real PyTorch in the golden format, for `cresset golden DIR`.

usage: python3 tools/oracle/fuzz DIR [--seed N] [--count N] [--only modules|training|rng] [--name CLASS …] [--zip FILE]

The same seed records the same cases. Draws that PyTorch refuses become errors, which Cresset has to
refuse too. Options that Java cannot say (a tuple of one) or where Cresset follows its values rather
than PyTorch's mistakes are not drawn; the code says where. --zip packs the folder for the tests.
"""
import argparse
import pathlib
import warnings
import zipfile

import torch

import modules
import order
import training

parser = argparse.ArgumentParser()
parser.add_argument("dir", type=pathlib.Path)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--count", type=int, default=10, help="draws of each class")
parser.add_argument("--only", choices=["modules", "training", "rng"])
parser.add_argument("--zip", type=pathlib.Path, help="also pack the folder")
parser.add_argument("--name", nargs="*", help="only these classes of modules")
a = parser.parse_args()
torch.set_num_threads(1)
warnings.filterwarnings("ignore")
if a.only in (None, "modules"):
    modules.record(a.dir / "modules", a.seed, a.count, a.name)
if a.only in (None, "training"):
    training.record(a.dir / "training", a.seed, a.count)
if a.only in (None, "rng"):
    order.record(a.dir / "rng", a.seed, a.count)
if a.zip:
    with zipfile.ZipFile(a.zip, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for f in sorted(a.dir.rglob("*.*")):
            name = zipfile.ZipInfo(str(f.relative_to(a.dir)), (2020, 1, 1, 0, 0, 0))
            name.compress_type = zipfile.ZIP_DEFLATED
            z.writestr(name, f.read_bytes(), compresslevel=9)
