"""Random layers and losses with random options, as the part `modules` of a recording."""
import zlib

import torch

import losses  # noqa: F401  registers the losses
from draw import Draw
from edges import changed, unfollowed
from layers import LAYERS
from recording import Bag, write_rows

LARGEST = 8000  # elements of a case
NATURAL = 5e-6  # how far PyTorch's float32 may be from its own float64


def fresh(x):
    """Leaves of their own with the same layout."""
    if isinstance(x, torch.Tensor):
        return x.detach().clone().requires_grad_(x.requires_grad)
    if isinstance(x, (list, tuple)):
        return type(x)(map(fresh, x))
    return x


def tensors(x, path=""):
    """(path, tensor) pairs in order."""
    if isinstance(x, torch.Tensor):
        return [(path, x)]
    if isinstance(x, (list, tuple)):
        return [p for i, v in enumerate(x) for p in tensors(v, f"{path}.{i}")]
    return []


def randomise(module, g):
    """Parameters and statistics away from ones and zeros."""
    with torch.no_grad():
        for p in module.parameters():
            p.add_(0.1 * torch.randn(p.shape, generator=g))
        for name, b in module.named_buffers():
            if name.endswith("running_mean"):
                b.copy_(0.3 * torch.randn(b.shape, generator=g))
            if name.endswith("running_var"):
                b.copy_(0.5 + torch.rand(b.shape, generator=g))


def mode(module, training, initial, args, kwargs, seed, g, bag, key):
    """Results and gradients of one call."""
    module.load_state_dict(initial)
    module.train(training)
    module.zero_grad()
    args, kwargs = fresh(args), {k: fresh(v) for k, v in kwargs.items()}
    torch.manual_seed(seed)
    before = torch.get_rng_state()
    out = module(*args, **kwargs)
    out = tuple(out) if hasattr(out, "_fields") else out
    path = f"{key}.{'train' if training else 'eval'}"
    row = {"out": bag.encode(out, path + ".out")}
    if not torch.equal(before, torch.get_rng_state()):
        row["seed"] = seed
    results = [(i, t) for i, (_, t) in enumerate(tensors(out)) if t.requires_grad]
    if results:
        cotangents = [torch.randn(t.shape, generator=g) for _, t in results]
        row["cotangents"] = {
            str(i): bag.put(f"{path}.ct{i}", c) for (i, _), c in zip(results, cotangents)}
        torch.autograd.backward([t for _, t in results], cotangents)
        grad = lambda name, t: None if t.grad is None else bag.put(f"{path}.grad({name})", t.grad)
        leaves = [p for i, v in enumerate(args) for p in tensors(v, f"{key}.in{i}")]
        leaves += [p for k, v in kwargs.items() for p in tensors(v, f"{key}.in.{k}")]
        row["input_grads"] = {p: grad(p, t) for p, t in leaves if t.requires_grad}
        row["param_grads"] = {
            n: grad("parameter " + n, p) for n, p in module.named_parameters()}
    changed = {
        k: bag.put(f"{path}.after.{k}", v) for k, v in module.state_dict().items()
        if not torch.equal(v, initial[k])}
    if changed:
        row["state_after"] = changed
    return row


def wide(x):
    """The same leaves in float64."""
    if isinstance(x, torch.Tensor):
        return x.detach().double().requires_grad_(x.requires_grad) if x.is_floating_point() else x
    if isinstance(x, (list, tuple)):
        return type(x)(map(wide, x))
    return x


def values(module, args, kwargs, seed, cotangents):
    """Results and gradients."""
    module.zero_grad()
    torch.manual_seed(seed)
    out = module(*args, **kwargs)
    results = [t for _, t in tensors(tuple(out) if hasattr(out, "_fields") else out)]
    graded = [t for t in results if t.requires_grad]
    if graded:
        torch.autograd.backward(graded, [c.to(t.dtype) for c, t in zip(cotangents, graded)])
    leaves = [t for v in [*args, *kwargs.values()] for _, t in tensors(v)] + list(module.parameters())
    return results + [t.grad for t in leaves if t.grad is not None]


def rounding(call, initial, training, args, kwargs, seed, cotangents):
    """How far float32 is from float64: large where a gradient is the sum of what cancels."""
    narrow, double = call.build(), call.build().double()
    worst = 0.0
    for m in (narrow, double):
        m.load_state_dict(initial)
        m.train(training)
    a = values(narrow, fresh(args), {k: fresh(v) for k, v in kwargs.items()}, seed, cotangents)
    b = values(double, wide(args), {k: wide(v) for k, v in kwargs.items()}, seed, cotangents)
    for x, y in zip(a, b):
        error = (x.double() - y.double()).abs() / (1 + y.double().abs())
        worst = max([worst, *error[error.isfinite()].flatten().tolist()])
    return worst


