/** Streams of values through goroutines. */
module io.gondola.pipeline {
    requires transitive io.gondola.sync;

    exports io.gondola.pipeline;
}
