package dev.cresset.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetSubmoduleTest {
    private static final class Net extends Module {
        Layer act = new ReLU();
        final Linear kept = new Linear(1, 1);
        Linear typed = new Linear(1, 1);
        final Sequential body = new Sequential(new Linear(2, 2), new ReLU());
        final List<Layer> blocks = new ArrayList<>(List.of(new Tanh(), new Tanh()));
        final List<Layer> fixed = List.of(new Tanh());
    }

    private final Net net = new Net();

    @Test
    void aFieldHoldsTheNewModule() {
        net.setSubmodule("act", new GELU());
        assertThat(net.act).isInstanceOf(GELU.class);
        assertThat(net).asString().contains("(act): GELU(approximate='none')");
    }

    @Test
    void elementsOfContainersAndListsAreReplaced() {
        net.setSubmodule("body.1", new Sigmoid());
        net.setSubmodule("blocks.0", new Sigmoid());
        assertThat(net.body.layers()).hasExactlyElementsOfTypes(Linear.class, Sigmoid.class);
        assertThat(net.blocks).hasExactlyElementsOfTypes(Sigmoid.class, Tanh.class);
    }

    @Test
    void whatIsNotThereIsRegistered() {
        net.setSubmodule("body.extra", new Tanh());
        assertThat(net.body.get("extra", Tanh.class)).isNotNull();
        assertThat(net.body.size()).isEqualTo(3);
    }

    @Test
    void whatCannotBeReplacedIsAnErrorThatNamesTheMend() {
        assertThatThrownBy(() -> net.setSubmodule("typed", new ReLU()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Net.typed: the field is declared Linear")
                .hasMessageContaining("cannot hold a ReLU");
        assertThatThrownBy(() -> net.setSubmodule("kept", new Linear(1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without final");
        assertThatThrownBy(() -> net.setSubmodule("fixed.0", new ReLU()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ArrayList");
        assertThatThrownBy(() -> net.setSubmodule("none.0", new ReLU()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no child 'none'");
        assertThatThrownBy(() -> net.setSubmodule("", new ReLU()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(net.typed).isInstanceOf(Linear.class);
    }
}
