/** A plugin of javac that finds mistakes in programs for Gondola. It knows Gondola's types by their names only. */
module io.gondola.lint {
    requires transitive jdk.compiler;
    requires static transitive org.jspecify;

    exports io.gondola.lint;

    provides com.sun.source.util.Plugin with
            io.gondola.lint.GondolaPlugin;
}
