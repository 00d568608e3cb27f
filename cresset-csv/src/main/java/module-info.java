/** CSV files as data. */
module cresset.csv {
    requires static org.jspecify;
    requires transitive cresset;
    requires de.siegmar.fastcsv;

    exports dev.cresset.csv;
}
