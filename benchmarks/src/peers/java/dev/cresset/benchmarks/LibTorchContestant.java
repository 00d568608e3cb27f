package dev.cresset.benchmarks;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch;

/** LibTorch's process, called from Java through JavaCPP. */
public final class LibTorchContestant {
    private LibTorchContestant() {}

    /** Answers commands. */
    public static void main(String[] args) throws IOException {
        torch.set_num_threads(Integer.getInteger("cresset.threads", 1));
        Serve.run(new LibTorchSuite());
    }
}
