"""Writes core/src/test/resources/dev/cresset/nn/recurrent.safetensors: recurrent layers of PyTorch 2.13.0+cpu.

Run: python3 recurrent_resource.py OUT   (with torch 2.13.0 and safetensors installed)

Each case begins with manual_seed(11); layer and inputs are drawn from there, in the order in which
RecurrentTest draws them. Entries are CASE.NAME: output, h, c, dx and the gradients of all parameters,
of the loss sum(sin(output)) + sum(cos(h)) + sum(c).
"""
import sys
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence
from safetensors.torch import save_file

path, = sys.argv[1:]
assert torch.__version__.startswith("2.13."), torch.__version__
torch.set_num_threads(1)
out = {}


def case(name, make, lengths=None, hidden=False, batch_first=False):
    torch.manual_seed(11)
    m = make()
    x = torch.randn(3, 5, 3) if batch_first else torch.randn(5, 3, 3)
    x.requires_grad_()
    rows = m.num_layers * (2 if m.bidirectional else 1)
    args = []
    if hidden:
        h = torch.randn(rows, 3, m.proj_size or m.hidden_size)
        args = [(h, torch.randn(rows, 3, m.hidden_size)) if isinstance(m, nn.LSTM) else h]
    p = x
    if lengths:
        p = pack_padded_sequence(x, lengths, batch_first=batch_first, enforce_sorted=False)
    y, s = m(p, *args)
    y = y.data if lengths else y
    h, c = s if isinstance(m, nn.LSTM) else (s, None)
    loss = y.sin().sum() + h.cos().sum() + (0 if c is None else c.sum())
    loss.backward()
    r = {"output": y, "h": h, "dx": x.grad}
    if c is not None:
        r["c"] = c
    r.update((n, w.grad) for n, w in m.named_parameters())
    out.update((name + "." + k, v.detach().contiguous()) for k, v in r.items())


case("lstm", lambda: nn.LSTM(3, 4, 2, bidirectional=True))
case("lstm_proj", lambda: nn.LSTM(3, 4, 2, bidirectional=True, proj_size=2, batch_first=True), [2, 5, 3], True, True)
case("lstm_packed", lambda: nn.LSTM(3, 4, 2, dropout=0.4), [4, 1, 5])
case("gru", lambda: nn.GRU(3, 4, 2, bidirectional=True), [2, 5, 3], True)
case("gru_dropout", lambda: nn.GRU(3, 4, 2, dropout=0.4, batch_first=True), None, False, True)
case("rnn_relu", lambda: nn.RNN(3, 4, 2, nonlinearity="relu", bidirectional=True, bias=False), [5, 5, 2], True)
case("rnn_tanh", lambda: nn.RNN(3, 4, 3), None, True)
save_file(out, path)
