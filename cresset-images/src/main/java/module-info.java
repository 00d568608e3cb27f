/** Image files and folders of images as data. */
module cresset.images {
    requires static org.jspecify;
    requires transitive cresset;
    requires java.desktop;

    exports dev.cresset.images;
}
