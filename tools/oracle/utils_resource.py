"""Writes core/src/test/resources/dev/cresset/nn/utils/utils.{json,safetensors}.gz: what torch.nn.utils does to modules, of PyTorch
2.13.0+cpu.

Run: python3 utils_resource.py FOLDER   (with torch 2.13.0 and safetensors installed)

JSON: one row a line; "kind" says what it is. Tensors are keys of the safetensors file. Modules are made after manual_seed(seed), in
the order of the expression; "state" is the state dict after it, "weight" the computed weight.
parametrize: then y of x, its gradients under y.sum() (by parameter name), the state dict after removal ("removed").
prune: weight and mask after each call. clip: total norms. fuse: the fused layer's state. vector: parameters as one vector.
"""
import gzip, json, os, sys, warnings
import torch, torch.nn as nn, torch.nn.utils as U
import torch.nn.utils.parametrizations as P, torch.nn.utils.parametrize as R, torch.nn.utils.prune as prune
from safetensors.torch import save

warnings.simplefilter("ignore")
folder, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
bag, rows = {}, []


def put(t):
    key = f"t{len(bag)}"
    bag[key] = t.detach().clone().contiguous()
    return key


state = lambda m: {k: put(v) for k, v in m.state_dict().items()}


class Symmetric(nn.Module):
    def forward(self, x): return x.triu() + x.triu(1).mT


class Exponential(nn.Module):
    def forward(self, x): return torch.matrix_exp(x)


def both(m):
    R.register_parametrization(m, "weight", Symmetric())
    return R.register_parametrization(m, "weight", Exponential())


# ---- parametrisations
for expression in ["P.weight_norm(nn.Linear(3, 2))", "P.weight_norm(nn.Linear(3, 2), dim=1)", "P.weight_norm(nn.Linear(3, 2), dim=None)", "P.weight_norm(nn.Conv1d(2, 3, 2))", "P.spectral_norm(nn.Linear(3, 2))", "P.spectral_norm(nn.Linear(3, 2), n_power_iterations=3, dim=1)",
                   "P.spectral_norm(nn.ConvTranspose1d(2, 3, 2))", "P.spectral_norm(nn.Linear(3, 2), name='bias')", "P.orthogonal(nn.Linear(3, 3))", "P.orthogonal(nn.Linear(3, 2))", "P.orthogonal(nn.Linear(2, 4))", "P.orthogonal(nn.Linear(2, 4), orthogonal_map='cayley')", "P.orthogonal(nn.Linear(3, 3), orthogonal_map='cayley')",
                   "P.orthogonal(nn.Linear(2, 4), orthogonal_map='matrix_exp', use_trivialization=False)", "P.orthogonal(nn.Linear(3, 3), orthogonal_map='cayley', use_trivialization=False)", "P.orthogonal(nn.Linear(2, 4), orthogonal_map='householder', use_trivialization=False)", "P.orthogonal(nn.Linear(3, 2), orthogonal_map='householder', use_trivialization=False)",
                   "U.weight_norm(nn.Linear(3, 2))", "U.weight_norm(nn.Linear(3, 2), dim=None)", "U.spectral_norm(nn.Linear(3, 2))", "both(nn.Linear(3, 3))"]:
    torch.manual_seed(3)
    m = eval(expression)
    name = "bias" if "'bias'" in expression else "weight"
    row = dict(kind="parametrize", expression=expression, name=name, seed=3, text=str(m), state=state(m))
    if "Conv" in expression: x = torch.arange(8.0).view(1, 2, 4) / 8
    else: x = torch.arange(2.0 * m.in_features).view(2, m.in_features) / 4
    # a step away from the start, where some gradients vanish
    with torch.no_grad():
        for i, p in enumerate(m.parameters()): p.add_(torch.arange(1.0, 1 + p.numel()).view_as(p) * 0.1 * (i + 1))
    y = m(x)
    (y ** 2).sum().backward()
    row.update(x=put(x), y=put(y), weight=put(getattr(m, name)), gradients={k: put(p.grad) for k, p in m.named_parameters()}, trained=state(m))
    m.eval()
    row["evaluated"] = put(m(x))
    if expression.startswith("U.weight"): U.remove_weight_norm(m)
    elif expression.startswith("U.spectral"): U.remove_spectral_norm(m)
    else: R.remove_parametrizations(m, name)
    row["removed"] = state(m)
    row["removed_text"] = str(m)
    rows.append(row)

