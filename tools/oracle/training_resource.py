"""Writes core/src/test/resources/dev/cresset/optim/{optimizers,schedulers,clip}.{json,safetensors}.gz:
optimiser steps, learning rates and clipped gradients of PyTorch 2.13.0+cpu.

Run: python3 training_resource.py FOLDER   (with torch 2.13.0 and safetensors installed)

JSON: one row a line. Tensors are keys of the safetensors file of the same name; a float that JSON lacks is {"f": "nan"}.
optimizers: grads[t][i] is assigned to parameter i before step t (null: none); params[t][i] is its value after step t (null: not
recorded). The default arithmetic on the CPU: one tensor at a time. LBFGS: step(closure) returns the loss of its first evaluation;
functions: quadratic 0.5 x'Ax - b'x with lbfgs.A, lbfgs.b; rosenbrock sum(100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2).
schedulers: lr[0] right after construction, lr[t] after t times (optimizer.step(); scheduler.step()).
"""
import collections, gzip, json, math, os, sys
import torch, torch.nn as nn
from safetensors.torch import save
from torch.optim import lr_scheduler as S

folder, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
G = torch.Generator().manual_seed(99)
rn = lambda *s: torch.randn(s, generator=G)
dtname = lambda dt: str(dt).replace("torch.", "")
enc_float = lambda x: {"f": "nan"} if x != x else {"f": "inf" if x > 0 else "-inf"} if math.isinf(x) else x


class Bag(dict):
    def put(self, key, t):
        assert key not in self
        self[key] = t.detach().clone().contiguous()
        return key


def write(name, rows, bag=None):
    def gz(ending, data):
        with gzip.GzipFile(os.path.join(folder, name + ending), "wb", mtime=0) as f: f.write(data)
    gz(".json.gz", ("[" + ",\n".join(json.dumps(r, allow_nan=False) for r in rows) + "]\n").encode())
    if bag: gz(".safetensors.gz", save(bag))
    print(name, len(rows))


# ------------------------------------------------------------------ optimizers
O = torch.optim
SETS = [("SGD", [dict(lr=0.1), dict(lr=0.1, momentum=0.9), dict(lr=0.1, momentum=0.9, nesterov=True), dict(lr=0.1, momentum=0.9, dampening=0.5), dict(lr=0.1, weight_decay=0.1), dict(lr=0.05, momentum=0.8, weight_decay=0.01, maximize=True), dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05), dict(lr=0.0, momentum=0.9)]),
        ("Adam", [dict(), dict(lr=0.1), dict(lr=0.05, betas=(0.5, 0.9), eps=1e-3), dict(lr=0.1, weight_decay=0.1), dict(lr=0.1, amsgrad=True), dict(lr=0.1, maximize=True, weight_decay=0.01), dict(lr=0.1, betas=(0.0, 0.999)), dict(lr=0.1, weight_decay=0.2, decoupled_weight_decay=True)]),
        ("AdamW", [dict(), dict(lr=0.1), dict(lr=0.1, weight_decay=0.5), dict(lr=0.1, amsgrad=True, weight_decay=0.0), dict(lr=0.05, betas=(0.8, 0.95), eps=1e-4, maximize=True)]),
        ("Adagrad", [dict(), dict(lr=0.5), dict(lr=0.1, lr_decay=0.1, weight_decay=0.05), dict(lr=0.1, initial_accumulator_value=0.5, eps=1e-3), dict(lr=0.1, maximize=True)]),
        ("Adadelta", [dict(), dict(lr=0.5, rho=0.5), dict(weight_decay=0.1, eps=1e-3), dict(lr=2.0, maximize=True)]),
        ("RMSprop", [dict(), dict(lr=0.1), dict(lr=0.05, alpha=0.5, eps=1e-3), dict(lr=0.05, momentum=0.9), dict(lr=0.05, centered=True), dict(lr=0.05, centered=True, momentum=0.5, weight_decay=0.1), dict(lr=0.05, maximize=True)]),
        ("Adamax", [dict(), dict(lr=0.1), dict(lr=0.1, betas=(0.5, 0.8), weight_decay=0.1), dict(lr=0.1, eps=1e-2, maximize=True)]),
        ("NAdam", [dict(), dict(lr=0.1), dict(lr=0.1, betas=(0.7, 0.9), weight_decay=0.1), dict(lr=0.05, momentum_decay=0.1), dict(lr=0.05, weight_decay=0.1, decoupled_weight_decay=True), dict(lr=0.05, maximize=True)]),
        ("RAdam", [dict(), dict(lr=0.1), dict(lr=0.1, betas=(0.8, 0.9), weight_decay=0.1), dict(lr=0.1, betas=(0.9, 0.5)), dict(lr=0.1, weight_decay=0.1, decoupled_weight_decay=True), dict(lr=0.1, maximize=True)]),
        ("Rprop", [dict(), dict(lr=0.1), dict(lr=0.1, etas=(0.3, 1.5), step_sizes=(1e-3, 0.5)), dict(lr=0.1, maximize=True)]),
        ("ASGD", [dict(), dict(lr=0.1), dict(lr=0.1, lambd=0.1, alpha=0.5, t0=3.0, weight_decay=0.1), dict(lr=0.1, maximize=True)]),
        ("Adafactor", [dict(), dict(lr=0.1), dict(lr=0.1, beta2_decay=-0.5, weight_decay=0.1), dict(lr=0.1, eps=(1e-6, 1e-2), d=1.5), dict(lr=0.1, maximize=True)])]
