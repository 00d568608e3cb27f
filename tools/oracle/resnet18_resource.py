"""Writes examples/src/test/resources/dev/cresset/examples/resnet18.safetensors.gz: what a ResNet-18 of torchvision's shape gives in
PyTorch 2.13.0+cpu.

Run: python3 resnet18_resource.py FILE   (with torch 2.13.0 and safetensors installed)

For each net: manual_seed(0), the net, x = randn(...), its logits in training mode ("train"), the running statistics of the last
normalisation after that ("mean"), its logits in evaluation mode ("eval"), and the sum of each parameter in float64 ("sums").
"""
import gzip, pathlib, sys

import torch
from safetensors.torch import save
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inplanes, planes, stride=1, downsample=None):
        super().__init__()
        self.conv1 = nn.Conv2d(inplanes, planes, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(planes, planes, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.downsample = downsample

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        out += identity
        return self.relu(out)


class ResNet(nn.Module):
    """torchvision.models.resnet.ResNet for BasicBlock and [2, 2, 2, 2], with a stem for small images as an option."""

    def __init__(self, num_classes=1000, in_channels=3, small_stem=False):
        super().__init__()
        self.inplanes = 64
        stem = (3, 1, 1) if small_stem else (7, 2, 3)
        self.conv1 = nn.Conv2d(in_channels, 64, *stem, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.Identity() if small_stem else nn.MaxPool2d(3, 2, 1)
        self.layer1 = self._make_layer(64)
        self.layer2 = self._make_layer(128, 2)
        self.layer3 = self._make_layer(256, 2)
        self.layer4 = self._make_layer(512, 2)
        self.avgpool = nn.AdaptiveAvgPool2d((1, 1))
        self.fc = nn.Linear(512, num_classes)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(m, nn.BatchNorm2d):
                nn.init.constant_(m.weight, 1)
                nn.init.constant_(m.bias, 0)

    def _make_layer(self, planes, stride=1):
        downsample = None
        if stride != 1 or self.inplanes != planes:
            downsample = nn.Sequential(nn.Conv2d(self.inplanes, planes, 1, stride, bias=False), nn.BatchNorm2d(planes))
        layers = [BasicBlock(self.inplanes, planes, stride, downsample)]
        self.inplanes = planes
        return nn.Sequential(*layers, BasicBlock(planes, planes))

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(torch.flatten(self.avgpool(x), 1))


if __name__ == "__main__":
    assert torch.__version__.startswith("2.13."), torch.__version__
    out = {}
    for name, make, size in (
        ("full", lambda: ResNet(), (2, 3, 64, 64)),
        ("small", lambda: ResNet(10, 1, True), (3, 1, 28, 28)),
    ):
        torch.manual_seed(0)
        net = make()
        x = torch.randn(size)
        out[name + ".sums"] = torch.stack([p.detach().double().sum() for p in net.parameters()])
        with torch.no_grad():
            out[name + ".train"] = net(x)
            out[name + ".mean"] = net.layer4[1].bn2.running_mean.clone()
            out[name + ".eval"] = net.eval()(x)
    torch.manual_seed(0)
    pathlib.Path(sys.argv[1].replace(".safetensors.gz", ".txt")).write_text(str(ResNet()) + "\n")
    pathlib.Path(sys.argv[1]).write_bytes(gzip.compress(save(out), 9, mtime=0))
