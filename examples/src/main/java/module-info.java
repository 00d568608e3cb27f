/** Small programs written with Cresset. */
module cresset.examples {
    requires static org.jspecify;
    requires cresset;

    exports dev.cresset.examples;

    // Cresset reads the fields of the modules defined here.
    opens dev.cresset.examples to
            cresset;

    uses dev.cresset.examples.Document;

    provides dev.cresset.examples.Document with
            dev.cresset.examples.InitialisingLayers,
            dev.cresset.examples.LayersAndModels,
            dev.cresset.examples.ParameterNotebook,
            dev.cresset.examples.ParameterManagement,
            dev.cresset.examples.AccessInitialiseShare;
}
