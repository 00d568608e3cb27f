"""Records the public names of PyTorch's modules for building and training:
python3 names_resource.py > core/src/test/resources/dev/cresset/pytorch_names.txt

A line is a module and a name: a class or function that the module exports. For a few classes: a
method.
"""
import importlib
import types

MODULES = """torch.nn torch.nn.functional torch.nn.init torch.nn.utils torch.nn.utils.parametrize
torch.nn.utils.parametrizations torch.nn.utils.prune torch.nn.utils.rnn torch.optim torch.optim.lr_scheduler
torch.optim.swa_utils torch.utils.data torch.autograd torch.autograd.functional torch.autograd.graph""".split()

for name in MODULES:
    module = importlib.import_module(name)
    exported = getattr(module, "__all__", None)
    for member in sorted(dir(module)):
        value = getattr(module, member)
        if member.startswith("_") or isinstance(value, types.ModuleType) or not callable(value):
            continue
        if member == "Tensor" or member.endswith("_") and member[0].isupper():
            continue
        if exported is not None:
            if member in exported:
                print(name, member)
        elif (getattr(value, "__module__", None) or "torch").startswith("torch"):
            print(name, member)

CLASSES = """torch.nn.Module torch.nn.Sequential torch.nn.ModuleList torch.nn.ModuleDict torch.nn.ParameterList
torch.nn.ParameterDict torch.optim.Optimizer torch.optim.lr_scheduler.LRScheduler""".split()

for name in CLASSES:
    module, _, cls = name.rpartition(".")
    members = vars(getattr(importlib.import_module(module), cls))
    for member in sorted(members):
        if not member.startswith("_") and callable(members[member]):
            print(name, member)
