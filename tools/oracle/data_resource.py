"""Writes core/src/test/resources/dev/cresset/data/orders.json.gz: the orders in which PyTorch 2.13.0+cpu visits elements.

Run: python3 data_resource.py FILE   (with torch 2.13.0 installed)

One row a line: kind, its arguments, and what was drawn after manual_seed(seed). `after` is randint(0, 1000000, (2,)) from the default
generator at the end. loader: `epochs` are the indices of each batch in three epochs. sampler: indices of two iterations.
workers: elements are 1000 * index + a draw of the worker's generator. stream: worker w of n gives w, w + n, w + 2n, … of the numbers
below `counts[w]`, plus a draw.
"""
import gzip, json, sys
import torch
from torch.utils.data import *

out, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
rows = []


def row(seed, generator, kind, args, draw):
    torch.manual_seed(seed)
    g = torch.Generator().manual_seed(seed + 1) if generator else None
    result = draw(g)
    rows.append({"seed": seed, "generator": generator, "kind": kind, **args, "out": result, "after": torch.randint(0, 1000000, (2,)).tolist()})


def loader(n, batch, shuffle, drop, g):
    l = DataLoader(torch.arange(n), batch, shuffle=shuffle, drop_last=drop, generator=g)
    return [[b.tolist() for b in l] for _ in range(3)]


for seed in (0, 1, 2 ** 31, 123456789012):
    for generator in (False, True):
        for n, batch in ((1, 1), (5, 2), (6, 3), (16, 4), (33, 10), (103, 8)):
            for shuffle in (False, True):
                for drop in (False, True):
                    row(seed, generator, "loader", {"n": n, "batch_size": batch, "shuffle": shuffle, "drop_last": drop}, lambda g: loader(n, batch, shuffle, drop, g))
        for n, samples, replacement in ((5, 12, False), (5, 3, False), (5, 10, False), (7, 40, True), (7, 64, True), (7, 3, True)):
            row(seed, generator, "random", {"n": n, "samples": samples, "replacement": replacement},
                lambda g: [list(RandomSampler(range(n), replacement, samples, g)) for _ in range(2)])
        for samples, replacement in ((3, False), (5, False), (20, True)):
            w = [0.1, 0.5, 2.0, 1.0, 0.3]
            row(seed, generator, "weighted", {"weights": w, "samples": samples, "replacement": replacement},
                lambda g: [list(WeightedRandomSampler(w, samples, replacement, g)) for _ in range(2)])
        row(seed, generator, "subset", {"indices": [3, 9, 4, 7, 5]}, lambda g: [list(SubsetRandomSampler([3, 9, 4, 7, 5], g)) for _ in range(2)])
        for n, lengths in ((10, [7, 3]), (10, [0.33, 0.33, 0.34]), (1797, [0.8, 0.2]), (5, [5]), (7, [0.5, 0.5])):
            def split(g):
                return [list(s) for s in (random_split(range(n), lengths, g) if g else random_split(range(n), lengths))]
            row(seed, generator, "split", {"n": n, "lengths": lengths}, split)


class Noisy(Dataset):
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        return 1000 * i + torch.randint(0, 1000, ()).item()


class Numbers(IterableDataset):
    def __init__(self, counts):
        self.counts = counts

    def __iter__(self):
        w = get_worker_info()
        first, step = (w.id, w.num_workers) if w else (0, 1)
        for i in range(first, self.counts[first], step):
            yield 1000 * i + torch.randint(0, 1000, ()).item()


for seed in (0, 7):
    for generator in (False, True):
        for workers, prefetch in ((0, None), (1, None), (2, None), (3, 1), (3, 4)):
            for drop in (False, True):
                def work(g):
                    l = DataLoader(Noisy(23), 3, shuffle=True, drop_last=drop, num_workers=workers, prefetch_factor=prefetch, generator=g)
                    return [[b.tolist() for b in l] for _ in range(2)]
                row(seed, generator, "workers", {"n": 23, "batch_size": 3, "drop_last": drop, "workers": workers, "prefetch": prefetch}, work)
                counts = [30, 11, 20]

                def stream(g):
                    l = DataLoader(Numbers(counts), 3, drop_last=drop, num_workers=workers, prefetch_factor=prefetch, generator=g)
                    return [[b.tolist() for b in l] for _ in range(2)]
                row(seed, generator, "stream", {"counts": counts, "batch_size": 3, "drop_last": drop, "workers": workers, "prefetch": prefetch}, stream)
for n, replicas in ((1, 1), (1, 3), (10, 1), (10, 3), (11, 4), (2, 7), (100, 8), (12, 4)):
    for shuffle in (False, True):
        for drop in (False, True):
            if drop and n < replicas:
                continue  # PyTorch's count is then negative or empty

            def shares(g):
                out = []
                for epoch in (0, 5):
                    for rank in range(replicas):
                        s = DistributedSampler(range(n), replicas, rank, shuffle=shuffle, seed=3, drop_last=drop)
                        s.set_epoch(epoch)
                        out.append(list(s))
                return out
            row(0, False, "distributed", {"n": n, "replicas": replicas, "shuffle": shuffle, "drop_last": drop}, shares)
with gzip.GzipFile(out, "wb", mtime=0) as f:
    f.write(("[" + ",\n".join(json.dumps(r) for r in rows) + "]\n").encode())
print(len(rows))
