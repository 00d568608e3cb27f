package dev.cresset.testkit.golden;

/**
 * A module of PyTorch's, as a value.
 *
 * @param path its dotted name without {@code torch.}; empty for {@code torch} itself
 */
record Namespace(String path) {
    /** Returns the name of a member. */
    String member(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    @Override
    public String toString() {
        return path.isEmpty() ? "torch" : "torch." + path;
    }
}