bag, rows, k = Bag(), [], 0
for name, sets in SETS:
    for si, hp in enumerate(sets):
        for variant in ("plain", "groups" if si == 1 else None, "none_grads" if si == 1 else None, "float64" if si in (0, 1) else None):
            if variant is None: continue
            k += 1
            dt = torch.float64 if variant == "float64" else torch.float32
            ps = [rn(3, 2).to(dt).requires_grad_(), rn(4).to(dt).requires_grad_(), rn().to(dt).requires_grad_()]
            key = "o%d" % len(rows)
            groups = [{"params": ps[:1]}, {"params": ps[1:], "lr": 0.02}] if variant == "groups" else ps
            hp2 = dict(hp)
            opt = getattr(O, name)(groups, **hp2)
            row = {"optimizer": name, "hyper": {q: (list(v) if isinstance(v, tuple) else v) for q, v in hp2.items()}, "variant": variant, "dtype": dtname(dt), "init": [bag.put("%s.p%d" % (key, i), p) for i, p in enumerate(ps)], "grads": [], "params": []}
            if variant == "groups": row["groups"] = [{"params": [0]}, {"params": [1, 2], "lr": 0.02}]
            for t in range(10):
                gs = [rn(*p.shape).to(dt) for p in ps]
                if t == 4: gs[1].zero_()
                if t == 6: gs[0].mul_(100)
                gk = []
                for i, p in enumerate(ps):
                    if variant == "none_grads" and ((i == 2) or (i == 1 and t in (0, 3))): p.grad = None; gk.append(None)
                    else: p.grad = gs[i].clone(); gk.append(bag.put("%s.g%d.%d" % (key, t, i), gs[i]))
                opt.step()
                row["grads"].append(gk); row["params"].append([bag.put("%s.s%d.%d" % (key, t, i), p) if t in (0, 4, 7, 9) else None for i, p in enumerate(ps)])
            st = opt.state_dict()
            row["state"] = {str(i): {q: (bag.put("%s.state%s.%s" % (key, i, q), v) if isinstance(v, torch.Tensor) else {"value": v if v is None else enc_float(v) if isinstance(v, float) else v}) for q, v in s.items()} for i, s in st["state"].items()}
            row["param_groups"] = [{q: (list(v) if isinstance(v, tuple) else v) for q, v in g.items()} for g in st["param_groups"]]
            rows.append(row)
