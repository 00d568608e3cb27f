"""Writes core/src/test/resources/dev/cresset/optim/extra.{json,safetensors}.gz: what training_resource.py leaves out, of PyTorch
2.13.0+cpu.

Run: python3 optim_extra_resource.py FOLDER   (with torch 2.13.0 and safetensors installed)

JSON: one row a line; "kind" says what it is. Tensors are keys of the safetensors file.
steps: Muon, as in training_resource.py.
differentiable: p = p0.clone(); before each step p.grad = g[t]; then the gradients of sum(c * p) in p0 and each g[t].
schedule: groups of lr and initial_lr as given; lr[0] right after construction with last_epoch=3, then after each step; keys of the
state dict.
average: AveragedModel of a Linear(2, 1) with BatchNorm1d, after each update with the given parameters; state dict after each.
"""
import gzip, json, os, sys
import torch, torch.nn as nn
from safetensors.torch import save
from torch.optim import lr_scheduler as S, swa_utils as W

folder, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
G = torch.Generator().manual_seed(7)
rn = lambda *s, dtype=torch.float32: torch.randn(s, generator=G).to(dtype)
O, bag, rows = torch.optim, {}, []


def put(key, t):
    assert key not in bag
    bag[key] = t.detach().clone().contiguous()
    return key


def plain(v):
    return [plain(x) for x in v] if isinstance(v, (list, tuple)) else v


# ---- Muon
for k, hp in enumerate([dict(), dict(lr=0.1), dict(lr=0.1, nesterov=False, momentum=0.5), dict(lr=0.1, weight_decay=0.0, ns_steps=3), dict(lr=0.1, adjust_lr_fn="match_rms_adamw"), dict(lr=0.1, ns_coefficients=(2.0, -1.5, 0.5), eps=1e-3)]):
    shapes = [(3, 4), (5, 2), (2, 2)]
    ps = [nn.Parameter(rn(*s)) for s in shapes]
    opt = O.Muon(ps, **hp)
    row = dict(kind="steps", optimizer="Muon", hyper={a: plain(b) for a, b in hp.items()}, variant="plain", dtype="float32", init=[put(f"m{k}.p{i}", p) for i, p in enumerate(ps)], grads=[], params=[])
    for t in range(5):
        g = [rn(*s) for s in shapes]
        row["grads"].append([put(f"m{k}.g{t}.{i}", x) for i, x in enumerate(g)])
        for p, x in zip(ps, g): p.grad = x
        opt.step()
        row["params"].append([put(f"m{k}.s{t}.{i}", p) for i, p in enumerate(ps)])
    sd = opt.state_dict()
    row["param_groups"] = [{a: plain(b) for a, b in g.items()} for g in sd["param_groups"]]
    row["state"] = {str(i): {a: put(f"m{k}.st{i}.{a}", b) for a, b in s.items()} for i, s in sd["state"].items()}
    rows.append(row)

# ---- differentiable; the default dtype decides how exactly PyTorch counts steps
torch.set_default_dtype(torch.float64)
for k, (name, hp) in enumerate([("SGD", dict(lr=0.1)), ("SGD", dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.1)), ("SGD", dict(lr=0.1, momentum=0.9, dampening=0.5, maximize=True)),
        ("Adam", dict(lr=0.1)), ("Adam", dict(lr=0.1, amsgrad=True, weight_decay=0.1)), ("AdamW", dict(lr=0.1, weight_decay=0.5)), ("NAdam", dict(lr=0.1, weight_decay=0.1)), ("RAdam", dict(lr=0.1, betas=(0.9, 0.5), weight_decay=0.1)),
        ("Adamax", dict(lr=0.1, weight_decay=0.1)), ("Adagrad", dict(lr=0.1, lr_decay=0.1, weight_decay=0.05)), ("Adadelta", dict(lr=0.5, rho=0.5, weight_decay=0.1)), ("RMSprop", dict(lr=0.05)), ("RMSprop", dict(lr=0.05, centered=True, momentum=0.5, weight_decay=0.1)),
        ("Rprop", dict(lr=0.1)), ("ASGD", dict(lr=0.1, lambd=0.1, alpha=0.5, t0=1.0, weight_decay=0.1))]):
    p0, c = rn(4, dtype=torch.float64).requires_grad_(), rn(4, dtype=torch.float64)
    all_gs = [rn(4, dtype=torch.float64).requires_grad_() for _ in range(3)]
    for n in (3, 1):  # not every optimiser of PyTorch can be differentiated through several steps
        p, gs = p0.clone(), all_gs[:n]
        opt = getattr(O, name)([p], differentiable=True, **hp)
        for g in gs:
            p.grad = g
            opt.step()
        try:
            d = torch.autograd.grad((p * c).sum(), [p0] + gs, allow_unused=True)
            break
        except RuntimeError as e:
            print(name, hp, str(e)[:80])
    d = [torch.zeros(4, dtype=torch.float64) if x is None else x for x in d]
    rows.append(dict(kind="differentiable", optimizer=name, hyper={a: plain(b) for a, b in hp.items()} | {"differentiable": True}, init=[put(f"d{k}.p", p0)], c=put(f"d{k}.c", c), grads=[put(f"d{k}.g{i}", g) for i, g in enumerate(gs)],
                     after=put(f"d{k}.after", p), derivatives=[put(f"d{k}.d{i}", x) for i, x in enumerate(d)]))

