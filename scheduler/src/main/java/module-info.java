/** Goroutine scheduling as in Go's runtime: goroutines, machines and processors, and the deterministic scheduler. */
module io.gondola.scheduler {
    requires org.apache.logging.log4j;
    requires org.jctools.core.jdk11;

    exports io.gondola.scheduler;
}
