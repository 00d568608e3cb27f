package dev.cresset;

/** Counts the in-place changes of a tensor; shared by its views and by {@code detach()}. */
final class VersionCounter {
    int value;
}
