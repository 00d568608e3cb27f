"""Random optimisers, schedules and clipping, as the part `training` of a recording."""
import warnings
import zlib

import torch
from torch.optim import lr_scheduler, swa_utils

from draw import Draw
from recording import Bag, number, write_rows

STEPS, EPOCHS = 10, 30


def betas(d):
    return (d.one(0.0, d.real(0.3, 0.95)), d.real(0.3, 0.999))


def decay(d):
    return d.one(0, d.real(0.001, 0.3))


OPTIMIZERS = {
    "SGD": lambda d: d.one(
        d.some(weight_decay=decay(d), maximize=d.flag()),
        dict(momentum=d.real(0.1, 0.99), nesterov=True, **d.some(weight_decay=decay(d))),
        dict(momentum=d.real(0.1, 0.99), dampening=d.real(0, 0.9), **d.some(maximize=d.flag()))),
    "Adam": lambda d: d.some(
        betas=betas(d), eps=d.real(1e-3, 0.1), weight_decay=decay(d), amsgrad=d.flag(),
        maximize=d.flag(), decoupled_weight_decay=d.flag()),
    "AdamW": lambda d: d.some(
        betas=betas(d), eps=d.real(1e-3, 0.1), weight_decay=decay(d), amsgrad=d.flag(),
        maximize=d.flag()),
    "NAdam": lambda d: d.some(
        betas=betas(d), eps=d.real(1e-3, 0.1), weight_decay=decay(d),
        momentum_decay=d.real(0.001, 0.2), decoupled_weight_decay=d.flag(), maximize=d.flag()),
    "RAdam": lambda d: d.some(
        betas=betas(d), eps=d.real(1e-3, 0.1), weight_decay=decay(d),
        decoupled_weight_decay=d.flag(), maximize=d.flag()),
    "Adamax": lambda d: d.some(
        betas=betas(d), eps=d.real(1e-3, 0.1), weight_decay=decay(d), maximize=d.flag()),
    "Adagrad": lambda d: d.some(
        lr_decay=d.real(0, 0.3), weight_decay=decay(d), eps=d.real(1e-3, 0.1),
        initial_accumulator_value=d.real(0, 1), maximize=d.flag()),
    "Adadelta": lambda d: d.some(
        rho=d.real(0, 1), eps=d.real(1e-3, 0.1), weight_decay=decay(d), maximize=d.flag()),
    "RMSprop": lambda d: d.some(
        alpha=d.real(0.1, 0.99), eps=d.real(1e-3, 0.1), weight_decay=decay(d),
        momentum=d.real(0, 0.9), centered=d.flag(), maximize=d.flag()),
    "Rprop": lambda d: d.some(
        etas=(d.real(0.1, 0.9), d.real(1.1, 2)), step_sizes=(d.real(1e-4, 0.01), d.real(0.1, 5)),
        maximize=d.flag()),
    "ASGD": lambda d: d.some(
        lambd=d.real(0, 0.2), alpha=d.real(0.3, 1), t0=d.one(0.0, 3.0, 7.0), weight_decay=decay(d),
        maximize=d.flag()),
    "Adafactor": lambda d: d.some(
        beta2_decay=d.real(-1, -0.1), eps=(d.one(None, 1e-6), d.real(1e-3, 0.1)),
        d=d.real(1, 2), weight_decay=decay(d), maximize=d.flag()),
    "Muon": lambda d: d.some(
        weight_decay=decay(d), momentum=d.real(0.1, 0.99), nesterov=d.flag(), eps=1e-6,
        ns_steps=d.size(1, 6), adjust_lr_fn=d.one(None, "original", "match_rms_adamw")),
}


def optimizer(name, d, key, bag):
    """Ten steps with random gradients."""
    dtype = d.one(torch.float32, torch.float32, torch.float64)
    if name == "Muon":
        dtype = torch.float32
        shapes = [(d.size(1, 4), d.size(1, 4)) for _ in range(d.size(1, 3))]
    else:
        shapes = [tuple(d.batch(3)) for _ in range(d.size(1, 4))]
    params = [d.plain(*s).to(dtype).requires_grad_() for s in shapes]
    hyper = OPTIMIZERS[name](d) | {"lr": d.one(d.real(0.001, 0.3), d.real(0.001, 0.3), 0.0)}
    row = {
        "optimizer": name, "hyper": plain(hyper), "variant": "fuzz",
        "dtype": str(dtype).removeprefix("torch."),
        "init": [bag.put(f"{key}.p{i}", p) for i, p in enumerate(params)], "grads": [], "params": []}
    given = params
    if len(params) > 1 and d.chance(0.3):
        more = {"lr": d.real(0.001, 0.3)} | d.some(**{k: v for k, v in OPTIMIZERS[name](d).items() if k not in ("nesterov", "momentum", "dampening", "foreach")})
        given = [{"params": params[:1]}, {"params": params[1:], **more}]
        row["groups"] = [
            {"params": [0]}, {"params": list(range(1, len(params))), **plain(more)}]
    made = getattr(torch.optim, name)(given, **hyper)
    for t in range(STEPS):
        keys = []
        for i, p in enumerate(params):
            if d.chance(0.1):
                p.grad = None
                keys.append(None)
            else:
                scale = d.one(1, 1, 1, 0, 10)
                p.grad = torch.randn(p.shape, generator=d.g, dtype=dtype) * scale
                keys.append(bag.put(f"{key}.g{t}.{i}", p.grad))
        made.step()
        row["grads"].append(keys)
        row["params"].append([bag.put(f"{key}.s{t}.{i}", p) for i, p in enumerate(params)])
    saved = made.state_dict()
    row["state"] = {
        str(i): {
            k: bag.put(f"{key}.state{i}.{k}", v) if isinstance(v, torch.Tensor)
            else {"value": number(v) if isinstance(v, float) else v}
            for k, v in s.items()}
        for i, s in saved["state"].items()}
    row["param_groups"] = [plain(g) for g in saved["param_groups"]]
    return row


