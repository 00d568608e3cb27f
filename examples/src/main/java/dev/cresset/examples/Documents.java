package dev.cresset.examples;

import java.util.List;
import java.util.ServiceLoader;

/** All documents that the module provides. */
public final class Documents {
    private Documents() {}

    /** Returns a new object of each document. */
    public static List<Document> all() {
        return ServiceLoader.load(Document.class, Documents.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
