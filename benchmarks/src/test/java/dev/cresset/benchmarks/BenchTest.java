package dev.cresset.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class BenchTest {
    @TempDir private Path folder;

    private String run(int expected, String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Bench.class.getName());
        command.addAll(List.of(arguments));
        File log = folder.resolve("log").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        int status = builder.redirectOutput(log).start().waitFor();
        String said = Files.readString(log.toPath(), StandardCharsets.UTF_8);
        assertThat(status).as(said).isEqualTo(expected);
        return said;
    }

    @Test
    void aRunWithoutPeersMeasuresAWorkloadAndWritesIt() throws Exception {
        Path json = folder.resolve("bench.json");
        String said =
                run(
                        0,
                        "--no-peers",
                        "--only",
                        "W1",
                        "--rounds",
                        "1",
                        "--millis",
                        "20",
                        "--warm",
                        "20",
                        "--heap",
                        "256m",
                        "--json",
                        json.toString());
        assertThat(said).contains("W1 ").contains("cresset");
        JsonNode row = new ObjectMapper().readTree(json.toFile()).get("workloads").get(0);
        assertThat(row.get("workload").asString()).isEqualTo("W1");
        JsonNode own = row.get("contestants").get("cresset");
        assertThat(own.get("medianNanos").asDouble()).isPositive();
        double first = own.get("checks").get(0).asDouble();
        double last = own.get("checks").get(4).asDouble();
        assertThat(last).as("the loss falls").isPositive().isLessThan(first);
    }

    @Test
    void anUnknownWorkloadIsNamed() throws Exception {
        assertThat(run(1, "--no-peers", "--only", "W99"))
                .contains("--only W99: there is no such workload; there are W1, W2");
    }

    @Test
    void theFormulaGivesNumbersOfBothSignsWithinItsScale() {
        float[] x = Formula.values(3, 1000, 0.5);
        double sum = 0;
        for (float v : x) {
            assertThat(v).isBetween(-0.5f, 0.5f);
            sum += v;
        }
        assertThat(sum / x.length).isBetween(-0.05, 0.05);
        assertThat(Formula.values(4, 1000, 0.5)).isNotEqualTo(x);
    }

    @Test
    void medianOfAnEvenNumberOfRoundsIsTheMeanOfTheMiddleTwo() {
        assertThat(Match.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }
}
