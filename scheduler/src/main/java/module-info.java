/** Goroutine scheduling as in Go's runtime: goroutines, machines and processors, and the deterministic scheduler. */
@SuppressWarnings("module") // the sister modules below are built later
module io.gondola.scheduler {
    requires org.apache.logging.log4j;
    requires static transitive org.jspecify;
    requires org.jctools.core.jdk11;
    requires static jdk.jfr; // recordings are optional, and so is the module
    requires static java.management; // traces show garbage collections where it is there

    uses org.apache.logging.log4j.spi.Provider; // to know whether there is one

    exports io.gondola.scheduler to
            io.gondola.dsl,
            io.gondola.net,
            io.gondola.pipeline,
            io.gondola.select,
            io.gondola.sync,
            io.gondola.testkit;
    exports io.gondola.scheduler.trace to
            io.gondola.testkit; // whose page of a failure is that of a trace
    exports io.gondola.scheduler.deterministic to
            io.gondola.dsl,
            io.gondola.testkit;
}