# LBFGS on fixed functions
def rosen(x): return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()
A_ = rn(4, 4); A_ = A_ @ A_.t() + torch.eye(4); b_ = rn(4)
def quad(x): return 0.5 * x @ A_ @ x - b_ @ x
bag.put("lbfgs.A", A_); bag.put("lbfgs.b", b_)
for hp in (dict(lr=0.1), dict(lr=1.0, max_iter=4), dict(line_search_fn="strong_wolfe"), dict(line_search_fn="strong_wolfe", max_iter=5, history_size=2), dict(lr=0.5, max_iter=10, history_size=3)):
    for fn, f in (("quadratic", quad), ("rosenbrock", rosen)):
        if fn == "rosenbrock" and "line_search_fn" not in hp: continue
        # float64, otherwise rounding decides the line search
        x = torch.tensor([-1.2, 1.0, 0.5, 0.3]).double().requires_grad_()
        A64, b64 = A_.double(), b_.double()
        ff = (lambda x: 0.5 * x @ A64 @ x - b64 @ x) if fn == "quadratic" else rosen
        key = "o%d" % len(rows)
        opt = O.LBFGS([x], **hp)
        row = {"optimizer": "LBFGS", "hyper": hp, "variant": "closure", "dtype": "float64", "function": fn, "init": [bag.put(key + ".p0", x)], "params": [], "loss": [], "evals": []}
        for t in range(10):
            n = [0]
            def closure():
                n[0] += 1
                opt.zero_grad(); l = ff(x); l.backward(); return l
            l = opt.step(closure)
            row["loss"].append(enc_float(float(l))); row["evals"].append(n[0]); row["params"].append([bag.put("%s.s%d.0" % (key, t), x)])
        rows.append(row)
write("optimizers", rows, bag)

# ------------------------------------------------------------------ schedulers
srows = []
def sched(desc, kwargs, mk, lrs=(0.1,), momentum=0.9, metrics=None, opt="SGD", steps=30):
    ps = [nn.Parameter(torch.zeros(1)) for _ in lrs]
    o = O.SGD([{"params": [p], "lr": l} for p, l in zip(ps, lrs)], lr=lrs[0], momentum=momentum) if opt == "SGD" else O.Adam([{"params": [p], "lr": l} for p, l in zip(ps, lrs)])
    s = mk(o)
    r = {"scheduler": desc, "kwargs": kwargs, "base_lrs": list(lrs), "optimizer": opt, "lr": [[g["lr"] for g in o.param_groups]]}
    if "momentum" in o.param_groups[0]: mom = [[g["momentum"] for g in o.param_groups]]
    else: mom = [[list(g["betas"]) for g in o.param_groups]]
    for t in range(steps):
        o.step()
        if metrics is not None: s.step(metrics[t])
        else: s.step()
        r["lr"].append([float(g["lr"]) for g in o.param_groups])
        mom.append([g["momentum"] for g in o.param_groups] if "momentum" in o.param_groups[0] else [list(g["betas"]) for g in o.param_groups])
    if any(m != mom[0] for m in mom): r["momentum_or_betas"] = mom
    if hasattr(s, "_last_lr"): r["get_last_lr"] = [float(v) for v in s._last_lr]
    if metrics is not None: r["metrics"] = metrics
    srows.append(r)
