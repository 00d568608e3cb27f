package dev.cresset.train;

/** How the scores of several classes become one. */
public enum Averaging {
    /** Counts of all classes are added up first. */
    MICRO,
    /** The mean over the classes that occur among targets or predictions. */
    MACRO,
    /** The mean weighted by how often each class occurs among the targets. */
    WEIGHTED
}
