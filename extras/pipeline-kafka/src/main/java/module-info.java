/** Pipelines whose sources and sinks are topics of Apache Kafka. */
module io.gondola.pipeline.kafka {
    requires transitive io.gondola.pipeline;
    requires transitive kafka.clients;
    requires static com.google.errorprone.annotations;
    requires static transitive org.jspecify;

    exports io.gondola.pipeline.kafka;
}