def plain(options):
    return {k: list(v) if isinstance(v, tuple) else v for k, v in options.items()}


# ---- schedules: keywords, and how many base rates they need


def leaf(d):
    """A schedule that can be part of another."""
    name = d.one("StepLR", "ConstantLR", "LinearLR", "ExponentialLR", "PolynomialLR",
                 "CosineAnnealingLR", "MultiStepLR", "CosineAnnealingWarmRestarts")
    return name, SCHEDULES[name](d)


SCHEDULES = {
    "StepLR": lambda d: dict(step_size=d.size(1, 9), **d.some(gamma=d.real(0.1, 1.2))),
    "MultiStepLR": lambda d: dict(
        milestones=sorted(d.size(1, 28) for _ in range(d.size(0, 4))), **d.some(gamma=d.real(0.1, 1))),
    "ConstantLR": lambda d: d.some(factor=d.real(0, 1), total_iters=d.size(0, 12)),
    "LinearLR": lambda d: d.some(
        start_factor=d.real(0.01, 1), end_factor=d.real(0, 1), total_iters=d.size(1, 12)),
    "ExponentialLR": lambda d: dict(gamma=d.real(0.5, 1.1)),
    "PolynomialLR": lambda d: d.some(total_iters=d.size(1, 35), power=d.one(1.0, 2.0, d.real(0.3, 3))),
    "CosineAnnealingLR": lambda d: dict(T_max=d.size(1, 35), **d.some(eta_min=d.real(0, 0.05))),
    "CosineAnnealingWarmRestarts": lambda d: dict(
        T_0=d.size(1, 9), **d.some(T_mult=d.size(1, 3), eta_min=d.real(0, 0.05))),
    "CyclicLR": lambda d: dict(
        base_lr=d.one(d.real(0, 0.05), [d.real(0, 0.05), 0.02]), max_lr=d.one(0.1, [0.1, 0.2]),
        step_size_up=d.size(1, 9),
        **d.some(
            step_size_down=d.size(1, 9), mode=d.one("triangular", "triangular2", "exp_range"),
            gamma=d.real(0.8, 1), cycle_momentum=d.flag(), base_momentum=d.real(0.1, 0.8),
            max_momentum=d.real(0.8, 0.99))),
    "OneCycleLR": lambda d: dict(
        max_lr=d.one(0.1, [0.1, 0.2]),
        **d.one(dict(total_steps=d.size(EPOCHS + 1, 40)), dict(epochs=d.size(4, 6), steps_per_epoch=8)),
        **d.some(
            pct_start=d.real(0, 0.49), anneal_strategy=d.one("cos", "linear"),
            cycle_momentum=d.flag(), base_momentum=d.real(0.1, 0.8), max_momentum=d.real(0.8, 0.99),
            div_factor=d.real(1, 30), final_div_factor=d.real(1, 1e4), three_phase=d.flag())),
    "SWALR": lambda d: dict(
        swa_lr=d.one(d.real(0.01, 0.3), [0.05, 0.3]),
        **d.some(anneal_epochs=d.size(0, 15), anneal_strategy=d.one("cos", "linear"))),
    "ReduceLROnPlateau": lambda d: d.some(
        mode=d.one("min", "max"), factor=d.real(0.1, 0.9), patience=d.size(0, 4),
        threshold=d.real(0, 0.1), threshold_mode=d.one("rel", "abs"), cooldown=d.size(0, 3),
        min_lr=d.one(0.005, [0.01, 0.002]), eps=d.one(1e-8, 1e-3)),
}


def text(name, options):
    return f"{name}({', '.join(f'{k}={v!r}' for k, v in options.items())})"


