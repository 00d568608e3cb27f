package dev.cresset.nn;

import static dev.cresset.Tensor.manualSeed;
import static dev.cresset.Tensor.rand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.Tensor;
import org.junit.jupiter.api.Test;

/** The access part of the tutorials, with the texts that real PyTorch 2.13 printed. */
class TutorialAccessTest {
    @Test
    void stateDictOfTheLastLayerPrintsWhatPyTorchPrinted() {
        manualSeed(0);
        var net = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
        Tensor x = rand(2, 4);
        assertThat(net.get(2).stateDict())
                .hasToString(
                        "OrderedDict([('weight', tensor([[ 0.0186, -0.1813,  0.0598, -0.3301,"
                                + " -0.2555, -0.1823,  0.2231,  0.2073]])), ('bias',"
                                + " tensor([-0.1568]))])");
        assertThat(net.call(x))
                .hasToString("tensor([[-0.2531],\n        [-0.3098]], grad_fn=<AddmmBackward0>)");
        Linear last = net.get(2);
        assertThat(last.bias)
                .hasToString("Parameter containing:\ntensor([-0.1568], requires_grad=True)");
        assertThat(net.namedParameters().stream().map(e -> e.getKey() + " " + e.getValue().shape()))
                .containsExactly(
                        "0.weight torch.Size([8, 4])",
                        "0.bias torch.Size([8])",
                        "2.weight torch.Size([1, 8])",
                        "2.bias torch.Size([1])");
        assertThat(net)
                .hasToString(
                        """
                        Sequential(
                          (0): Linear(in_features=4, out_features=8, bias=True)
                          (1): ReLU()
                          (2): Linear(in_features=8, out_features=1, bias=True)
                        )\
                        """);
    }
}
