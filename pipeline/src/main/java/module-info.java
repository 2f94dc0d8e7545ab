/** Streams of values through goroutines. */
module io.gondola.pipeline {
    requires transitive io.gondola.sync;
    requires org.apache.logging.log4j;

    exports io.gondola.pipeline;
}