b = (0.1, 0.01) 
sched("StepLR", dict(step_size=7, gamma=0.1), lambda o: S.StepLR(o, 7), b); sched("StepLR", dict(step_size=3, gamma=0.5), lambda o: S.StepLR(o, 3, 0.5), b)
sched("MultiStepLR", dict(milestones=[3, 8, 8, 20], gamma=0.3), lambda o: S.MultiStepLR(o, [3, 8, 8, 20], 0.3), b); sched("ConstantLR", dict(factor=1 / 3, total_iters=5), lambda o: S.ConstantLR(o), b); sched("ConstantLR", dict(factor=0.5, total_iters=9), lambda o: S.ConstantLR(o, 0.5, 9), b)
sched("LinearLR", dict(start_factor=1 / 3, end_factor=1.0, total_iters=5), lambda o: S.LinearLR(o), b); sched("LinearLR", dict(start_factor=0.1, end_factor=0.7, total_iters=12), lambda o: S.LinearLR(o, 0.1, 0.7, 12), b); sched("ExponentialLR", dict(gamma=0.9), lambda o: S.ExponentialLR(o, 0.9), b)
sched("PolynomialLR", dict(total_iters=5, power=1.0), lambda o: S.PolynomialLR(o), b); sched("PolynomialLR", dict(total_iters=20, power=2.0), lambda o: S.PolynomialLR(o, 20, 2.0), b)
sched("CosineAnnealingLR", dict(T_max=10, eta_min=0.0), lambda o: S.CosineAnnealingLR(o, 10), b); sched("CosineAnnealingLR", dict(T_max=30, eta_min=0.001), lambda o: S.CosineAnnealingLR(o, 30, 0.001), b); sched("CosineAnnealingLR", dict(T_max=7, eta_min=0.005), lambda o: S.CosineAnnealingLR(o, 7, 0.005), b)
sched("CosineAnnealingWarmRestarts", dict(T_0=5, T_mult=1, eta_min=0), lambda o: S.CosineAnnealingWarmRestarts(o, 5), b); sched("CosineAnnealingWarmRestarts", dict(T_0=4, T_mult=2, eta_min=0.001), lambda o: S.CosineAnnealingWarmRestarts(o, 4, 2, 0.001), b)
sched("LambdaLR", dict(lr_lambda="e -> 0.95**e"), lambda o: S.LambdaLR(o, lambda e: 0.95 ** e), b); sched("LambdaLR", dict(lr_lambda="[e -> e // 5, e -> 1/(e+1)]"), lambda o: S.LambdaLR(o, [lambda e: e // 5, lambda e: 1 / (e + 1)]), b); sched("MultiplicativeLR", dict(lr_lambda="e -> 0.95"), lambda o: S.MultiplicativeLR(o, lambda e: 0.95), b)
sched("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=5), lambda o: S.CyclicLR(o, 0.01, 0.1, 5), b); sched("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=4, step_size_down=6, mode="triangular2"), lambda o: S.CyclicLR(o, 0.01, 0.1, 4, 6, "triangular2"), b); sched("CyclicLR", dict(base_lr=0.01, max_lr=0.1, step_size_up=4, mode="exp_range", gamma=0.97, cycle_momentum=False), lambda o: S.CyclicLR(o, 0.01, 0.1, 4, mode="exp_range", gamma=0.97, cycle_momentum=False), b)
sched("OneCycleLR", dict(max_lr=0.1, total_steps=31), lambda o: S.OneCycleLR(o, 0.1, 31), b); sched("OneCycleLR", dict(max_lr=0.1, total_steps=31, pct_start=0.2, anneal_strategy="linear", div_factor=10.0, final_div_factor=100.0), lambda o: S.OneCycleLR(o, 0.1, 31, pct_start=0.2, anneal_strategy="linear", div_factor=10., final_div_factor=100.), b); sched("OneCycleLR", dict(max_lr=[0.1, 0.2], epochs=4, steps_per_epoch=8, three_phase=True), lambda o: S.OneCycleLR(o, [0.1, 0.2], epochs=4, steps_per_epoch=8, three_phase=True), b, opt="Adam")
sched("SequentialLR", dict(schedulers="ConstantLR(0.1,total_iters=4), ExponentialLR(0.9)", milestones=[4]), lambda o: S.SequentialLR(o, [S.ConstantLR(o, 0.1, 4), S.ExponentialLR(o, 0.9)], [4]), b); sched("SequentialLR", dict(schedulers="LinearLR(0.1,1.0,total_iters=5), CosineAnnealingLR(25)", milestones=[5]), lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1, 1.0, 5), S.CosineAnnealingLR(o, 25)], [5]), b); sched("ChainedScheduler", dict(schedulers="ConstantLR(0.1,total_iters=4), ExponentialLR(0.9)"), lambda o: S.ChainedScheduler([S.ConstantLR(o, 0.1, 4), S.ExponentialLR(o, 0.9)]), b)
sched("SWALR", dict(swa_lr=0.05, anneal_epochs=10, anneal_strategy="cos"), lambda o: torch.optim.swa_utils.SWALR(o, 0.05), b); sched("SWALR", dict(swa_lr=[0.05, 0.3], anneal_epochs=5, anneal_strategy="linear"), lambda o: torch.optim.swa_utils.SWALR(o, [0.05, 0.3], 5, "linear"), b)
met = [float(v) for v in (rn(30).cumsum(0) * 0.2 + torch.linspace(3, 1, 30)).tolist()]
flatm = [1.0] * 12 + [0.99999] * 9 + [0.5] * 9
for kw in (dict(), dict(patience=2, factor=0.5), dict(mode="max", patience=1, factor=0.2, min_lr=1e-3), dict(patience=1, threshold=0.01, threshold_mode="abs", cooldown=2, factor=0.5), dict(patience=0, factor=0.7, min_lr=[0.01, 0.002], eps=1e-3)):
    for m in (met, flatm): sched("ReduceLROnPlateau", kw, lambda o: S.ReduceLROnPlateau(o, **kw), b, metrics=m)
