package dev.cresset;
/** placeholder. */
public class Tensor {}
