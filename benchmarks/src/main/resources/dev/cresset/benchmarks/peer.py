"""Python PyTorch's process: answers the commands that the Java class Serve describes."""

import resource
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

DATA = 1000
CONTEXT = 128
VOCABULARY = 96
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


def digits():
    return filled(
        nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10),
        )
    )


def double_conv():
    return filled(
        nn.Sequential(
            nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
            nn.Conv2d(64, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(),
        )
    )


class Block(nn.Module):
    def __init__(self, inner, out, stride):
        super().__init__()
        self.first = nn.Conv2d(inner, out, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(out)
        self.second = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(out)
        self.down = None
        if inner != out or stride != 1:
            self.down = nn.Conv2d(inner, out, 1, stride, bias=False)
            self.down_norm = nn.BatchNorm2d(out)

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        y = self.second_norm(self.second(y))
        return F.relu(y + (x if self.down is None else self.down_norm(self.down(x))))


class ResNet18(nn.Module):
    def __init__(self, large, classes):
        super().__init__()
        self.large = large
        stem = (7, 2, 3) if large else (3, 1, 1)
        self.stem = nn.Conv2d(3, 64, *stem, bias=False)
        self.stem_norm = nn.BatchNorm2d(64)
        blocks, inner = [], 64
        for out in (64, 128, 256, 512):
            blocks += [Block(inner, out, 1 if out == 64 else 2), Block(out, out, 1)]
            inner = out
        self.blocks = nn.ModuleList(blocks)
        self.head = nn.Linear(512, classes)

    def forward(self, x):
        y = F.relu(self.stem_norm(self.stem(x)))
        if self.large:
            y = F.max_pool2d(y, 3, 2, 1)
        for block in self.blocks:
            y = block(y)
        return self.head(y.mean((2, 3)))


class GptBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.first_norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.second_norm = nn.LayerNorm(width)
        self.wide = nn.Linear(width, 4 * width)
        self.narrow = nn.Linear(4 * width, width)

    def forward(self, x):
        n, t, width = x.shape
        parts = self.qkv(self.first_norm(x)).split(width, 2)
        q, k, v = (p.view(n, t, 8, width // 8).transpose(1, 2) for p in parts)
        seen = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        y = x + self.out(seen.transpose(1, 2).reshape(n, t, width))
        return y + self.narrow(F.gelu(self.wide(self.second_norm(y))))


class Gpt(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(VOCABULARY, 256)
        self.places = nn.Embedding(CONTEXT, 256)
        self.blocks = nn.ModuleList(GptBlock(256) for _ in range(4))
        self.norm = nn.LayerNorm(256)
        self.head = nn.Linear(256, VOCABULARY, bias=False)
        self.order = torch.arange(CONTEXT)

    def forward(self, x):
        y = self.tokens(x) + self.places(self.order)
        for block in self.blocks:
            y = block(y)
        return self.head(self.norm(y))


def w4():
    net, x, y = digits(), data(0, 64, 1, 28, 28), classes(1, 64, 10)
    return Training(torch.optim.SGD(net.parameters(), lr=0.01), lambda: F.cross_entropy(net(x), y))


def w5():
    net, x = double_conv(), data(0, 8, 3, 64, 64)
    return Training(torch.optim.SGD(net.parameters(), lr=0.01), lambda: net(x).square().mean())


def w6():
    net, x, y = filled(ResNet18(False, 10)), data(0, 16, 3, 32, 32), classes(1, 16, 10)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
    return Training(optimizer, lambda: F.cross_entropy(net(x), y))


def w7():
    net, x = filled(nn.LSTM(64, 256, num_layers=2)), data(0, 64, 32, 64)
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    return Training(optimizer, lambda: net(x)[0].square().mean())


def w8():
    net, n = filled(Gpt()), 8 * CONTEXT
    x, y = classes(0, n, VOCABULARY).view(8, CONTEXT), classes(1, n, VOCABULARY)
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-4)
    return Training(optimizer, lambda: F.cross_entropy(net(x).view(n, VOCABULARY), y))


def w9():
    n, t = 307, 12
    x = data(0, 32, n, 1, t)
    w1, w2, w3 = (p.requires_grad_() for p in (data(1, t), data(2, 1, t), data(3, 1)))
    bias, v = data(4, 1, n, n).requires_grad_(), data(5, n, n).requires_grad_()

    def forward():
        left = (x @ w1) @ w2
        right = (w3 @ x).transpose(-1, -2)
        return torch.softmax(v @ torch.sigmoid(left @ right + bias), 1)

    return Backward(forward, data(6, 32, n, n), (v, bias, w1, w2, w3))


class Filling:
    def __init__(self, init):
        self.init, self.x = init, torch.empty(10_000, 10_000)

    def step(self):
        torch.manual_seed(1)
        self.init(self.x)

    def check(self):
        return self.x[0].square().mean().item()


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
        "W4": w4,
        "W5": w5,
        "W6": w6,
        "W7": w7,
        "W8": w8,
        "W9": w9,
        "W10.resnet18": lambda: Inference(filled(ResNet18(True, 1000)), data(0, 1, 3, 224, 224)),
        "W10.gpt": lambda: Inference(
            filled(Gpt()), classes(0, CONTEXT, VOCABULARY).view(1, CONTEXT)
        ),
        "W11.normal": lambda: Filling(lambda x: nn.init.normal_(x, 0, 1)),
        "W11.kaiming": lambda: Filling(nn.init.kaiming_uniform_),
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
        elif command[0] == "first":
            work = opened(command[1])
            work.step()
            answer = f"first {work.check()!r}"
        elif command[0] == "run":
            answer = measure(work, int(command[1]) / 1000)
        else:
            answer = f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}"
        print(">", answer, flush=True)


main()