write("schedulers", srows)

# ------------------------------------------------------------------ clipping
cb, crows = Bag(), []
for shapes in (((3, 2), (4,)), ((5,),), ((2, 2), (), (3,))):
    for nt in (2.0, 1.0, float("inf"), 0.5, 3.0):
        for mx in (0.1, 1.0, 100.0):
            ps = [nn.Parameter(torch.zeros(s)) for s in shapes]; key = "c%d" % len(crows)
            gs = [rn(*s) * 2 for s in shapes]
            for p, g in zip(ps, gs): p.grad = g.clone()
            extra = nn.Parameter(torch.zeros(2))          # no gradient: ignored
            tn = nn.utils.clip_grad_norm_(ps + [extra], mx, norm_type=nt)
            crows.append({"fn": "clip_grad_norm_", "max_norm": mx, "norm_type": enc_float(nt), "grads": [cb.put("%s.g%d" % (key, i), g) for i, g in enumerate(gs)], "total_norm": cb.put(key + ".norm", tn), "after": [cb.put("%s.a%d" % (key, i), p.grad) for i, p in enumerate(ps)]})
    for bad in (float("inf"), float("nan")):
        ps = [nn.Parameter(torch.zeros(s)) for s in shapes]; key = "c%d" % len(crows)
        gs = [rn(*s) for s in shapes]; gs[0].view(-1)[0] = bad
        for p, g in zip(ps, gs): p.grad = g.clone()
        tn = nn.utils.clip_grad_norm_(ps, 1.0)
        crows.append({"fn": "clip_grad_norm_", "max_norm": 1.0, "norm_type": 2.0, "grads": [cb.put("%s.g%d" % (key, i), g) for i, g in enumerate(gs)], "total_norm": cb.put(key + ".norm", tn), "after": [cb.put("%s.a%d" % (key, i), p.grad) for i, p in enumerate(ps)]})
    for cv in (0.3, 1.0):
        ps = [nn.Parameter(torch.zeros(s)) for s in shapes]; key = "c%d" % len(crows)
        gs = [rn(*s) * 2 for s in shapes]
        for p, g in zip(ps, gs): p.grad = g.clone()
        nn.utils.clip_grad_value_(ps, cv)
        crows.append({"fn": "clip_grad_value_", "clip_value": cv, "grads": [cb.put("%s.g%d" % (key, i), g) for i, g in enumerate(gs)], "after": [cb.put("%s.a%d" % (key, i), p.grad) for i, p in enumerate(ps)]})
torch.manual_seed(0)
vec = nn.Linear(3, 2)
crows.append({"fn": "parameters_to_vector(nn.Linear(3,2))", "params": [cb.put("v.w", vec.weight), cb.put("v.b", vec.bias)], "vector": cb.put("v.vec", nn.utils.parameters_to_vector(vec.parameters()))})
write("clip", crows, cb)
