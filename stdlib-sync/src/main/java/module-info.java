/** Go's standard library for concurrency: sync, context and time. */
module io.gondola.sync {
    requires transitive io.gondola.select;
    requires io.gondola.scheduler;
    requires static transitive org.jspecify;
    requires static com.google.errorprone.annotations;

    exports io.gondola.context;
    exports io.gondola.sync;
    exports io.gondola.time;
}
