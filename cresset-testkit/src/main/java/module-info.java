/** Cresset's testkit: case tables, gradient checks, the engine contract and the golden runner. */
module cresset.testkit {
    requires static transitive org.jspecify;
    requires transitive cresset;
    requires tools.jackson.databind;

    // Cresset reads the fields of the modules defined there.
    opens dev.cresset.testkit.table to
            cresset;

    exports dev.cresset.testkit;
    exports dev.cresset.testkit.golden;
    exports dev.cresset.testkit.python;
    exports dev.cresset.testkit.table;
}
