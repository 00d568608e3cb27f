"""One change to a draw that PyTorch may or may not refuse."""
import torch

from draw import M


def changed_number(d, v):
    if isinstance(v, tuple) and v:
        i = d.r.randrange(len(v))
        return v[:i] + (changed_number(d, v[i]),) + v[i + 1:]
    if isinstance(v, bool) or not isinstance(v, (int, float)):
        return v
    if isinstance(v, int):
        return d.one(0, -1, v + 1, v - 1, v + 7)
    return d.one(0.0, -v, 1.5, v * 10)


def changed_tensor(d, t):
    grad, kind = t.requires_grad, d.r.randrange(4)
    t = t.detach()
    if kind == 0 and t.dim():
        dim = d.r.randrange(t.dim())
        t = t.narrow(dim, 0, t.shape[dim] - 1)
    elif kind == 1:
        t = t.unsqueeze(d.r.randrange(t.dim() + 1))
    elif kind == 2 and t.dim():
        t = t.select(d.r.randrange(t.dim()), 0)
    elif not t.is_floating_point():
        t = t + d.one(-20, -1, 1, 20)
    return t.clone().requires_grad_(grad)


def changed(d, call, args, kwargs):
    """The draw with another number or another tensor."""
    if call.cls == "CTCLoss":  # PyTorch writes where it should not
        return call, args, kwargs
    at = d.r.randrange(3)
    if at == 0 and call.args:
        i = d.r.randrange(len(call.args))
        values = list(call.args)
        values[i] = changed_number(d, values[i])
        return M(call.cls, *values, **call.kwargs), args, kwargs
    if at == 1 and call.kwargs:
        k = d.one(*call.kwargs)
        return M(call.cls, *call.args, **(call.kwargs | {k: changed_number(d, call.kwargs[k])})), args, kwargs
    places = [(args, i) for i, v in enumerate(args) if isinstance(v, torch.Tensor)]
    places += [(kwargs, k) for k, v in kwargs.items() if isinstance(v, torch.Tensor)]
    args, kwargs = list(args), dict(kwargs)
    of, i = d.one(*places)
    if isinstance(i, int):
        args[i] = changed_tensor(d, args[i])
    else:
        kwargs[i] = changed_tensor(d, kwargs[i])
    return call, args, kwargs


def unfollowed(call, args):
    """Why Cresset does not follow PyTorch in a draw; None if it does."""
    if call.cls.startswith("AdaptiveAvgPool") and args[0].dim() not in (int(call.cls[-2]) + 1, int(call.cls[-2]) + 2):
        return "one result of a plane is a mean, for which PyTorch does not look at the dimensions"
    if call.cls.startswith("AdaptiveAvgPool") and 0 in args[0].shape:
        return "PyTorch takes no channels in one and two dimensions only"
    if call.cls.startswith("ConvTranspose") and call.args[1] == 0:
        return "only some of PyTorch's kernels refuse no channels"
    if call.cls.startswith("BatchNorm") and 1 in args[0].shape[2:]:
        return "PyTorch's gradient is wrong where channels lie last in memory and a spatial size is 1"
    if call.cls.startswith("FractionalMaxPool") and min(numbers(call)) <= 0:
        return "PyTorch does not look at sizes that are not positive"
    return None


def numbers(call):
    flat = lambda v: [n for x in v for n in flat(x)] if isinstance(v, (tuple, list)) else [v]
    return [n for v in [*call.args, *call.kwargs.values()] for n in flat(v)]
