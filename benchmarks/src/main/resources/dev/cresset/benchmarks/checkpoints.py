"""Times torch.save, torch.load and safetensors on as much as CheckpointTimings; each file is synced."""
import os
import sys
import time

import safetensors.torch
import torch

folder, tensors, elements = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
state = {
    f"layer.{i}.weight": torch.arange(elements).float().view(1000, -1) for i in range(tensors)
}
pt = os.path.join(folder, "timing-peer.pt")
st = os.path.join(folder, "timing-peer.safetensors")


def synced(save, path):
    save(path)
    with open(path, "rb+") as f:
        os.fsync(f.fileno())


works = {
    "torch.save": lambda: synced(lambda p: torch.save(state, p), pt),
    "torch.load": lambda: torch.load(pt, weights_only=True),
    "safetensors save_file": lambda: synced(lambda p: safetensors.torch.save_file(state, p), st),
    "safetensors load_file": lambda: safetensors.torch.load_file(st),
}
for name, work in works.items():
    start = time.perf_counter()
    result = work()
    print(name, time.perf_counter() - start)
os.remove(pt)
os.remove(st)