REFUSED = (
    RuntimeError, ValueError, TypeError, IndexError, AssertionError, NotImplementedError,
    ZeroDivisionError, OverflowError)


class Refused(Exception):
    """PyTorch refuses a draw, or it is of no use."""


def drawn(name, seed):
    """A constructor call, a module, arguments and keywords; every fourth draw is changed a little."""
    d = Draw(seed)
    try:
        made = LAYERS[name](d, name)
    except REFUSED as e:
        raise Refused(str(e).split("\n")[0]) from e
    call, args, kwargs = made if len(made) == 3 else (*made, {})
    if d.chance(0.25):
        call, args, kwargs = changed(d, call, args, kwargs)
    if why := unfollowed(call, args):
        raise Refused(why)
    return d, call, args, kwargs


def error(name, seed, index, bag):
    """The row of a draw that PyTorch refuses to construct or to call; None if it does not."""
    d, call, args, kwargs = drawn(name, seed)
    key = f"e{index}"
    row = {"cls": name, "desc": f"seed {seed}"}
    try:
        call.build()(*fresh(args), **{k: fresh(v) for k, v in kwargs.items()})
        return None
    except REFUSED as e:
        if "memory format" in str(e) or "memory descriptor" in str(e):
            raise Refused("a kernel of PyTorch's does not know the layout") from e
        row |= {"error": type(e).__name__, "message": str(e).split("\n")[0]}
    row["ctor"] = call.encode(bag, key)
    row["forward_args"] = [bag.encode(v, f"{key}.in{i}") for i, v in enumerate(args)]
    row["forward_kwargs"] = {k: bag.encode(v, f"{key}.in.{k}") for k, v in kwargs.items()}
    return row


def case(name, seed, index, bag):
    """One layer with its calls."""
    d, call, args, kwargs = drawn(name, seed)
    torch.manual_seed(seed)
    module = call.build()
    randomise(module, d.g)
    own, key = Bag(), f"m{index}"
    row = {"cls": name, "ctor": call.encode(own, key), "desc": f"seed {seed}", "source": "fuzz",
           "repr": repr(module), "file": name + ".safetensors"}
    state = module.state_dict()
    row["state_dict"] = [
        [k, str(v.dtype).removeprefix("torch."), list(v.shape), own.put(f"{key}.sd.{k}", v)]
        for k, v in state.items()]
    row["parameters"] = [n for n, _ in module.named_parameters()]
    initial = {k: v.clone() for k, v in state.items()}
    row["forward_args"] = [own.encode(v, f"{key}.in{i}") for i, v in enumerate(args)]
    row["forward_kwargs"] = {k: own.encode(v, f"{key}.in.{k}") for k, v in kwargs.items()}
    try:
        for training in (True, False):
            label = "train" if training else "eval"
            row[label] = mode(module, training, initial, args, kwargs, seed + 1, d.g, own, key)
            cotangents = [own.tensors[c] for c in row[label].get("cotangents", {}).values()]
            if "seed" not in row[label] and rounding(
                    call, initial, training, args, kwargs, seed + 1, cotangents) > NATURAL:
                raise Refused("ill-conditioned")
    except REFUSED as e:
        raise Refused(str(e).split("\n")[0]) from e
    if sum(t.numel() for t in own.tensors.values()) > LARGEST:
        raise Refused("large")
    bag.tensors |= own.tensors
    return row


def record(out, seed, count, names):
    """count draws of each class."""
    rows, errors, wrong = [], [], Bag()
    out.mkdir(parents=True, exist_ok=True)
    for name in names or sorted(LAYERS):
        bag, made, useless = Bag(), 0, {}
        for i in range(count):
            draw = zlib.crc32(f"{seed} {name} {i}".encode())
            try:
                refused = error(name, draw, len(errors), wrong)
                if refused:
                    errors.append(refused)
                else:
                    rows.append(case(name, draw, made, bag))
                    made += 1
            except Refused as e:
                useless[str(e)] = useless.get(str(e), 0) + 1
        if bag.tensors:
            bag.save(out / (name + ".safetensors"))
        print(f"{name}: {made} of {count}", *(f"\n    {n} of no use: {why[:110]}" for why, n in useless.items()))
    head = {"torch": torch.__version__}
    write_rows(out / "manifest.json", head, "cases", rows)
    wrong.save(out / "errors.safetensors")
    write_rows(out / "errors.json", head, "errors", errors)
    print(f"{len(rows)} cases, {len(errors)} errors")
