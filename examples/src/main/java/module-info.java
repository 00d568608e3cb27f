/** Small programs written with Cresset. */
module cresset.examples {
    requires static org.jspecify;
    requires cresset;

    exports dev.cresset.examples;

    uses dev.cresset.examples.Document;
}
