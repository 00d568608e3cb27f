"""Python PyTorch's process: answers the commands that the Java class Serve describes."""

import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

DATA = 1000
CHECKED = 5
SAMPLE = 1e-4
LEAST_SAMPLES = 3
LOW = 0xFFFFFFFF
MULTIPLIER = 0x45D9F3B


def hashes(tensor, n):
    h = ((torch.arange(n) * 2 + 1) * (tensor * 2 + 1) + tensor * 7919) & LOW
    h = ((h ^ (h >> 16)) * MULTIPLIER) & LOW
    h = ((h ^ (h >> 16)) * MULTIPLIER) & LOW
    return h ^ (h >> 16)


def values(tensor, sizes, scale):
    n = 1
    for size in sizes:
        n *= size
    return ((hashes(tensor, n).double() / 2147483648.0 - 1) * scale).float().reshape(sizes)


def data(number, *sizes):
    return values(DATA + number, sizes, 1)


def classes(number, n, below):
    return hashes(DATA + number, n) % below


def filled(net):
    for i, (name, p) in enumerate(net.named_parameters()):
        if p.dim() > 1:
            p.data = values(i, p.shape, (p.numel() / p.shape[0]) ** -0.5)
        else:
            p.data = values(i, p.shape, 0.05)
            if not name.split(".")[-1].startswith("bias"):
                p.data += 1
    return net


class Training:
    def __init__(self, optimizer, forward):
        self.optimizer, self.forward = optimizer, forward

    def step(self):
        self.optimizer.zero_grad()
        self.loss = self.forward()
        self.loss.backward()
        self.optimizer.step()

    def check(self):
        return self.loss.item()


class Inference:
    def __init__(self, net, x):
        self.net, self.x = net.eval(), x

    def step(self):
        with torch.inference_mode():
            self.y = self.net(self.x)

    def check(self):
        return self.y.square().mean().item()


class Backward:
    def __init__(self, forward, g, leaves):
        self.forward, self.g = forward, g
        self.leaves = [x for x in leaves if x.requires_grad]

    def step(self):
        for leaf in self.leaves:
            leaf.grad = None
        self.y = self.forward()
        if self.y.dim() == 0:
            self.y.backward()
        else:
            self.y.backward(self.g)

    def check(self):
        with torch.no_grad():
            return (self.y.square().mean() + self.leaves[0].grad.square().mean()).item()


class Product:
    def __init__(self, a, b):
        self.a, self.b = a, b

    def step(self):
        self.y = self.a @ self.b

    def check(self):
        return self.y.square().mean().item()


class Counting:
    def __init__(self, body):
        self.body = body

    def step(self):
        self.n = self.body()

    def check(self):
        return float(self.n)


def mlp(*widths):
    layers = []
    for i in range(len(widths) - 1):
        if i > 0:
            layers.append(nn.ReLU())
        layers.append(nn.Linear(widths[i], widths[i + 1]))
    return filled(nn.Sequential(*layers))


def w1():
    net, x, y = mlp(4, 8, 1), data(0, 2, 4), data(1, 2, 1)
    return Training(torch.optim.SGD(net.parameters(), lr=0.01), lambda: F.mse_loss(net(x), y))


def w2():
    net, x, y = mlp(784, 256, 10), data(0, 64, 784), classes(1, 64, 10)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    return Training(optimizer, lambda: F.cross_entropy(net(x), y))


def w3():
    net, x, y = mlp(784, 1024, 1024, 10), data(0, 256, 784), classes(1, 256, 10)
    return Training(torch.optim.Adam(net.parameters(), lr=1e-3), lambda: F.cross_entropy(net(x), y))


def elementwise(op, n):
    width = 100 if n == 1000 else 1000
    rows = n // width
    x = data(0, rows, width).requires_grad_()
    y, g = data(1, rows, width), data(2, rows, width)
    w, b = data(3, width), data(4, width)
    y.requires_grad_(op in ("add", "mul"))
    w.requires_grad_(op == "layernorm")
    b.requires_grad_(op == "layernorm")
    forward = {
        "add": lambda: x + y,
        "mul": lambda: x * y,
        "relu": lambda: torch.relu(x),
        "exp": lambda: torch.exp(x),
        "tanh": lambda: torch.tanh(x),
        "gelu": lambda: F.gelu(x),
        "sigmoid": lambda: torch.sigmoid(x),
        "softmax": lambda: torch.softmax(x, -1),
        "layernorm": lambda: F.layer_norm(x, (width,), w, b),
        "sum": lambda: x.sum(),
        "mean": lambda: x.mean(),
    }.get(op)
    return forward and Backward(forward, g, (x, y, w, b))


def linear(shape):
    rows, inner, out = map(int, shape.split("x"))
    x, w = data(0, rows, inner).requires_grad_(), data(1, out, inner).requires_grad_()
    b, g = data(2, out).requires_grad_(), data(3, rows, out)
    return Backward(lambda: F.linear(x, w, b), g, (x, w, b))


def matmul(form, size):
    n = int(size)
    a, b = data(0, n, n), data(1, n, n)
    return Product(a.t() if form == "tn" else a, b.t() if form == "nt" else b)


def walk(name):
    net = nn.Sequential(*[nn.Linear(64, 64) for _ in range(1000)])
    saved = net.state_dict()

    def load():
        net.load_state_dict(saved)
        return len(saved)

    def normal():
        n = 0
        for p in net.parameters():
            nn.init.normal_(p, 0, 0.01)
            n += 1
        return n

    body = {
        "walk.named": lambda: sum(1 for key, _ in net.named_parameters() if key),
        "walk.state": lambda: len(net.state_dict()),
        "walk.load": load,
        "walk.normal": normal,
    }.get(name)
    return body and Counting(body)


def opened(name):
    parts = name.split(".")
    if parts[0] == "W13":
        return elementwise(parts[2], int(float(parts[1])))
    if parts[0] == "W14":
        return linear(parts[2]) if parts[1] == "linear" else matmul(parts[1], parts[2])
    if parts[0] == "walk":
        return walk(name)
    whole = {
        "W1": w1,
        "W2": w2,
        "W3": w3,
        "W10.mlp": lambda: Inference(mlp(784, 256, 10), data(0, 1, 784)),
    }
    return whole[name]() if name in whole else None


def measure(work, seconds):
    start = time.perf_counter()
    work.step()
    together = max(1, int(SAMPLE / (time.perf_counter() - start)))
    samples = []
    start = now = time.perf_counter()
    while now - start < seconds or len(samples) < LEAST_SAMPLES:
        for _ in range(together):
            work.step()
        then, now = now, time.perf_counter()
        samples.append((now - then) / together * 1e9)
    samples.sort()
    median = samples[len(samples) // 2]
    return f"ran {samples[0]:.1f} {median:.1f} {len(samples) * together} 0 0"


def main():
    torch.set_num_threads(int(sys.argv[1]))
    work = None
    for line in sys.stdin:
        command = line.split()
        if command[0] == "open":
            work = None
            work = opened(command[1])
            if work is None:
                answer = "missing"
            else:
                answer = "checks"
                for _ in range(CHECKED):
                    work.step()
                    answer += f" {work.check()!r}"
        elif command[0] == "run":
            answer = measure(work, int(command[1]) / 1000)
        else:
            answer = f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}"
        print(">", answer, flush=True)


main()
