package dev.cresset.examples;

import static dev.cresset.Tensor.noGrad;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.Tensor;
import dev.cresset.checkpoint.Checkpoint;
import dev.cresset.nn.Linear;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ResNet-18 is torchvision's: names, text, first numbers, results, and files both ways. */
class ResNet18Test {
    @TempDir Path folder;

    private static InputStream resource(String name) {
        return Objects.requireNonNull(ResNet18Test.class.getResourceAsStream(name), name);
    }

    private Map<String, Tensor> recorded() throws IOException {
        Path file = folder.resolve("recorded.safetensors");
        try (InputStream in = new GZIPInputStream(resource("resnet18.safetensors.gz"))) {
            Files.write(file, in.readAllBytes());
        }
        return Checkpoint.load(file);
    }

    private static String text(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void namesAndShapesAreTorchvisions() throws IOException {
        StringBuilder entries = new StringBuilder();
        new ResNet18()
                .stateDict()
                .forEach((name, t) ->
                        entries.append(name)
                                .append(' ')
                                .append(t.dtype().text())
                                .append(' ')
                                .append(t.shape().listText())
                                .append('\n'));
        assertThat(entries).hasToString(text("resnet18_shapes.txt"));
    }

    @Test
    void theTextIsTorchvisions() throws IOException {
        assertThat(new ResNet18() + "\n").isEqualTo(text("resnet18.txt"));
    }

    @Test
    void firstNumbersAndResultsAreTorchvisions() throws IOException {
        Map<String, Tensor> recorded = recorded();
        Tensor.manualSeed(0);
        check("full", new ResNet18(), recorded, 2, 3, 64, 64);
        Tensor.manualSeed(0);
        var small = new ResNet18(o -> o.numClasses(10).inChannels(1).smallStem(true));
        check("small", small, recorded, 3, 1, 28, 28);
    }

    private static void check(
            String name, ResNet18 net, Map<String, Tensor> recorded, int... image) {
        Tensor x = Tensor.randn(image);
        double[] sums = Objects.requireNonNull(recorded.get(name + ".sums")).toDoubleArray();
        for (int i = 0; i < sums.length; i++) {
            // The order of additions is free: 2.4 million doubles.
            assertThat(net.parameters().get(i).detach().toDouble().sum().item().doubleValue())
                    .isCloseTo(sums[i], within(1e-7));
        }
        noGrad(() -> {
            near(recorded, name + ".train", net.call(x));
            near(recorded, name + ".mean", net.buffer("layer4.1.bn2.running_mean"));
            net.eval();
            near(recorded, name + ".eval", net.call(x));
        });
    }

    /** The recording is closer than 1e-4. */
    private static void near(Map<String, Tensor> recorded, String name, Tensor actual) {
        Tensor expected = Objects.requireNonNull(recorded.get(name), name);
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.allclose(expected, 1e-4, 1e-4, false)).as(name).isTrue();
    }

    @Test
    void theClassifierCanBeReplacedAndTheRestComesFromAFile() throws IOException {
        Path file = folder.resolve("resnet18.pth");
        var trained = new ResNet18(o -> o.smallStem(true));
        Checkpoint.save(trained.stateDict(), file);
        var net = new ResNet18(o -> o.smallStem(true));
        net.fc = new Linear(512, 3);
        Map<String, Tensor> weights = Checkpoint.load(file);
        weights.keySet().removeIf(name -> name.startsWith("fc."));
        assertThat(net.loadStateDict(weights, o -> o.strict(false)).missingKeys())
                .containsExactly("fc.weight", "fc.bias");
        net.eval();
        assertThat(noGrad(() -> net.call(Tensor.randn(2, 3, 16, 16))).shape().toArray())
                .containsExactly(2, 3);
        assertThat(net.layer3.parameters().getFirst().equal(trained.layer3.parameters().getFirst()))
                .isTrue();
    }

    @Test
    void theModelComesBackFromItsFile() throws IOException {
        Path file = folder.resolve("model.safetensors");
        var net = new ResNet18(o -> o.numClasses(10).inChannels(1).smallStem(true));
        net.eval();
        Checkpoint.saveModel(net, file);
        ResNet18 again =
                Checkpoint.loadModel(
                        file, o -> o.allow(ResNet18.class).allow(ResNet18.BasicBlock.class));
        Tensor x = Tensor.randn(1, 1, 28, 28);
        assertThat(noGrad(() -> again.call(x).equal(net.call(x)))).isTrue();
        assertThat(again.isTraining()).isFalse();
    }

    /** Real PyTorch's file gives the same logits here, and Cresset's file the same there. */
    @Test
    void filesGoToPyTorchAndBack() throws Exception {
        String python = System.getProperty("cresset.python", System.getenv("CRESSET_PYTHON"));
        assumeTrue(python != null && !python.isEmpty(), "CRESSET_PYTHON names no Python");
        Path script = Path.of("../tools/oracle").toAbsolutePath().normalize();
        run(
                python,
                "import sys; sys.path.insert(0, sys.argv[1])",
                "import torch; from resnet18_resource import ResNet",
                "torch.manual_seed(3); net = ResNet()",
                "net(torch.randn(4, 3, 64, 64)); net.eval(); x = torch.randn(2, 3, 64, 64)",
                "torch.save(net.state_dict(), 'theirs.pth')",
                "torch.save({'x': x, 'y': net(x).detach()}, 'run.pt')",
                script.toString());
        Map<String, Tensor> run = Checkpoint.load(folder.resolve("run.pt"));
        var net = new ResNet18();
        net.loadStateDict(Checkpoint.load(folder.resolve("theirs.pth")));
        net.eval();
        Tensor x = Objects.requireNonNull(run.get("x"));
        noGrad(() -> near(run, "y", net.call(x)));
        Tensor.manualSeed(4);
        var ours = new ResNet18();
        noGrad(() -> ours.call(Tensor.randn(4, 3, 64, 64)));
        ours.eval();
        Checkpoint.save(ours.stateDict(), folder.resolve("ours.pth"));
        Checkpoint.save(Map.of("y", noGrad(() -> ours.call(x))), folder.resolve("ours.pt"));
        run(
                python,
                "import sys; sys.path.insert(0, sys.argv[1])",
                "import torch; from resnet18_resource import ResNet",
                "net = ResNet(); net.load_state_dict(torch.load('ours.pth')); net.eval()",
                "x = torch.load('run.pt')['x']; y = torch.load('ours.pt')['y']",
                "assert torch.allclose(net(x), y, 1e-4, 1e-4), (net(x) - y).abs().max()",
                script.toString());
    }

    private void run(String python, String... linesAndArgument) throws Exception {
        List<String> lines = List.of(linesAndArgument);
        String code = String.join("\n", lines.subList(0, lines.size() - 1));
        Process p =
                new ProcessBuilder(python, "-c", code, lines.getLast())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String out = new String(p.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(p.waitFor()).as(out).isZero();
    }
}
