package dev.cresset.testkit.golden;

/** Java twins of the Python classes that recordings define in code. */
final class Twins {
    private Twins() {}

    static String module(Torch torch, String code, String recipe) {
        throw new SkipException("there is no Java twin of the recording's class in " + recipe);
    }
}
