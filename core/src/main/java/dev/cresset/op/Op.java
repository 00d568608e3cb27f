package dev.cresset.op;
/** placeholder. */
interface Op {}