# ---- pruning
for calls in [["l1_unstructured(m, 'weight', 3)"], ["l1_unstructured(m, 'weight', 0.3)", "l1_unstructured(m, 'weight', 0.5)"], ["random_unstructured(m, 'weight', 4)", "l1_unstructured(m, 'weight', 2)"], ["ln_structured(m, 'weight', 1, 2, 0)", "ln_structured(m, 'weight', 0.5, float('inf'), -1)"],
              ["random_structured(m, 'weight', 0.5, 1)", "random_unstructured(m, 'weight', 0.25)"], ["random_structured(m, 'weight', 2, 0)"], ["identity(m, 'bias')", "l1_unstructured(m, 'bias', 1)"], ["custom_from_mask(m, 'weight', torch.tensor([[1, 0, 1, 0]] * 4))", "l1_unstructured(m, 'weight', 3)", "ln_structured(m, 'weight', 1, 1, 0)"],
              ["l1_unstructured(m, 'weight', 3, importance_scores=torch.arange(16.).view(4, 4))", "ln_structured(m, 'weight', 1, 2, 1, importance_scores=torch.arange(16.).view(4, 4))"]]:
    torch.manual_seed(5)
    m = nn.Linear(4, 4)
    name = "bias" if "'bias'" in calls[0] else "weight"
    row = dict(kind="prune", calls=calls, name=name, seed=5, masks=[], weights=[])
    for c in calls:
        eval("prune." + c)
        row["masks"].append(put(getattr(m, name + "_mask")))
        row["weights"].append(put(getattr(m, name)))
    row.update(text=str(m), keys=list(m.state_dict()), parameters=[k for k, _ in m.named_parameters()])
    x = torch.arange(8.0).view(2, 4) / 8
    y = m(x)
    (y ** 2).sum().backward()
    row.update(x=put(x), y=put(y), gradient=put(getattr(m, name + "_orig").grad))
    prune.remove(m, name)
    row["removed"] = state(m)
    rows.append(row)
for method in ["L1Unstructured", "RandomUnstructured"]:
    torch.manual_seed(5)
    m = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    where = [(m[0], "weight"), (m[1], "weight"), (m[0], "bias")]
    for amount in (0.25, 4): prune.global_unstructured(where, getattr(prune, method), amount=amount)
    rows.append(dict(kind="global", method=method, seed=5, masks=[put(getattr(a, b + "_mask")) for a, b in where]))

# ---- norms
torch.manual_seed(1)
grads = [torch.randn(3, 2), torch.randn(4), torch.zeros(2), torch.tensor(0.5)]
for p in [0.0, 0.5, 1.0, 2.0, 3.0, float("inf"), float("-inf"), -1.0]:
    params = [nn.Parameter(torch.zeros_like(g)) for g in grads]
    for a, g in zip(params, grads): a.grad = g.clone()
    total = U.get_total_norm([a.grad for a in params], p)
    norm = U.clip_grad_norm_(params, 0.7, p)
    after = [put(a.grad) for a in params]
    for a, g in zip(params, grads): a.grad = g.clone()
    U.clip_grads_with_norm_(params, 0.3, total)
    rows.append(dict(kind="clip", norm_type=str(p), grads=[put(g) for g in grads], total=put(total), norm=put(norm), after=after, scaled=[put(a.grad) for a in params]))

# ---- fusion
for layer, norm, x in [("nn.Conv2d(2, 3, 2)", "nn.BatchNorm2d(3)", (2, 2, 4, 4)), ("nn.Conv1d(2, 3, 2, bias=False)", "nn.BatchNorm1d(3, affine=False)", (2, 2, 5)), ("nn.ConvTranspose2d(2, 3, 2)", "nn.BatchNorm2d(3)", (2, 2, 3, 3)), ("nn.Linear(4, 3)", "nn.BatchNorm1d(3)", (5, 4)), ("nn.Linear(4, 3, bias=False)", "nn.BatchNorm1d(3)", (5, 4))]:
    torch.manual_seed(2)
    a, b = eval(layer), eval(norm)
    x = torch.rand(x)
    for _ in range(3): b(a(torch.rand_like(x)))
    if b.affine:
        nn.init.uniform_(b.weight); nn.init.uniform_(b.bias)
    a.eval(); b.eval()
    fuse = U.fusion.fuse_linear_bn_eval if "Linear" in layer else U.fusion.fuse_conv_bn_eval
    f = fuse(a, b, *([True] if "Transpose" in layer else []))
    rows.append(dict(kind="fuse", layer=layer, norm=norm, seed=2, a=state(a), b=state(b), fused=state(f), x=put(x), y=put(f(x))))

# ---- vectors
torch.manual_seed(4)
m = nn.Linear(3, 2)
rows.append(dict(kind="vector", seed=4, vector=put(U.parameters_to_vector(m.parameters()))))

def gz(ending, data):
    with gzip.GzipFile(os.path.join(folder, "utils" + ending), "wb", mtime=0) as f: f.write(data)
gz(".json.gz", ("[" + ",\n".join(json.dumps(r, allow_nan=False) for r in rows) + "]\n").encode())
gz(".safetensors.gz", save(bag))
print(len(rows))
