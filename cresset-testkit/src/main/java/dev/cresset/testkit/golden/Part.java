package dev.cresset.testkit.golden;

import java.io.IOException;
import java.nio.file.Path;

/** One subfolder of a recording and how its cases are run. */
interface Part {
    /** The name: that of the subfolder, and of {@code --only}. */
    String name();

    /**
     * Runs the cases of a folder.
     *
     * @throws IOException if a file of the recording cannot be read
     */
    void run(Path folder, Cases cases) throws IOException;
}
