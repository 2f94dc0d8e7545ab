package io.gondola.sync;

import java.util.Objects;

/** Names that users give to objects, in messages. */
final class Names {
    private Names() {}

    /** The Java facts after Go's text: {@code : mutex=accounts}; nothing for an object without a name. */
    static String suffix(String kind, Object named) {
        return named instanceof Named n && n.name() != null ? ": " + kind + "=" + n.name() : "";
    }

    static String required(String name) {
        return Objects.requireNonNull(name, "name");
    }

    /** Something with a name, or null. */
    interface Named {
        String name();
    }
}