torch.set_default_dtype(torch.float32)

# ---- schedules that continue
for name, kw in [("StepLR", dict(step_size=3, gamma=0.5)), ("MultiStepLR", dict(milestones=[4, 6, 6], gamma=0.5)), ("ConstantLR", dict(factor=0.5, total_iters=6)), ("LinearLR", dict(start_factor=0.5, end_factor=1.0, total_iters=8)), ("ExponentialLR", dict(gamma=0.9)),
                 ("PolynomialLR", dict(total_iters=9, power=2.0)), ("CosineAnnealingLR", dict(T_max=6, eta_min=0.001)), ("CosineAnnealingWarmRestarts", dict(T_0=3, T_mult=2, eta_min=0.001)), ("CosineAnnealingWarmRestarts", dict(T_0=10)), ("CosineAnnealingWarmRestarts", dict(T_0=2)),
                 ("LambdaLR", dict(lr_lambda="0.95 ** e")), ("MultiplicativeLR", dict(lr_lambda="0.95 ** e")), ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3, step_size_down=5, mode="triangular2")), ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3, scale_fn="1 / (1 + e)", scale_mode="iterations")),
                 ("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=3, scale_fn="1 / (1 + e)", scale_mode="cycle", cycle_momentum=False)), ("OneCycleLR", dict(max_lr=0.5, total_steps=20)), ("OneCycleLR", dict(max_lr=0.5, total_steps=20, cycle_momentum=False, three_phase=True)), ("SWALR", dict(swa_lr=0.05, anneal_epochs=4)), ("SWALR", dict(swa_lr=0.05, anneal_epochs=0, anneal_strategy="linear"))]:
    for last in (-1, 3):
        base = [0.1, 0.02]
        opt = O.SGD([dict(params=[nn.Parameter(torch.zeros(1))], lr=b) for b in base], momentum=0.9)
        if last >= 0:
            for g, b in zip(opt.param_groups, base): g.update(initial_lr=b, max_lr=0.5, min_lr=b / 1e4, base_momentum=0.85, max_momentum=0.95)
            for g in opt.param_groups: g["lr"] *= 0.5
        args = {a: (eval("lambda e: " + b) if a in ("lr_lambda", "scale_fn") else b) for a, b in kw.items()}
        s = (W.SWALR if name == "SWALR" else getattr(S, name))(opt, **args, last_epoch=last)
        lrs = [[g["lr"] for g in opt.param_groups]]
        momenta = [[g["momentum"] for g in opt.param_groups]]
        for _ in range(12):
            opt.step(); s.step()
            lrs.append([g["lr"] for g in opt.param_groups])
            momenta.append([g["momentum"] for g in opt.param_groups])
        rows.append(dict(kind="schedule", scheduler=name, kwargs=kw, last_epoch=last, lr=lrs, momentum=momenta, keys=list(s.state_dict())))

# ---- averages
for k, (fn, buffers) in enumerate([(None, False), ("swa", False), ("ema", False), ("swa_multi", False), ("ema_multi", False), ("ema", True), ("ema_multi", True)]):
    torch.manual_seed(k)
    net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
    kw = {} if fn is None else {"multi_avg_fn": W.get_swa_multi_avg_fn() if fn[0] == "s" else W.get_ema_multi_avg_fn(0.75)} if "multi" in fn else {"avg_fn": W.get_swa_avg_fn() if fn[0] == "s" else W.get_ema_avg_fn(0.75)}
    averaged = W.AveragedModel(net, use_buffers=buffers, **kw)
    given, after = [], []
    for t in range(4):
        with torch.no_grad():
            for p in net.parameters(): p.copy_(rn(*p.shape))
        net(rn(5, 2))
        averaged.update_parameters(net)
        given.append({a: put(f"a{k}.g{t}.{a}", v) for a, v in net.state_dict().items()})
        after.append({a: put(f"a{k}.s{t}.{a}", v) for a, v in averaged.state_dict().items()})
    data = [rn(5, 2) for _ in range(3)]
    W.update_bn(data, averaged)
    rows.append(dict(kind="average", fn=fn, use_buffers=buffers, given=given, after=after, text=str(averaged), data=[put(f"a{k}.x{i}", x) for i, x in enumerate(data)], bn={a: put(f"a{k}.bn.{a}", v) for a, v in averaged.state_dict().items()}))

def gz(ending, data):
    with gzip.GzipFile(os.path.join(folder, "extra" + ending), "wb", mtime=0) as f: f.write(data)
gz(".json.gz", ("[" + ",\n".join(json.dumps(r, allow_nan=False) for r in rows) + "]\n").encode())
gz(".safetensors.gz", save(bag))
print(len(rows))
