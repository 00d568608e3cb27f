"""Writes core/src/test/resources/dev/cresset/nn/losses.safetensors: losses and bags of PyTorch 2.13.0+cpu.

Run: python3 losses_resource.py OUT   (with torch 2.13.0 and safetensors installed)

Each case begins with manual_seed(5); LossesTest draws the same numbers. Entries are CASE.out and
CASE.grad, the gradient of sum(out * cos(arange(numel))) with respect to what is named x below.
"""
import sys
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

path, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
out = {}


def case(name, shape, f):
    torch.manual_seed(5)
    x = torch.randn(*shape, requires_grad=True)
    y = f(x)
    (y * torch.arange(y.numel()).reshape(y.shape).cos()).sum().backward()
    out[name + ".out"] = y.detach().contiguous()
    out[name + ".grad"] = x.grad


T = torch.tensor
targets = T([[1, 2, 2], [3, 1, 0], [2, 2, 2]])
lengths = (T([7, 5, 3]), T([3, 2, 3]))
for r in "none", "mean", "sum":
    case("ctc_" + r, (7, 3, 4), lambda x: F.ctc_loss(x.log_softmax(2), targets, *lengths, reduction=r, zero_infinity=True))
case("ctc_flat", (7, 3, 4), lambda x: F.ctc_loss(
    x.log_softmax(2), T([1, 2, 2, 0, 1, 1]), T([7, 5, 0]), T([3, 3, 0]), blank=3, reduction="none"))
case("ctc_single", (7, 4), lambda x: F.ctc_loss(x.log_softmax(1), T([1, 1]), T(6), T(2)))
index = T([4, 0, 2, 2, 1, 4, 4])
offsets = T([0, 3, 3, 5])
for mode in "sum", "mean", "max":
    case("bag_" + mode, (5, 3), lambda w: F.embedding_bag(index, w, offsets, mode=mode, padding_idx=2))
    case("bag_rows_" + mode, (5, 3), lambda w: F.embedding_bag(index[:6].reshape(2, 3), w, mode=mode))
case("bag_last", (5, 3), lambda w: F.embedding_bag(index, w, T([0, 4, 7]), include_last_offset=True))
case("bag_weights", (7,), lambda p: F.embedding_bag(
    index, torch.arange(15.).reshape(5, 3), offsets, mode="sum", per_sample_weights=p, padding_idx=4))
case("cosine", (3, 4), lambda x: F.cosine_similarity(x * T([[1e-9], [1.], [0.]]), x.flip(0), dim=1))
case("multi_margin", (3, 4), lambda x: F.multi_margin_loss(x, T([1, 0, 3]), p=2, margin=0.7, weight=T([1., 2., 3., 4.])))
case("soft_margin", (3, 4), lambda x: F.soft_margin_loss(x * 30, T([1., -1., 1., -1.])))
case("gaussian", (2, 3), lambda v: F.gaussian_nll_loss(T([1., 2., 3.]).expand(2, 3), T([2., 2., 1.]).expand(2, 3), v.abs() * T([1e-8, 1., 1.]), full=True, reduction="none"))
save_file(out, path)
