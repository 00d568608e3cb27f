"""Random samplers, loaders, splits and default initialisations, as the part `rng` of a recording."""
import zlib

import torch

from draw import Draw
from layers import LAYERS
from modules import LARGEST
from recording import Bag, write_rows

DATA = "torch.utils.data."
INITIALISED = [
    "Linear", "Bilinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d",
    "ConvTranspose3d", "Embedding", "EmbeddingBag", "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell",
    "GRUCell", "MultiheadAttention", "TransformerEncoderLayer", "TransformerDecoderLayer",
    "TransformerEncoder", "TransformerDecoder", "Transformer", "AdaptiveLogSoftmaxWithLoss",
    "BatchNorm2d", "InstanceNorm1d", "GroupNorm", "LayerNorm", "RMSNorm", "PReLU",
    "LinearCrossEntropyLoss", "Sequential"]


def keywords(options):
    return "".join(f", {k}={v!r}" for k, v in options.items())


def sampler(d, n, generator):
    """The Python text of a sampler of n elements."""
    kind = d.one("Sequential", "Random", "Random", "Weighted", "Subset", "Distributed")
    given = f", generator={generator}" if generator else ""
    if kind == "Sequential":
        return f"{DATA}SequentialSampler(range({n}))"
    if kind == "Random":
        options = d.some(replacement=d.flag(), num_samples=d.size(1, 40))
        return f"{DATA}RandomSampler(range({n}){keywords(options)}{given})"
    if kind == "Weighted":
        weights = [d.real(0.1, 3) for _ in range(n)]
        samples = d.size(1, n)
        options = d.some(replacement=d.flag())
        return f"{DATA}WeightedRandomSampler({weights}, {samples}{keywords(options)}{given})"
    if kind == "Subset":
        chosen = [d.r.randrange(n) for _ in range(d.size(1, 20))]
        return f"{DATA}SubsetRandomSampler({chosen}{given})"
    replicas = d.size(1, 4)
    options = d.some(shuffle=d.flag(), seed=d.size(0, 9), drop_last=d.flag())
    return (f"{DATA}DistributedSampler(range({n}), num_replicas={replicas}, "
            f"rank={d.r.randrange(replicas)}{keywords(options)})")


def order(d):
    """Two passes over a sampler or a loader, then what the default generator has left."""
    n = d.size(1, 40)
    generator = "g" if d.flag() else ""
    steps = ["g=torch.Generator().manual_seed(seed+1)"] if generator else []
    kind = d.one("sampler", "batches", "loader", "loader", "split")
    if kind == "sampler":
        steps.append("s=" + sampler(d, n, generator))
        steps += ["torch.tensor(list(s))"] * 2
    elif kind == "batches":
        steps.append(
            f"s={DATA}BatchSampler({sampler(d, n, generator)}, {d.size(1, 7)}, {d.flag()})")
        steps += ["torch.tensor([i for b in s for i in b])", "torch.tensor([len(b) for b in s])"]
    elif kind == "loader":
        options = d.some(batch_size=d.size(1, 7), drop_last=d.flag())
        text = "".join(f", {k}={v!r}" for k, v in options.items())
        if d.chance(0.3):
            text += ", sampler=" + sampler(d, n, generator)
        else:
            text += d.one("", ", shuffle=True", ", shuffle=True")
        text += f", generator={generator}" if generator and d.flag() else ""
        steps.append(f"s={DATA}DataLoader(torch.arange({n}){text})")
        steps += ["torch.tensor([i for b in s for i in b.tolist()])"] * 2
    else:
        a = d.r.randint(0, n)
        lengths = d.one([a, n - a], [0.3, 0.7], [0.25, 0.5, 0.25])
        given = f", generator={generator}" if generator else ""
        steps.append(f"s={DATA}random_split(range({n}), {lengths}{given})")
        steps += [f"torch.tensor(s[{i}].indices)" for i in range(len(lengths))]
    return "; ".join(steps + ["torch.rand(3)"])


def run(text, seed):
    """The values of the statements that are no assignments."""
    scope, out = {"torch": torch, "seed": seed}, []
    for step in text.split("; "):
        name, _, value = step.partition("=")
        if name.isidentifier():
            scope[name] = eval(value, scope)
        else:
            out.append(eval(step, scope))
    return out


def record(out, seed, count):
    """10 * count orders, and count initialisations of each class."""
    out.mkdir(parents=True, exist_ok=True)
    bag, rows = Bag(), []

    def add(kind, of, call, values, **more):
        i = len(rows)
        keys = {k: bag.put(f"{i}/{k}", v) for k, v in values.items()}
        rows.append({"id": i, "kind": kind, "seed": of, "call": call, "out": keys, **more})

    refused = {}
    for i in range(10 * count):
        d = Draw(zlib.crc32(f"{seed} order {i}".encode()))
        start = d.r.randrange(2**40)
        try:
            call = order(d)
            torch.manual_seed(start)
            values = {str(k): v for k, v in enumerate(run(call, start))}
        except (ValueError, RuntimeError, TypeError) as e:
            refused[str(e)] = refused.get(str(e), 0) + 1
            continue
        add("sequence", start, call, values)
    for name in INITIALISED:
        for i in range(count):
            d = Draw(zlib.crc32(f"{seed} init {name} {i}".encode()))
            start = d.r.randrange(2**40)
            try:
                call = LAYERS[name](d, name)[0]
                torch.manual_seed(start)
                state = call.build().state_dict()
            except (ValueError, RuntimeError, TypeError, AssertionError):
                continue
            if sum(t.numel() for t in state.values()) <= LARGEST:
                add("module_init", start, call.text(), state, order=list(state))
    for why, n in refused.items():
        print(f"    {n} refused: {why[:120]}")
    bag.save(out / "rng.safetensors")
    head = {"torch": torch.__version__, "gains": {}, "randint_0_2^32-1_first8": {}}
    write_rows(out / "rng.json", head, "cases", rows)
    print(f"{len(rows)} random orders and initialisations")