def cls(name):
    return getattr(swa_utils if name == "SWALR" else lr_scheduler, name)


def schedule(name, d):
    """The rates of thirty epochs."""
    rates = [0.1, 0.01] if d.flag() else [d.real(0.01, 0.5), d.real(0.01, 0.5)]
    kind = d.one("SGD", "Adam")
    groups = [{"params": [torch.nn.Parameter(torch.zeros(1))], "lr": r} for r in rates]
    o = torch.optim.SGD(groups, lr=rates[0], momentum=0.9) if kind == "SGD" else torch.optim.Adam(groups)
    row = {"scheduler": name, "base_lrs": rates, "optimizer": kind}
    if name in ("SequentialLR", "ChainedScheduler"):
        parts = [leaf(d) for _ in range(d.size(1 if name[0] == "C" else 2, 3))]
        row["kwargs"] = {"schedulers": ", ".join(text(*p) for p in parts)}
        inner = [cls(n)(o, **k) for n, k in parts]
        if name == "SequentialLR":
            marks = sorted(d.r.sample(range(1, 25), len(parts) - 1))
            row["kwargs"]["milestones"] = marks
            s = lr_scheduler.SequentialLR(o, inner, milestones=marks)
        else:
            s = lr_scheduler.ChainedScheduler(inner)
    else:
        options = SCHEDULES[name](d)
        row["kwargs"] = options
        s = cls(name)(o, **options)
    moved = "momentum" if kind == "SGD" else "betas"
    now = lambda key: [list(g[key]) if isinstance(g[key], tuple) else float(g[key]) for g in o.param_groups]
    row["lr"], momenta = [now("lr")], [now(moved)]
    if name == "ReduceLROnPlateau":
        row["metrics"] = [d.one(1.0, 0.99, d.real(0, 2)) for _ in range(EPOCHS)]
    for t in range(EPOCHS):
        o.step()
        s.step(*([row["metrics"][t]] if "metrics" in row else []))
        row["lr"].append(now("lr"))
        momenta.append(now(moved))
    if any(m != momenta[0] for m in momenta):
        row["momentum_or_betas"] = momenta
    row["get_last_lr"] = [float(x) for x in s.get_last_lr()]
    return row


def clip(d, key, bag):
    """Gradients clipped by norm or by value."""
    shapes = [tuple(d.batch(3)) for _ in range(d.size(1, 4))]
    params = [torch.nn.Parameter(torch.zeros(s)) for s in shapes]
    for p in params:
        p.grad = torch.randn(p.shape, generator=d.g) * d.one(0.1, 1, 100)
    grads = [bag.put(f"{key}.g{i}", p.grad) for i, p in enumerate(params)]
    if d.flag():
        limit = d.real(0, 3)
        torch.nn.utils.clip_grad_value_(params, limit)
        row = {"fn": "clip_grad_value_", "clip_value": limit}
    else:
        limit, kind = d.real(0, 30), d.one(1.0, 2.0, 2.5, 0.5, float("inf"), 3.0)
        total = torch.nn.utils.clip_grad_norm_(params, limit, norm_type=kind)
        row = {"fn": "clip_grad_norm_", "max_norm": limit, "norm_type": number(kind),
               "total_norm": bag.put(key + ".norm", total)}
    return row | {"grads": grads, "after": [bag.put(f"{key}.a{i}", p.grad) for i, p in enumerate(params)]}


def record(out, seed, count):
    """count draws of each optimiser and schedule, and of clipping."""
    out.mkdir(parents=True, exist_ok=True)
    draw = lambda *what: Draw(zlib.crc32(" ".join(map(str, (seed, *what))).encode()))
    head = {"torch": torch.__version__}

    def collect(names, make):
        rows, refused = [], {}
        for name in names:
            for i in range(count):
                try:
                    rows.append(make(name, draw(name, i)))
                except (ValueError, TypeError, ZeroDivisionError) as e:
                    refused[f"{name}: {e}"] = refused.get(f"{name}: {e}", 0) + 1
        for why, n in refused.items():
            print(f"    {n} refused: {why[:120]}")
        return rows

    bag = Bag()
    keys = iter(range(10**9))
    rows = collect(OPTIMIZERS, lambda name, d: optimizer(name, d, f"o{next(keys)}", bag))
    bag.save(out / "optimizers.safetensors")
    write_rows(out / "optimizers.json", head, "cases", rows)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schedules = collect([*SCHEDULES, "SequentialLR", "ChainedScheduler"], schedule)
    write_rows(out / "schedulers.json", head, "cases", schedules)
    bag = Bag()
    clips = collect(["clip"], lambda name, d: clip(d, f"c{next(keys)}", bag))
    bag.save(out / "clip.safetensors")
    write_rows(out / "clip.json", head, "cases", clips)
    print(f"{len(rows)} optimizers, {len(schedules)} schedules, {len(clips)} clippings")
