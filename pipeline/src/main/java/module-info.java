/** Streams of values through goroutines. */
module io.gondola.pipeline {
    requires transitive io.gondola.sync;
    requires io.gondola.scheduler;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.gondola.pipeline;
}
