/** Small programs written with Cresset. */
module cresset.examples {
    requires static org.jspecify;
    requires cresset;
}
