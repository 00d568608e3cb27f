package dev.cresset.engine;
/** placeholder. */
interface Engine {}
