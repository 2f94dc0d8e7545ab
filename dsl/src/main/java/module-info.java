/** The language: immutable descriptions of goroutines, and channels. */
@SuppressWarnings("module") // the sister modules below are built later
module io.gondola.dsl {
    requires io.gondola.scheduler;
    requires transitive io.vavr;
    requires org.apache.logging.log4j;
    requires static transitive org.jspecify;
    requires static java.management; // for runtimes that are registered with JMX
    requires static com.google.errorprone.annotations;

    exports io.gondola.dsl;
    exports io.gondola.dsl.annotation;
    exports io.gondola.dsl.interop;
    exports io.gondola.dsl.engine to
            io.gondola.net,
            io.gondola.pipeline,
            io.gondola.pipeline.kafka,
            io.gondola.select,
            io.gondola.sync,
            io.gondola.testkit;
    exports io.gondola.dsl.io to
            io.gondola.net;
    exports io.gondola.dsl.channel to
            io.gondola.metrics.micrometer, // how full a channel is
            io.gondola.pipeline,
            io.gondola.select,
            io.gondola.sync,
            io.gondola.testkit;
}
