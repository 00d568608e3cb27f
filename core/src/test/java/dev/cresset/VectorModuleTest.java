package dev.cresset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The build runs the suite twice; each run has to be the one it says it is. */
class VectorModuleTest {
    @Test
    @EnabledIfSystemProperty(named = "cresset.test.vector", matches = "true|false")
    void theVectorModuleIsThereExactlyInTheRunThatAsksForIt() {
        assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent())
                .isEqualTo(Boolean.getBoolean("cresset.test.vector"));
    }
}
