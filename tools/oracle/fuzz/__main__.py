"""Records random cases of real PyTorch in the golden format, for `cresset golden DIR`.

usage: python3 tools/oracle/fuzz DIR [--seed N] [--count N] [--only modules|training|rng] [--name CLASS …]

The same seed records the same cases. A failing case's description holds the seed of its draw.
"""
import argparse
import pathlib
import warnings

import torch

import modules
import order
import training

parser = argparse.ArgumentParser()
parser.add_argument("dir", type=pathlib.Path)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--count", type=int, default=10, help="draws of each class")
parser.add_argument("--only", choices=["modules", "training", "rng"])
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
