/** A live view of the goroutines of any JVM, in a terminal. */
module io.gondola.top {
    requires java.management;
    requires java.management.rmi; // for the connection to another JVM
    requires static jdk.attach; // for a process that is named by its number
    requires static transitive org.jspecify;

    exports io.gondola.top;

    provides java.util.spi.ToolProvider with
            io.gondola.top.TopTool;
}
