"""The golden format: Python values as JSON, tensors as safetensors (`cresset golden` reads it)."""
import json
import math

import torch
from safetensors.torch import save_file


def number(x):
    """A float as strict JSON."""
    if x != x:
        return {"f": "nan"}
    return {"f": "inf" if x > 0 else "-inf"} if math.isinf(x) else x


class Bag:
    """The tensors of one file."""

    def __init__(self):
        self.tensors = {}

    def put(self, key, t):
        assert key not in self.tensors, key
        self.tensors[key] = t.detach().clone(memory_format=torch.contiguous_format)
        return key

    def encode(self, x, path):
        """A Python value; tensors go into the bag under their path."""
        if x is None or isinstance(x, (bool, str, int)):
            return x
        if isinstance(x, float):
            return number(x)
        if isinstance(x, torch.Tensor):
            d = {"t": self.put(path, x)}
            if x.requires_grad:
                d["rg"] = True
            if not x.is_contiguous() and x.numel() > 0:
                d["strides"] = list(x.stride())
            return d
        if isinstance(x, torch.dtype):
            return {"dtype": str(x).removeprefix("torch.")}
        if isinstance(x, torch.Size):
            return {"size": list(x)}
        if isinstance(x, torch.nn.utils.rnn.PackedSequence):
            raise TypeError("packed sequences are not recorded")
        if isinstance(x, tuple):
            return {"tuple": [self.encode(v, f"{path}.{i}") for i, v in enumerate(x)]}
        if isinstance(x, list):
            return [self.encode(v, f"{path}.{i}") for i, v in enumerate(x)]
        raise TypeError(type(x).__name__)

    def save(self, path):
        save_file(self.tensors, str(path))


def write_rows(path, head, key, rows):
    """A JSON object with one row a line."""
    text = lambda x: json.dumps(x, ensure_ascii=False, allow_nan=False)
    lines = ",\n".join(text(r) for r in rows)
    heads = "".join(f"{text(k)}: {text(v)},\n" for k, v in head.items())
    path.write_text("{" + heads + f"{text(key)}: [\n{lines}\n]}}\n", encoding="utf-8")
